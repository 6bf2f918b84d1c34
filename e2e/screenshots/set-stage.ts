// A session as it is after some minutes: a picture of several layers, a selection, words in the chat, a history, and two
// guests whose cursors are seen.

import { chromium, type Browser } from '@playwright/test'
import { join } from 'node:path'
import { around, drag, fillBox, useColor } from '../support/at-canvas.ts'
import { DesktopPainter } from '../support/desktop-painter.ts'
import { findBrowser } from '../support/find-browser.ts'
import { launchApp } from '../support/launch-app.ts'
import { Painter } from '../support/painter.ts'
import { recordedStrokes, wave } from '../support/recorded-strokes.ts'
import { expectSamePicture } from '../support/session-status.ts'

const patienceMs = 15_000

/** Starts the app as it is for a new person, with the hints for newcomers put away. */
export async function startApp(folder: string, name: string): Promise<DesktopPainter> {
  const places = { dataDir: join(folder, name.toLowerCase()) }
  const app = await launchApp(places, () => undefined)
  const page = await app.electron.firstWindow({ timeout: 60_000 })
  page.setDefaultTimeout(patienceMs)
  await page.getByRole('heading', { name: 'Gesso' }).waitFor()
  await page.evaluate(() => {
    localStorage.setItem('gesso.hints', JSON.stringify({ isOn: false, done: [] }))
    localStorage.setItem('gesso.preferences', JSON.stringify({ theme: 'dark', language: 'en' }))
  })
  await page.reload()
  await page.getByRole('heading', { name: 'Gesso' }).waitFor()
  await app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setContentSize(1440, 900),
  )
  return new DesktopPainter(name, page, places, app)
}

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: findBrowser(), args: ['--no-sandbox'] })
}

/** A guest's tab, which shows what it shows at first. */
export async function openTab(browser: Browser, name: string): Promise<Painter> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  context.setDefaultTimeout(patienceMs)
  return new Painter(name, await context.newPage())
}

/** Everything that the scenes of a session need, painted and said. */
export async function paintTogether(anna: DesktopPainter, ben: Painter, cleo: Painter): Promise<void> {
  await anna.host('Harbour at dusk')
  const invite = await anna.invite()
  await ben.openLink(invite)
  await cleo.openLink(invite)
  await useColor(anna, '#e9dcc3')
  await fillBox(anna, [0, 0], [1, 1])
  await nameLayer(anna, 'Ground')
  await useColor(anna, '#27466b')
  await fillBox(anna, [0.04, 0.62], [0.96, 0.92])
  await addLayer(anna, 2)
  await nameLayer(anna, 'Ink drawing')
  await anna.page.keyboard.press('b')
  await useColor(anna, '#22303c')
  await anna.paint(recordedStrokes(await anna.area({ x: 0.1, y: 0.12, width: 0.5, height: 0.7 })), 12)
  await addLayer(ben, 3)
  await useColor(ben, '#c4503a')
  await ben.page.keyboard.press('b')
  await ben.paint(
    [0.2, 0.32, 0.44].map((y) => wave({ x: 860, y: 100 + y * 500, width: 200, height: 90 }, 0.2)),
  )
  await say(ben, 'Shall the boats stay red?')
  await say(
    anna,
    'Yes, and a darker sea. The rope in the foreground wants thinner lines, I think; I take that.',
  )
  await say(cleo, 'I do the sky.')
  await expectSamePicture(anna, ben, cleo)
  await anna.page.keyboard.press('l')
  await around(anna, [
    [0.32, 0.2],
    [0.86, 0.16],
    [0.92, 0.45],
    [0.4, 0.56],
  ])
  await anna.page.keyboard.press('b')
  await useColor(anna, '#d9822b')
  await anna.page.keyboard.press('[')
  await drag(ben, [0.52, 0.3], [0.6, 0.4])
  await cleo.page.keyboard.press('Shift+R')
  await expectSamePicture(anna, ben, cleo)
}

/** Cursors are seen for some seconds after they moved. */
export async function moveCursors(ben: Painter, cleo: Painter): Promise<void> {
  for (const [painter, x, y] of [
    [ben, 700, 330],
    [cleo, 520, 560],
  ] as const) {
    await painter.page.mouse.move(x - 10, y)
    await painter.page.mouse.move(x, y)
  }
}

/** The new layer is in hand, and is the `count`th of the picture. */
async function addLayer(painter: Painter, count: number): Promise<void> {
  await painter.page.getByRole('button', { name: 'Add a layer' }).click()
  await painter.page.locator(`.layer-list:has(.layer-row:nth-child(${count}))`).waitFor()
  await painter.page
    .locator('.layer-row[data-active=yes]')
    .filter({ hasText: `Layer ${count}` })
    .waitFor()
}

async function nameLayer(painter: Painter, name: string): Promise<void> {
  const field = painter.page.locator('.layer-row[data-active=yes] .layer-name')
  await field.dblclick()
  await painter.page.keyboard.press('Control+a')
  await painter.page.keyboard.type(name)
  await painter.page.keyboard.press('Enter')
  await painter.page.locator('.layer-row').filter({ hasText: name }).waitFor()
  await painter.canvas.focus()
}

async function say(painter: Painter, line: string): Promise<void> {
  const { page } = painter
  await page.keyboard.press('/')
  const field = page.locator('.chat-field')
  await field.fill(line)
  await field.press('Enter')
  await field.press('Escape')
}
