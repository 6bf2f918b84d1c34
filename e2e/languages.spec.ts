import type { Page } from '@playwright/test'
import { english } from '../renderer/strings/english.ts'
import { german } from '../renderer/strings/german.ts'
import type { DesktopPainter } from './support/desktop-painter.ts'
import { panelNames } from '../renderer/stores/workspace-store.ts'
import { wave } from './support/recorded-strokes.ts'
import { expect, test } from './support/story.ts'

test('[UI193][UI197] somebody who reads German has window, refusals and menu in German, also after a restart', async ({
  studio,
}) => {
  const greta = await studio.desktop('Greta')
  expect(await menuLabels(greta)).toContain('Quit')
  await greta.page.evaluate(() =>
    localStorage.setItem('gesso.preferences', JSON.stringify({ language: 'de' })),
  )
  await greta.page.reload()

  const { page } = greta
  const form = page.getByRole('form', { name: 'Eine Sitzung eröffnen' })
  await page.getByLabel('Name', { exact: true }).fill('Greta')
  await form.getByLabel('Titel').fill('Meer')
  await expect.poll(() => menuLabels(greta)).toContain('Beenden')
  await page.setViewportSize({ width: 1440, height: 900 })
  await studio.keepScreenshot(greta, 'start')
  await form.getByRole('button', { name: 'Sitzung eröffnen' }).click()
  await expect(page.getByText('Verbunden', { exact: true }).first()).toBeVisible()
  await studio.keepScreenshot(greta, 'session')

  await page.getByRole('button', { name: '„Layer 1“ sperren' }).first().click()
  await greta.paint([wave(await greta.area())])
  await expect(page.getByTestId('hint')).toHaveText(
    'Die Ebene „Layer 1“ ist gesperrt. Zum Malen bitte entsperren.',
  )
  await studio.keepScreenshot(greta, 'refused')
  await page.setViewportSize({ width: 900, height: 600 })
  await studio.keepScreenshot(greta, 'small')
  expect(await greta.quit()).toBe(0)

  const again = await studio.desktop('Greta')
  expect(await menuLabels(again)).toContain('Beenden')
  await expect(again.page.getByRole('heading', { name: 'Meine Bilder' })).toBeVisible()
  await studio.keepScreenshot(again, 'again')
})

test('[UI286] who changes the language in the middle of a session reads no English any more, and back no German', async ({
  studio,
}) => {
  const greta = await studio.desktop('Greta')
  const { page } = greta
  const panels = panelNames.map((name, at) => ({
    name,
    side: at % 2 === 0 ? 'left' : 'right',
    isOpen: true,
    isShown: true,
  }))
  await page.evaluate((all) => localStorage.setItem('gesso.workspace', JSON.stringify(all)), panels)
  await page.reload()
  await page.setViewportSize({ width: 1600, height: 950 })
  await greta.host('Meer')
  const hans = await studio.browserTab('Hans')
  await hans.openLink(await greta.invite())
  for (const painter of [greta, hans]) {
    await painter.paint([wave(await painter.area())], 4)
    await painter.expectAcknowledged()
    await painter.page.keyboard.press('/')
    await painter.page.keyboard.type('Moin')
    await painter.page.keyboard.press('Enter')
    await painter.page.keyboard.press('Escape')
  }
  await expect(page.locator('.chat-row')).toHaveCount(2)
  await expect(page.locator('.history-list li')).toHaveCount(2)
  await page.getByRole('button', { name: 'Only my work' }).click()
  await expect(page.locator('.work-shown')).toBeVisible()

  await page.keyboard.press('Control+,')
  await page.getByRole('button', { name: 'Appearance' }).click()
  await page.getByLabel('Language').selectOption('Deutsch')
  await page.keyboard.press('Escape')
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')
  await studio.keepScreenshot(greta, 'german')
  expect(await saidFrom(page, english, german)).toEqual([])

  await page.keyboard.press('Control+,')
  await page.getByLabel('Sprache').selectOption('English')
  await page.keyboard.press('Escape')
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  expect(await saidFrom(page, german, english)).toEqual([])
})

test('[UI343][UI345] on the smallest window, names are whole in both languages, and keys are told in them', async ({
  studio,
}) => {
  const greta = await studio.desktop('Greta')
  const { page } = greta
  await greta.host('Meer')
  await page.setViewportSize({ width: 900, height: 600 })
  const names = [
    '.tool-options label:not(.visually-hidden)',
    '.brush-name',
    '[data-panel=brush] :is(label, .dynamics-head, .field-name)',
  ].join()
  await page.locator('.panel-heading').filter({ hasText: 'Brush settings' }).click()
  await page.getByRole('toolbar', { name: 'Tools' }).getByRole('button', { name: 'Eraser' }).click()
  for (const { language, hardness } of [
    { language: 'English', hardness: 'Hardness (Shift+[ Shift+])' },
    { language: 'Deutsch', hardness: 'Härte (Umschalt+[ Umschalt+])' },
  ]) {
    await page.keyboard.press('Control+,')
    await page.locator('.preference-section').nth(1).click()
    await page.locator('dialog:modal select').first().selectOption(language)
    await page.keyboard.press('Escape')
    await page.keyboard.press('b')
    await expect(page.locator('.tool-options').getByTitle(hardness)).toBeVisible()
    for (const key of ['e', 'g', 'Shift+G', 'u', 'w']) {
      await page.keyboard.press(key)
      expect(await cutNames(page, names), `${language}, tool ${key}`).toEqual([])
    }
    await page.keyboard.press('Control+k')
    await expect(page.locator('.palette-entry').first()).toBeVisible()
    expect(await cutNames(page, '.palette-name'), language).toEqual([])
    await page.keyboard.press('Escape')
  }
})

/** Names that have not the room they need. */
function cutNames(page: Page, names: string): Promise<readonly string[]> {
  return page.locator(names).evaluateAll((elements) => {
    if (elements.length === 0) throw new Error('there are names to look at')
    const isCut = ({ clientWidth, scrollWidth }: Element): boolean => scrollWidth > clientWidth
    return elements.filter(isCut).map(({ textContent }) => textContent)
  })
}

/** What stands, or is read to somebody, anywhere in the window that only the first catalogue says, or that has a word of only that language. */
async function saidFrom(page: Page, catalogue: object, other: object): Promise<readonly string[]> {
  const others = new Set(textsOf(other))
  const own = new Set(textsOf(catalogue).filter((text) => !others.has(text) && /\p{L}/u.test(text)))
  const words = catalogue === english ? englishWords : germanWords
  const shown = await page.evaluate(() => {
    const found: string[] = [document.title]
    for (const element of document.querySelectorAll('body *')) {
      for (const node of element.childNodes) if (node instanceof Text) found.push(node.data)
      for (const name of ['aria-label', 'title', 'placeholder', 'aria-description'])
        found.push(element.getAttribute(name) ?? '')
    }
    return found.map((text) => text.trim()).filter((text) => text !== '')
  })
  return shown.filter(
    (text) =>
      own.has(text) ||
      text
        .toLowerCase()
        .split(/[^\p{L}]+/u)
        .some((word) => words.has(word)),
  )
}

/** Words that no sentence of the other language has. */
const englishWords = new Set(
  'the this that and with from are your you what which who when where of is on here'.split(' '),
)
const germanWords = new Set('der die das und mit von sind ist auf hier wer wie nicht eine einen'.split(' '))

function textsOf(part: unknown): readonly string[] {
  if (typeof part === 'string') return [part]
  return typeof part === 'object' && part !== null ? Object.values(part).flatMap(textsOf) : []
}

/** What the app's menu says, as the system shows it. */
function menuLabels(painter: DesktopPainter): Promise<readonly string[]> {
  return painter.electron.evaluate(({ Menu }) =>
    (Menu.getApplicationMenu()?.items ?? []).flatMap(({ submenu }) =>
      (submenu?.items ?? []).map(({ label }) => label),
    ),
  )
}
