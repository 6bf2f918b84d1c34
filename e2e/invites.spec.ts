import { formatInvite, parseInvite } from '../sync-core/index.ts'
import { expireInvites } from './support/damage.ts'
import { drag } from './support/at-canvas.ts'
import { expectSamePicture } from './support/session-status.ts'
import { expect, test } from './support/story.ts'

const notValid = 'This invite is not valid for this session: ask the host for a new one.'

test('an invite that leads nowhere, or no longer lets anyone in, is answered by a sentence', async ({
  studio,
}) => {
  let anna = await studio.desktop('Anna')
  await anna.host('Meadow')
  const invite = await anna.invite()
  const ben = await studio.desktop('Ben')
  const refused = ben.page.getByRole('alert')

  await ben.askToJoin('come and paint!')
  await expect(ben.page.getByText('“come and paint!” is not an invite.')).toBeVisible()
  await studio.keepScreenshot(ben, 'no-invite')

  await ben.askToJoin(formatInvite({ ...parseInvite(invite), token: 'A'.repeat(22) }))
  await expect(ben.page.getByRole('heading', { name: 'Could not join' })).toBeVisible()
  await expect(refused).toContainText(notValid)
  await studio.keepScreenshot(ben, 'wrong-token')
  await ben.page.getByRole('button', { name: 'Back to start' }).click()

  await anna.quit()
  await ben.askToJoin(invite)
  await expect(ben.page.getByText('The host does not answer.')).toBeVisible()
  await expect(ben.page.getByTestId('status-connection')).toContainText('attempt 2')
  await studio.keepScreenshot(ben, 'nobody-there')
  await ben.leave()

  await expireInvites(anna.places.dataDir)
  anna = await studio.desktop('Anna')
  await anna.reopen('Meadow')
  expect(await anna.invite()).not.toBe(invite)
  await ben.askToJoin(invite)
  await expect(refused).toContainText(/This invite expired on \d{4}-\d\d-\d\d: ask the host for a new one\./)
  await ben.page.getByRole('button', { name: 'Back to start' }).click()
  await ben.join(await anna.invite())
  await expectSamePicture(anna, ben)
})

test('[RO2][RO5][RO7] an invite lets people paint or only watch, and is withdrawn', async ({ studio }) => {
  const anna = await studio.desktop('Anna')
  await anna.host('Meadow')
  const { page } = anna
  const invites = page.getByRole('list', { name: 'Invites that are good' })
  await expect(invites).toContainText('Paint · until')
  await page.getByRole('button', { name: 'Make another invite' }).click()
  await page.getByRole('radio', { name: 'watch', exact: true }).check()
  await page.getByLabel('Good for').selectOption({ label: 'an hour' })
  await page.getByLabel('Joined by').selectOption({ label: '5 people' })
  await studio.keepScreenshot(anna, 'terms')
  await page.getByRole('button', { name: 'Make the invite' }).click()
  await expect(page.getByText('The new invite is copied.')).toBeVisible()
  const toWatch = await anna.electron.evaluate(({ clipboard }) => clipboard.readText())
  expect(toWatch).not.toBe(await anna.invite())

  const cleo = await studio.browserTab('Cleo')
  await cleo.openLink(toWatch)
  await expect(cleo.page.getByTestId('status-connection')).toContainText('Connected, to watch')
  await drag(anna, [0.3, 0.3], [0.6, 0.5])
  const { hash } = await expectSamePicture(anna, cleo)
  await drag(cleo, [0.3, 0.6], [0.6, 0.4])
  await expect(cleo.page.getByText('You are here to watch.')).toBeVisible()
  expect((await expectSamePicture(anna, cleo)).hash).toBe(hash)
  await studio.keepScreenshot(cleo, 'watching')
  await expect(page.getByRole('region', { name: 'People' })).toContainText('watches')
  await expect(invites).toContainText('Watch · until')
  await expect(invites).toContainText('for 4 more people · 1 came')
  await invites.getByRole('button', { name: 'Show as a QR code' }).last().click()
  await expect(page.getByRole('img', { name: 'The invite as a QR code' })).toBeVisible()
  await studio.keepScreenshot(anna, 'qr')
  await page.keyboard.press('Escape')

  await invites.getByRole('button', { name: 'Withdraw this invite' }).last().click()
  await studio.keepScreenshot(anna, 'withdraw')
  await page.getByRole('button', { name: 'Withdraw', exact: true }).click()
  await expect(invites).not.toContainText('Watch')
  const dora = await studio.browserTab('Dora')
  await dora.page.goto(toWatch)
  await dora.introduce()
  await dora.page.getByRole('button', { name: 'Join', exact: true }).click()
  await expect(dora.page.getByRole('alert')).toContainText(
    'The host withdrew this invite: ask for a new one.',
  )
  await cleo.expectConnected()
})
