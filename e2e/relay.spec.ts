import { formatInvite, parseInvite } from '../sync-core/index.ts'
import { drag } from './support/at-canvas.ts'
import { RelayProcess } from './support/headless-host.ts'
import { expectSamePicture } from './support/session-status.ts'
import { expect, test } from './support/story.ts'

test('[RE2][RE5][RE9][RE10][RE11] Anna is behind a router that lets nobody in, and people come by a relay', async ({
  studio,
}) => {
  const folder = await studio.folder('relay')
  let relay = await RelayProcess.start(folder)
  try {
    const anna = await studio.desktop('Anna')
    await anna.page.keyboard.press('Control+,')
    const preferences = anna.page.getByRole('dialog', { name: 'Preferences' })
    await preferences.getByRole('button', { name: 'Hosting' }).click()
    const field = preferences.getByLabel('Relay')
    await field.fill('relay.example.org')
    await field.press('Enter')
    await expect(preferences.getByText('is not a relay’s link')).toBeVisible()
    await studio.keepScreenshot(anna, 'no-link')
    await field.fill(relay.link)
    await field.press('Enter')
    await expect(preferences.getByText('is not a relay’s link')).toBeHidden()
    await studio.keepScreenshot(anna, 'relay-set')
    await anna.page.keyboard.press('Escape')

    await anna.page.getByRole('radio', { name: 'Internet' }).check()
    await studio.keepScreenshot(anna, 'host-form')
    await anna.host('Harbour')
    const who = anna.page.getByRole('list', { name: 'Who can join' })
    await expect(who).toContainText('People on this network can join.')
    await expect(who).toContainText('People on the internet can join, by the relay')
    await who.scrollIntoViewIfNeeded()
    await studio.keepScreenshot(anna, 'who-can-join')

    // Who is far away reaches the relay only.
    const invite = await anna.invite()
    const { places, ...rest } = parseInvite(invite)
    expect(places[0]?.port).toBeGreaterThanOrEqual(41_950)
    const byRelay = formatInvite({ ...rest, places: places.slice(0, 1) })
    const ben = await studio.desktop('Ben')
    await ben.join(byRelay)
    const cleo = await studio.browserTab('Cleo', { trusts: 'any certificate' })
    await cleo.openLink(invite)
    await drag(ben, [0.3, 0.3], [0.6, 0.5])
    await drag(cleo, [0.3, 0.6], [0.6, 0.4])
    await expect(anna.people()).toHaveText(['Anna', 'Ben', 'Cleo'])
    await expectSamePicture(anna, ben, cleo)

    // The relay is restarted: all of them come back by it, with what was drawn meanwhile.
    const { port } = relay
    expect(await relay.end('SIGTERM')).toBe(0)
    await expect(ben.page.getByTestId('status-connection')).toContainText('attempt')
    await expect(who).toContainText('can’t be reached now')
    await who.scrollIntoViewIfNeeded()
    await studio.keepScreenshot(anna, 'relay-away')
    await drag(ben, [0.3, 0.7], [0.6, 0.7])
    relay = await RelayProcess.start(folder, port)
    await ben.expectConnected()
    await cleo.expectConnected()
    await ben.expectAcknowledged()
    await expectSamePicture(anna, ben, cleo)
    await expect(who).toContainText('People on the internet can join, by the relay')
  } finally {
    await relay.end('SIGKILL')
  }
})
