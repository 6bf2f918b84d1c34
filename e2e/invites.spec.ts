import { expireInvites } from './support/damage.ts'
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

  await ben.askToJoin(invite.replace(/\.[^.]*$/, `.${'A'.repeat(22)}`))
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
  await expect(refused).toContainText(notValid)
  await ben.page.getByRole('button', { name: 'Back to start' }).click()
  await ben.join(await anna.invite())
  await expectSamePicture(anna, ben)
})
