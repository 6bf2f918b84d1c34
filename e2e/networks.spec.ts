import { drag } from './support/at-canvas.ts'
import { networkTo } from './support/network-to.ts'
import { expectSamePicture } from './support/session-status.ts'
import { expect, test } from './support/story.ts'

test('[RO15][RP11] Cleo is far away, loses her network in the middle of a stroke, and comes back to a locked canvas', async ({
  studio,
}) => {
  const anna = await studio.desktop('Anna')
  await anna.host('Class')
  const { network, invite } = await networkTo(await anna.invite(), { latencyMs: 200 })
  try {
    const cleo = await studio.browserTab('Cleo')
    await cleo.openLink(invite)
    await drag(cleo, [0.3, 0.3], [0.6, 0.5])
    await expect(anna.people()).toHaveText(['Anna', 'Cleo'])
    await cleo.expectAcknowledged()
    await expectSamePicture(anna, cleo)

    // In the middle of a stroke everything stops; it goes on where she is, and arrives when the network is back.
    const { mouse } = cleo.page
    const { x, y, width, height } = await cleo.area()
    await mouse.move(x + width * 0.2, y + height * 0.2)
    await mouse.down()
    await mouse.move(x + width * 0.3, y + height * 0.3, { steps: 5 })
    network.setReach('away')
    await expect(cleo.page.getByTestId('status-connection')).toContainText('attempt')
    await mouse.move(x + width * 0.6, y + height * 0.3, { steps: 5 })
    await mouse.up()
    await studio.keepScreenshot(cleo, 'away')
    network.setReach('there')
    await cleo.expectConnected()
    await cleo.expectAcknowledged()
    await expectSamePicture(anna, cleo)

    // What she draws while the canvas is locked without her knowing is not taken, and she is told.
    network.setReach('away')
    await expect(cleo.page.getByTestId('status-connection')).toContainText('attempt')
    await drag(cleo, [0.3, 0.8], [0.6, 0.8])
    await anna.page.getByRole('button', { name: 'Lock or unlock the canvas' }).click()
    network.setReach('there')
    await expect(
      cleo.page.getByText('One of your actions was not taken: the canvas was locked.'),
    ).toBeVisible()
    await studio.keepScreenshot(cleo, 'not-taken')
    await cleo.expectAcknowledged()
    await expectSamePicture(anna, cleo)
  } finally {
    network.stop()
  }
})
