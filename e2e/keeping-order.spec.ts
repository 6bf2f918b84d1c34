import { drag } from './support/at-canvas.ts'
import type { Painter } from './support/painter.ts'
import { expectSamePicture } from './support/session-status.ts'
import { expect, test } from './support/story.ts'

const menuOf = async (painter: Painter, name: string, entry: string): Promise<void> => {
  await painter.page.getByRole('button', { name: `What to do with ${name}` }).click()
  await painter.page.getByRole('button', { name: entry }).click()
}

test('[RO10][RO11][RO12][RO14] who hosts lets watch, locks the canvas, makes a co-host, removes and bans', async ({
  studio,
}) => {
  const anna = await studio.desktop('Anna')
  await anna.host('Class')
  const invite = await anna.invite()
  const ben = await studio.desktop('Ben')
  await ben.join(invite)
  const cleo = await studio.browserTab('Cleo')
  await cleo.openLink(invite)
  await expect(anna.people()).toHaveText(['Anna', 'Ben', 'Cleo'])
  await expect(ben.page.getByRole('button', { name: /^What to do with/ })).toHaveCount(0)

  await anna.page.getByRole('button', { name: 'What to do with Ben' }).click()
  await studio.keepScreenshot(anna, 'menu')
  await anna.page.getByRole('button', { name: 'Let only watch' }).click()
  await expect(ben.page.getByText('Anna lets Ben only watch.')).toBeVisible()
  await expect(ben.page.getByTestId('status-connection')).toContainText('Connected, to watch')
  await drag(ben, [0.3, 0.3], [0.6, 0.5])
  await expect(ben.page.getByText('You are here to watch.')).toBeVisible()
  await menuOf(anna, 'Ben', 'Make a co-host')
  await expect(ben.page.getByTestId('status-connection')).toHaveText(/^Connected\d* ?/)
  await expect(ben.page.getByRole('region', { name: 'People' })).toContainText('you, co-host')

  await ben.page.getByRole('button', { name: 'Lock or unlock the canvas' }).click()
  await expect(cleo.page.getByTestId('status-connection')).toContainText('canvas locked')
  await drag(cleo, [0.3, 0.6], [0.6, 0.4])
  await expect(cleo.page.getByText('The canvas is locked. Whoever hosts can unlock it.')).toBeVisible()
  await drag(ben, [0.3, 0.3], [0.6, 0.5])
  await studio.keepScreenshot(cleo, 'locked')
  await studio.keepScreenshot(ben, 'co-host')
  await ben.page.getByRole('button', { name: 'Lock or unlock the canvas' }).click()
  await expect(cleo.page.getByTestId('status-connection')).not.toContainText('locked')
  await drag(cleo, [0.3, 0.6], [0.6, 0.4])
  await expectSamePicture(anna, ben, cleo)

  await menuOf(ben, 'Cleo', 'Remove from the session')
  await expect(cleo.page.getByRole('alert')).toContainText('Ben removed you from this session.')
  await studio.keepScreenshot(cleo, 'removed')
  await cleo.page.getByRole('button', { name: 'Try again' }).click()
  await cleo.expectConnected()
  await expect(anna.people()).toHaveText(['Anna', 'Ben', 'Cleo'])
  await menuOf(anna, 'Cleo', 'Ban for ever…')
  await studio.keepScreenshot(anna, 'ban')
  await anna.page.getByRole('button', { name: 'Ban', exact: true }).click()
  await expect(cleo.page.getByRole('alert')).toContainText('does not let you in again')
  await expect(cleo.page.getByRole('button', { name: 'Try again' })).toHaveCount(0)
  await expect(anna.people()).toHaveText(['Anna', 'Ben'])
  await expectSamePicture(anna, ben)
})
