// The way through the app on which everything is seen once: a new person's start, a session with two guests, its end.

import type { Browser, Page } from '@playwright/test'
import { eventChannels } from '../../electron/ipc/channels.ts'
import { wave } from '../support/recorded-strokes.ts'
import type { DesktopPainter } from '../support/desktop-painter.ts'
import type { Painter } from '../support/painter.ts'
import type { Camera, Scene } from './camera.ts'
import type { Look } from './look.ts'
import { fitView, openUsual, sessionScenes } from './session-scenes.ts'
import { moveCursors, openBrowser, openTab, paintTogether, startApp } from './set-stage.ts'
import { leaveUnanswered, pretendOpenElsewhere, shelfScenes, startScenes } from './start-scenes.ts'

export async function runTour(camera: Camera, folder: string): Promise<void> {
  const anna = await startApp(folder, 'Anna')
  const browser = await openBrowser()
  try {
    await inBothLanguages(camera, anna.page, startScenes)
    const ben = await openTab(browser, 'Ben')
    const cleo = await openTab(browser, 'Cleo')
    await paintTogether(anna, ben, cleo)
    await seeSession(camera, anna, ben, cleo)
    await seeGuests(camera, browser, anna, ben)
    await seeEnd(camera, anna, ben)
  } finally {
    await browser.close()
    await anna.kill()
  }
}

async function seeSession(camera: Camera, anna: DesktopPainter, ben: Painter, cleo: Painter): Promise<void> {
  const [first, ...others] = sessionScenes
  const lively: Scene = {
    ...first!,
    async show(page) {
      await openUsual(page)
      await fitView(page)
      await moveCursors(ben, cleo)
    },
  }
  await inBothLanguages(camera, anna.page, [
    lively,
    ...others,
    followScene,
    workScene,
    sessionEndsScene(anna),
  ])
}

const followScene: Scene = {
  name: 'following',
  show: (page) => page.locator('.people-list button[aria-pressed=false]').first().dispatchEvent('click'),
  async hide(page) {
    await page.keyboard.press('Escape')
    await fitView(page)
  },
}

const workScene: Scene = {
  name: 'only-own-work',
  async show(page) {
    await page.locator('[data-panel=history] .panel-heading').dispatchEvent('click')
    await page.locator('.history-filter button').first().dispatchEvent('click')
    await page.locator('.work-shown').waitFor()
  },
  async hide(page) {
    await page.locator('.work-shown button').click()
    await page.locator('[data-panel=history] .panel-heading').dispatchEvent('click')
  },
}

/** What the main process tells when guests are there and the app is asked to quit. */
function sessionEndsScene(anna: DesktopPainter): Scene {
  return {
    name: 'quit-question',
    show: () => tell(anna, eventChannels.quitAsked, { guests: 2 }),
    hide: (page) => page.keyboard.press('Escape'),
  }
}

async function seeGuests(
  camera: Camera,
  browser: Browser,
  anna: DesktopPainter,
  ben: Painter,
): Promise<void> {
  const invite = await anna.invite()
  const dora = await openTab(browser, 'Dora')
  await dora.page.goto(invite)
  await dora.page.locator('.guest-card').waitFor()
  await camera.take(dora.page, 'en', [{ name: 'guest-page' }])
  await dora.page.goto(invite.split('#')[0]!)
  await dora.page.reload()
  await dora.page.locator('.guest-card').waitFor()
  await camera.take(dora.page, 'en', [{ name: 'guest-page-without-invite' }])
  await dora.page.close()
  await camera.take(ben.page, 'en', [{ name: 'guest-session' }])
}

async function seeEnd(camera: Camera, anna: DesktopPainter, ben: Painter): Promise<void> {
  const { page } = anna
  await camera.take(page, 'en', [
    {
      name: 'notice-hosting-failed',
      show: () =>
        tell(anna, eventChannels.hostingFailed, {
          message: 'Another host has taken this picture over.',
          copyOffer: {
            sentence: '12 strokes are only on this computer. They can be kept as a picture of their own.',
            droppable: 'none',
          },
        }),
    },
  ])
  await leave(page)
  await page.locator('.question-bar').waitFor({ state: 'detached' })
  await page.locator('.picture-tile').first().waitFor()
  await ben.page.locator('.ended-card').waitFor()
  await camera.take(ben.page, 'en', [{ name: 'ended' }])
  for (const title of ['Old mill', 'Studies of hands, third attempt, with the long title that people give']) {
    await anna.host(title)
    await anna.paint([wave(await anna.area(), 0.2)])
    await anna.expectAcknowledged()
    await leave(page)
    await page.locator('.picture-tile').first().waitFor()
  }
  await page.locator('.picture-tile').nth(2).waitFor()
  await inBothLanguages(camera, page, shelfScenes)
  await seeWaits(camera, anna)
}

async function seeWaits(camera: Camera, anna: DesktopPainter): Promise<void> {
  const { page } = anna
  await anna.host('Lighthouse')
  await leaveUnanswered(anna, 'stopHosting')
  await leave(page)
  await tell(anna, eventChannels.saving, 'Saving: 3 of 17 MB are written.')
  await camera.take(page, 'en', [{ name: 'leaving' }])
  await page.locator('.leaving-card button').click()
  await camera.take(page, 'en', [{ name: 'start-still-saving' }])
  await pretendOpenElsewhere(anna)
  await camera.take(page, 'en', [
    {
      name: 'takeover',
      show: () => page.locator('.picture-open').first().click(),
      hide: () => page.keyboard.press('Escape'),
    },
  ])
  await leaveUnanswered(anna, 'createPicture')
  await page.locator('form.card').first().locator('button[type=submit]').click()
  await camera.take(page, 'en', [{ name: 'waiting' }])
}

async function leave(page: Page): Promise<void> {
  await page.locator('.leave-button').click()
  const yes = page.locator('.question-bar .button-primary')
  if (await yes.isVisible()) await yes.click()
}

function tell(anna: DesktopPainter, channel: string, payload: unknown): Promise<void> {
  return anna.electron.evaluate(
    ({ BrowserWindow }, [name, said]) => BrowserWindow.getAllWindows()[0]?.webContents.send(name, said),
    [channel, payload] as const,
  )
}

/** The window speaks English before and after. */
async function inBothLanguages(camera: Camera, page: Page, scenes: readonly Scene[]): Promise<void> {
  const names = scenes.map(({ name }) => name)
  await camera.take(page, 'en', scenes)
  if (!camera.wants(names, 'de')) return
  await speak(page, 'de')
  await camera.take(page, 'de', scenes)
  await speak(page, 'en')
}

async function speak(page: Page, language: Look['language']): Promise<void> {
  await page.keyboard.press('Control+,')
  await page.locator('.preference-section').nth(1).click()
  await page.locator('.preference-page select').selectOption(language)
  await page.keyboard.press('Escape')
  await page.locator('dialog.sheet').waitFor({ state: 'detached' })
}
