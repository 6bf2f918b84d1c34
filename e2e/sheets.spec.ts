import type { Page } from '@playwright/test'
import type { DesktopPainter } from './support/desktop-painter.ts'
import { wave } from './support/recorded-strokes.ts'
import { expect, test, type Studio } from './support/story.ts'

const sizes = [
  [900, 600],
  [1440, 900],
] as const

test('[UI176] a command, a panel and a brush are found by name, by keys alone', async ({ studio }) => {
  const anna = await hostAlone(studio)
  const { page } = anna
  const { keyboard } = page
  const palette = page.getByRole('dialog', { name: 'Search commands' })
  const field = palette.getByRole('combobox')

  await keyboard.press('Control+k')
  await expect(field).toBeFocused()
  await expect(palette.getByRole('option', { name: /^Remove the layer/ })).toHaveAttribute(
    'aria-disabled',
    'true',
  )
  await keyboard.type('gradi')
  await expect(palette.getByRole('option', { selected: true })).toContainText('Gradient')
  await expect(palette.getByRole('option', { selected: true })).toContainText('Shift+G')
  await showInAll(studio, anna, 'palette')
  await keyboard.press('Enter')
  await expect(palette).toBeHidden()
  await expect(tool(page, 'Gradient')).toHaveAttribute('aria-pressed', 'true')

  await keyboard.press('Control+k')
  await expect(palette.getByRole('option').first()).toContainText('Gradient')
  await expect(palette.getByRole('option').first()).toContainText('Used lately')
  await keyboard.type('remove the layer')
  await keyboard.press('Enter')
  await expect(palette).toBeVisible()
  await keyboard.press('Control+k')
  await expect(palette).toBeHidden()

  const layers = page.getByRole('button', { name: 'Layers', exact: true })
  await layers.click()
  await expect(layers).toHaveAttribute('aria-expanded', 'false')
  await keyboard.press('Control+k')
  await keyboard.type('panel lay')
  await keyboard.press('Enter')
  await expect(layers).toHaveAttribute('aria-expanded', 'true')
  await keyboard.press('Control+k')
  await keyboard.type('airbrush')
  await keyboard.press('Enter')
  await expect(tool(page, 'Brush')).toHaveAttribute('aria-pressed', 'true')
  await keyboard.press('Control+k')
  await keyboard.press('Escape')
  await expect(palette).toBeHidden()
})

test('[UI177] the shortcuts are listed, and lead to where they are changed', async ({ studio }) => {
  const anna = await hostAlone(studio)
  const { page } = anna
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await page.keyboard.press('?')
  await expect(sheet.getByRole('region', { name: 'Tools' })).toContainText('Shift+G')
  await expect(sheet.getByRole('region', { name: 'While a key is held' })).toContainText('Space')
  await showInAll(studio, anna, 'shortcuts')
  await sheet.getByRole('textbox', { name: 'Search shortcuts' }).fill('undo')
  await expect(
    sheet
      .getByRole('region', { name: 'Edit' })
      .getByRole('term')
      .filter({ hasText: /^Undo$/ }),
  ).toBeVisible()
  await expect(sheet.getByRole('region', { name: 'Tools' })).toBeHidden()
  await sheet.getByRole('button', { name: 'Change…' }).click()

  const preferences = page.getByRole('dialog', { name: 'Preferences' })
  await showInAll(studio, anna, 'keyboard')
  const row = preferences.locator('[data-command="tool.brush"]')
  await row.getByRole('button', { name: 'Change the keys of “Brush”' }).click()
  await page.keyboard.press('Escape')
  await expect(preferences).toBeVisible()
  await row.getByRole('button', { name: 'Change the keys of “Brush”' }).click()
  await page.keyboard.press('g')
  await expect(row.getByRole('alert')).toContainText('G is for “Fill”.')
  await studio.keepScreenshot(anna, 'key-taken')
  await row.getByRole('button', { name: 'Leave it' }).click()
  await row.getByRole('button', { name: 'Change the keys of “Brush”' }).click()
  await page.keyboard.press('q')
  await expect(row).toContainText('Q')
  await page.keyboard.press('Escape')
  await expect(preferences).toBeHidden()

  await page.keyboard.press('e')
  await expect(tool(page, 'Eraser')).toHaveAttribute('aria-pressed', 'true')
  await page.keyboard.press('b')
  await expect(tool(page, 'Eraser')).toHaveAttribute('aria-pressed', 'true')
  await page.keyboard.press('q')
  await expect(tool(page, 'Brush')).toHaveAttribute('aria-pressed', 'true')
  await expect(tool(page, 'Brush')).toHaveAttribute('title', 'Brush (Q)')
})

test('[UI179][UI180][UI330] theme and language change at once, from the start too; About says what this is', async ({
  studio,
}) => {
  const anna = await studio.desktop('Anna')
  const { page } = anna
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await page.keyboard.press('Control+,')
  const preferences = page.getByRole('dialog', { name: 'Preferences' })
  await showInAll(studio, anna, 'preferences')
  await preferences.getByRole('button', { name: 'Appearance' }).click()
  await preferences.getByRole('radio', { name: 'Light' }).check({ force: true })
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light')
  await preferences.getByLabel('Language').selectOption('Deutsch')
  const einstellungen = page.getByRole('dialog', { name: 'Einstellungen' })
  await expect(einstellungen.getByRole('button', { name: 'Tastatur' })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')
  await studio.keepScreenshot(anna, 'german-start')
  await einstellungen.getByRole('button', { name: 'Tastatur' }).click()
  await studio.keepScreenshot(anna, 'german-keyboard')
  await einstellungen.getByRole('button', { name: 'Aussehen' }).click()
  await einstellungen.getByLabel('Sprache').selectOption('English')
  await preferences.getByRole('radio', { name: 'Dark' }).check({ force: true })
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: 'Menu', exact: true }).click()
  await studio.keepScreenshot(anna, 'menu')
  await page.getByRole('button', { name: 'About Gesso' }).click()
  const about = page.getByRole('dialog', { name: 'About Gesso' })
  await expect(about).toContainText('Version 0.1.0')
  await expect(about).toContainText('MIT licence')
  await expect(about).toContainText(/Electron \d+/)
  await showInAll(studio, anna, 'about')
  await about.getByText(/^react \d/).click()
  await expect(about.getByLabel('Licence of react', { exact: true })).toContainText(
    'Permission is hereby granted',
  )
})

test('[UI182] the log tells what happened, and diagnostics have no secret', async ({ studio }) => {
  const anna = await hostAlone(studio)
  const { page } = anna
  const invite = await anna.invite()
  await page.getByRole('button', { name: 'Menu', exact: true }).click()
  await page.getByRole('button', { name: 'Log', exact: true }).click()
  const log = page.getByRole('dialog', { name: 'Log' })
  await expect(log.getByRole('listitem').filter({ hasText: 'Connected to the host.' })).toBeVisible()
  await showInAll(studio, anna, 'log')
  await log.getByRole('radio', { name: 'Warnings and errors' }).check({ force: true })
  await expect(log.getByText('Connected to the host.')).toBeHidden()
  await log.getByRole('button', { name: 'Copy diagnostics' }).click()
  await expect(log.getByRole('button', { name: 'Copied' })).toBeVisible()
  const text = await anna.electron.evaluate(({ clipboard }) => clipboard.readText())
  expect(text).toContain('Gesso: 0.1.0')
  expect(text).toContain('Connection: connected')
  expect(text).toContain('Connected to the host.')
  const [, secret = ''] = invite.split('#')
  for (const planted of [
    invite,
    secret,
    ...secret.split('.'),
    'Anna',
    'Sheets of music',
    anna.places.dataDir,
  ])
    expect([planted, text.includes(planted)]).toEqual([planted, false])

  const ben = await studio.browserTab('Ben')
  await ben.page.goto(invite)
  await ben.page.getByRole('button', { name: 'Menu', exact: true }).click()
  await studio.keepScreenshot(ben, 'menu')
  await ben.page.keyboard.press('Escape')
  await ben.openLink(invite)
  await ben.page.getByRole('button', { name: 'Menu', exact: true }).click()
  await ben.page.getByRole('button', { name: 'Log', exact: true }).click()
  await ben.page.getByRole('button', { name: 'Copy diagnostics' }).click()
  await expect(ben.page.getByRole('button', { name: 'Copied' })).toBeVisible()
})

test('[UI183][UI184] each part of the status line explains itself', async ({ studio }) => {
  const anna = await hostAlone(studio)
  const { page } = anna
  const connection = page.getByTestId('status-connection')
  await expect(connection).toHaveText(/Connected \d+ ms/)
  const zoomAt = await page.getByTestId('status-zoom').boundingBox()
  for (const [name, words] of [
    ['connection', /A message takes \d+ ms to the host and back/],
    ['sync', /fingerprints of all pixels/],
    ['people', /Anna/],
    ['zoom', /one pixel of the picture/],
  ] as const) {
    const slot = page.getByTestId(`status-${name}`)
    await slot.getByRole('button').first().click()
    await expect(slot.getByRole('group')).toContainText(words)
    await studio.keepScreenshot(anna, `status-${name}`)
    if (name === 'zoom') await slot.getByRole('button', { name: '200 %' }).click()
    await page.keyboard.press('Escape')
    await expect(slot.getByRole('group')).toBeHidden()
  }
  await expect(page.getByTestId('status-zoom')).toContainText('200 %')
  expect(await page.getByTestId('status-zoom').boundingBox()).toEqual(zoomAt)
})

test('[UI186] hints go by doing what they say', async ({ studio }) => {
  const anna = await hostAlone(studio)
  const { page } = anna
  const hint = page.getByRole('note', { name: 'Hint' })
  await expect(hint).toContainText('Drag with the pen')
  await studio.keepScreenshot(anna, 'hint')
  await anna.paint([wave(await anna.area())])
  await expect(hint).toContainText('Hold Space and drag')
  await page.keyboard.press('+')
  await expect(hint).toContainText('Ctrl+Z takes the last stroke back')
  await page.keyboard.press('Control+z')
  await expect(hint).toContainText('press Invite above')
  await hint.getByRole('button', { name: 'Got it' }).click()
  await expect(hint).toContainText('Ctrl+K finds every command')
  await page.keyboard.press('Control+k')
  await page.keyboard.press('Escape')
  await expect(hint).toBeHidden()
})

async function hostAlone(studio: Studio): Promise<DesktopPainter> {
  const anna = await studio.desktop('Anna')
  await anna.host('Sheets of music')
  await anna.canvas.focus()
  return anna
}

function tool(page: Page, name: string) {
  return page.getByRole('toolbar', { name: 'Tools' }).getByRole('button', { name, exact: true })
}

/** What is open now, in both themes and sizes. */
async function showInAll(studio: Studio, painter: DesktopPainter, what: string): Promise<void> {
  const { page, electron } = painter
  for (const [width, height] of sizes) {
    await electron.evaluate(
      ({ BrowserWindow }, [w, h]) => BrowserWindow.getAllWindows()[0]?.setContentSize(w!, h!),
      [width, height],
    )
    await expect.poll(() => page.evaluate(() => window.innerWidth)).toBe(width)
    for (const theme of ['light', 'dark']) {
      await page.evaluate((shown) => (document.documentElement.dataset['theme'] = shown), theme)
      await studio.keepScreenshot(painter, `${what}-${width}-${theme}`)
    }
  }
}
