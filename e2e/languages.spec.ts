import type { DesktopPainter } from './support/desktop-painter.ts'
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

/** What the app's menu says, as the system shows it. */
function menuLabels(painter: DesktopPainter): Promise<readonly string[]> {
  return painter.electron.evaluate(({ Menu }) =>
    (Menu.getApplicationMenu()?.items ?? []).flatMap(({ submenu }) =>
      (submenu?.items ?? []).map(({ label }) => label),
    ),
  )
}
