import { formatInvite, parseInvite } from '../sync-core/index.ts'
import { drag } from './support/at-canvas.ts'
import { expectSamePicture } from './support/session-status.ts'
import { expect, test } from './support/story.ts'

test('[EN3][EN6][EN7][EL38] a session of the network is encrypted, and only its host hears the guest', async ({
  studio,
}) => {
  let anna = await studio.desktop('Anna')
  await anna.page.getByRole('radio', { name: 'This network' }).check()
  await anna.host('Harbour')
  const invite = await anna.invite()
  expect(invite).toMatch(/^https:\/\//)
  const ben = await studio.desktop('Ben')
  await ben.join(invite)
  const cleo = await studio.browserTab('Cleo', { trusts: 'any certificate' })
  await cleo.openLink(invite)
  expect(await cleo.page.evaluate(() => window.isSecureContext)).toBe(true)
  await drag(ben, [0.3, 0.3], [0.6, 0.5])
  await drag(cleo, [0.3, 0.6], [0.6, 0.4])
  await expect(anna.people()).toHaveText(['Anna', 'Ben', 'Cleo'])
  await expectSamePicture(anna, ben, cleo)
  await studio.keepScreenshot(anna, 'encrypted')

  // The host dies and comes back: so do the guests, by the same invite.
  await anna.kill()
  anna = await studio.desktop('Anna')
  await anna.page.getByRole('radio', { name: 'This network' }).check()
  await anna.reopen('Harbour')
  expect(await anna.invite()).toBe(invite)
  await expect(anna.people()).toHaveText(['Anna', 'Ben', 'Cleo'], { timeout: 60_000 })
  await drag(ben, [0.3, 0.7], [0.6, 0.7])
  await expectSamePicture(anna, ben, cleo)

  // Somebody else's key is in this one.
  await ben.leave()
  const meant = parseInvite(invite)
  await ben.askToJoin(formatInvite({ ...meant, pin: new Uint8Array(16) }))
  await expect(ben.page.getByRole('heading', { name: 'Could not join' })).toBeVisible()
  await expect(ben.page.getByRole('alert')).toContainText(
    'another host answers, not the one that made the invite',
  )
  await studio.keepScreenshot(ben, 'wrong-host')
  await ben.page.getByRole('button', { name: 'Back to start' }).click()

  // A link clicked elsewhere.
  await studio.openElsewhere(ben, invite.replace('https://', 'gesso://'))
  await expect(ben.page.getByLabel('Invite', { exact: true })).toHaveValue(
    invite.replace('https://', 'gesso://'),
  )
  await studio.keepScreenshot(ben, 'link-opened')
  await ben.page.keyboard.press('Enter')
  await ben.expectConnected()
  await expectSamePicture(anna, ben, cleo)
  await studio.openElsewhere(ben, 'gesso://evil.example/#<script>')
  await expect(ben.page.getByRole('alertdialog')).toContainText('An invite to another session was opened')
  await studio.keepScreenshot(ben, 'leave-for-it')
  await ben.page.getByRole('button', { name: 'Leave this session' }).click()
  await expect(ben.page.getByText('is not an invite')).toBeVisible()
})
