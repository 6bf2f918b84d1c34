// The main window looks as it did when its references were taken. Words are boxes of one size, so that it does not matter
// which fonts a machine has. Then the window is changed on purpose, and the comparison has to see it. Where it looks
// different for a good reason, the references are taken anew (and looked at before they are committed) by
//   npx playwright test --config build/playwright.config.ts e2e/visual.spec.ts --update-snapshots

import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Page } from '@playwright/test'
import type { FlatImage } from '../renderer/files/layered-image.ts'
import { decodePng, encodePng } from '../renderer/files/png.ts'
import { fillBox, useColor } from './support/at-canvas.ts'
import { expectSamePicture } from './support/session-status.ts'
import { expect, test } from './support/story.ts'
import { compareLooks } from './visual/compare-looks.ts'
import { SteadyWindow } from './visual/steady-window.ts'

/** Single pixels that engines draw differently: corners of icons, ends of lines. A colour's square has 256. */
const pixelsMax = 100
const patienceMs = 5_000

for (const theme of ['dark', 'light'] as const) {
  test(`[UI302][UI303] the main window looks as it did, ${theme}`, async ({ studio }, info) => {
    const anna = await studio.desktop('Anna')
    const { page } = anna
    await page.evaluate((look) => {
      localStorage.setItem('gesso.preferences', JSON.stringify({ theme: look, language: 'en' }))
      localStorage.setItem('gesso.hints', JSON.stringify({ isOn: false, done: [] }))
    }, theme)
    await page.reload()
    const window = await SteadyWindow.of(page)
    await page.getByRole('radio', { name: 'Colour 3' }).check({ force: true })
    await anna.host('Harbour')
    await useColor(anna, '#27466b')
    await fillBox(anna, [0.3, 0.5], [0.7, 0.8])
    await page.keyboard.press('b')
    await page.keyboard.press('0')
    await page.mouse.move(2, 2)
    await expectSamePicture(anna)
    const colors = await window.steady()

    const file = resolve(import.meta.dirname, `visual/main-window-${theme}.png`)
    if (info.config.updateSnapshots === 'changed' || info.config.updateSnapshots === 'all')
      writeFileSync(file, encodePng(await window.photographAtRest(), false))
    const reference = decodePng(readFileSync(file))
    let seen: FlatImage = reference
    // A preview of a layer may come late.
    const differing = async (): Promise<number> => {
      seen = await window.photograph()
      return compareLooks(seen, reference).pixels
    }
    await expect
      .poll(differing, { message: `pixels that differ from ${file}`, timeout: patienceMs })
      .toBeLessThanOrEqual(pixelsMax)
      .catch(async (error: unknown) => {
        const { shown } = compareLooks(seen, reference)
        for (const [name, image] of Object.entries({ seen, shown }))
          await info.attach(name, { body: Buffer.from(encodePng(image, false)), contentType: 'image/png' })
        throw error
      })

    const isSeen = async (rule: string): Promise<void> => {
      await changeStyle(page, rule)
      const changed = compareLooks(await window.photograph(), reference)
      expect(changed.pixels, rule).toBeGreaterThan(pixelsMax)
    }
    await isSeen('[data-panel=layers] > .panel-body { position: relative; left: 4px; }')
    await isSeen('.tool-strip { padding-top: 12px; }')
    for (const color of ['--surface', '--line', '--problem']) {
      expect(colors).toContain(color)
      await isSeen(
        `:root[data-theme] { ${color}: color-mix(in srgb, ${await valueOf(page, color)}, grey 8%); }`,
      )
    }
  })
}

/** Instead of what was changed before. */
async function changeStyle(page: Page, rule: string): Promise<void> {
  await page.evaluate((text) => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(text)
    document.adoptedStyleSheets = [document.adoptedStyleSheets[0]!, sheet]
  }, rule)
}

async function valueOf(page: Page, color: string): Promise<string> {
  await changeStyle(page, '')
  return page.evaluate((name) => getComputedStyle(document.documentElement).getPropertyValue(name), color)
}
