import { drag } from './support/at-canvas.ts'
import { expectSamePicture } from './support/session-status.ts'
import { expect, test } from './support/story.ts'

test('[RO20][RO21][RO22][RO23] Anna has people ask before they come in, lets one in and turns one away', async ({
  studio,
}) => {
  const anna = await studio.desktop('Anna')
  await anna.host('Class')
  const invite = await anna.invite()
  const ben = await studio.desktop('Ben')
  await ben.join(invite)
  await anna.page.getByRole('button', { name: 'Have people ask before they come in' }).click()
  await expect(ben.page.getByRole('list', { name: 'People who ask to come in' })).toHaveCount(0)

  const cleo = await studio.browserTab('Cleo')
  await cleo.page.goto(invite)
  await cleo.introduce()
  await cleo.page.getByRole('button', { name: 'Join', exact: true }).click()
  await expect(cleo.page.getByTestId('status-connection')).toHaveText('Waiting to be let in')
  await expect(cleo.page.getByText('Waiting for somebody to let you in')).toBeVisible()
  await studio.keepScreenshot(cleo, 'waiting')
  await expect(anna.page.getByText('Cleo asks to come in.')).toBeVisible()
  await studio.keepScreenshot(anna, 'asked')
  await expect(ben.page.getByText('Cleo')).toHaveCount(0)
  await anna.page.getByRole('button', { name: 'Let Cleo in' }).click()
  await cleo.expectConnected()
  await drag(cleo, [0.3, 0.6], [0.6, 0.4])
  await expect(anna.people()).toHaveText(['Anna', 'Ben', 'Cleo'])
  await expectSamePicture(anna, ben, cleo)
  // Who was in before need not ask.
  await cleo.page.reload()
  await cleo.introduce()
  await cleo.page.getByRole('button', { name: 'Join', exact: true }).click()
  await cleo.expectConnected()

  const dan = await studio.browserTab('Dan')
  await dan.page.goto(invite)
  await dan.introduce()
  await dan.page.getByRole('button', { name: 'Join', exact: true }).click()
  await anna.page.getByRole('button', { name: 'Turn Dan away' }).click()
  await expect(dan.page.getByRole('alert')).toContainText('did not let you in')
  await studio.keepScreenshot(dan, 'turned-away')
  await dan.page.getByRole('button', { name: 'Try again' }).click()
  await expect(dan.page.getByTestId('status-connection')).toHaveText('Waiting to be let in')
  await anna.page.getByRole('button', { name: 'Have people ask before they come in' }).click()
  await dan.expectConnected()
  await expectSamePicture(anna, ben, cleo, dan)
})

test('[RO25][RO27] Anna sets a password, which Ben learns, gets wrong once, and needs once', async ({
  studio,
}) => {
  const anna = await studio.desktop('Anna')
  await anna.host('Class')
  const invite = await anna.invite()
  await anna.page.getByRole('button', { name: 'Set or remove the password' }).click()
  await studio.keepScreenshot(anna, 'set')
  await anna.page.getByLabel('Password for newcomers').fill('linden tree')
  await anna.page.getByRole('button', { name: 'Set the password', exact: true }).click()
  await expect(anna.page.getByText('Newcomers need the password')).toBeVisible()
  await studio.keepScreenshot(anna, 'has-one')

  const ben = await studio.desktop('Ben')
  await ben.askToJoin(invite)
  await expect(ben.page.getByRole('heading', { name: 'This session has a password' })).toBeVisible()
  await ben.page.getByLabel('Password', { exact: true }).fill('oak')
  await ben.page.keyboard.press('Enter')
  await expect(ben.page.getByText('That is not the password of this session')).toBeVisible()
  await studio.keepScreenshot(ben, 'wrong')
  await ben.page.getByLabel('Password', { exact: true }).fill('linden tree')
  await ben.page.keyboard.press('Enter')
  await ben.expectConnected()
  await drag(ben, [0.3, 0.3], [0.6, 0.5])
  await expectSamePicture(anna, ben)
  await ben.leave()
  await ben.join(invite)

  await anna.page.getByRole('button', { name: 'Set or remove the password' }).click()
  await anna.page.getByRole('button', { name: 'No password any more' }).click()
  const cleo = await studio.browserTab('Cleo')
  await cleo.openLink(invite)
  await expectSamePicture(anna, ben, cleo)
})
