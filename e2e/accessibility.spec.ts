import axe from 'axe-core'
import type { Page } from '@playwright/test'
import { panelNames } from '../renderer/stores/workspace-store.ts'
import { sheetNames } from '../renderer/stores/sheet-store.ts'
import { wave } from './support/recorded-strokes.ts'
import { expect, test } from './support/story.ts'

/** Where every panel is on the screen and open. */
const allOpen = panelNames.map((name, at) => ({
  name,
  side: at % 2 === 0 ? 'left' : 'right',
  isOpen: true,
  isShown: true,
}))

/** A palette with colours is shown. */
const ownPalette = { shown: 1, palettes: [{ id: 1, name: 'Skin', columns: 4, colors: [0xe3b08c, 0x9d7055] }] }

for (const theme of ['dark', 'light'] as const) {
  test(`[UI114] nothing stands in the way of those who read by ear or by keyboard, ${theme}`, async ({
    studio,
  }) => {
    const anna = await studio.desktop('Anna')
    const { page } = anna
    await page.evaluate(
      ([look, panels, palettes]) => {
        localStorage.setItem('gesso.preferences', JSON.stringify({ theme: look }))
        localStorage.setItem('gesso.workspace', JSON.stringify(panels))
        localStorage.setItem('gesso.palettes', JSON.stringify(palettes))
      },
      [theme, allOpen, ownPalette] as const,
    )
    await page.reload()
    await page.getByRole('heading', { name: 'Gesso' }).waitFor()
    expect.soft(await faults(page), 'the start screen').toEqual([])
    await anna.host('Harbour')
    const ben = await studio.browserTab('Ben')
    await ben.openLink(await anna.invite())
    await anna.paint([wave(await anna.area())])
    expect.soft(await faults(page), 'painting').toEqual([])
    await page.getByRole('button', { name: 'What can be done to the layer' }).click()
    await page.getByRole('menu').waitFor()
    expect.soft(await faults(page), 'the menu of layers').toEqual([])
    await page.keyboard.press('Escape')
    await expect(page.getByRole('menu')).toHaveCount(0)
    await page.getByRole('button', { name: /^Brush: / }).click()
    await page.getByRole('button', { name: 'More for brushes' }).click()
    expect.soft(await faults(page), 'the shelf of brushes').toEqual([])
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    for (const sheet of sheetNames) {
      await page.keyboard.press('Control+k')
      await page.locator('dialog[data-sheet=palette]').waitFor()
      if (sheet !== 'palette') {
        await page.getByRole('dialog').getByRole('combobox').fill(calledBy[sheet])
        await page.keyboard.press('Enter')
      }
      await page.locator(`dialog[data-sheet=${sheet}]`).waitFor()
      expect.soft(await faults(page), sheet).toEqual([])
      if (sheet === 'preferences') {
        await page.getByRole('button', { name: 'Pen', exact: true }).click()
        expect.soft(await faults(page), 'preferences of the pen').toEqual([])
      }
      await studio.keepScreenshot(anna, `${sheet}-${theme}`)
      await page.keyboard.press('Escape')
      await expect(page.locator('dialog')).toHaveCount(0)
    }
  })
}

/** By what each sheet is found in the palette. */
const calledBy: Readonly<Record<Exclude<(typeof sheetNames)[number], 'palette'>, string>> = {
  shortcuts: 'Keyboard shortcuts',
  preferences: 'Preferences',
  export: 'Export',
  about: 'About Gesso',
  log: 'Log',
}

/** What axe has to say of the page as it is, a line each. */
async function faults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  return page.evaluate(async () => {
    const found = await (globalThis as unknown as { axe: typeof axe }).axe.run(document, {
      resultTypes: ['violations'],
    })
    return found.violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary ?? ''}`),
    )
  })
}
