import { drag } from './support/at-canvas.ts'
import { HeadlessProcess } from './support/headless-host.ts'
import { expectSamePicture } from './support/session-status.ts'
import { expect, test } from './support/story.ts'

test('[HH4] a server is restarted while people paint: they are told, come back, and nothing is lost', async ({
  studio,
}) => {
  const folder = await studio.folder('server')
  let server = await HeadlessProcess.start(folder)
  try {
    const invite = await server.create('Harbour')
    const ben = await studio.desktop('Ben')
    await ben.join(invite)
    const cleo = await studio.browserTab('Cleo', { trusts: 'any certificate' })
    await cleo.openLink(invite)
    await drag(ben, [0.3, 0.3], [0.6, 0.5])
    await drag(cleo, [0.3, 0.6], [0.6, 0.4])
    await expectSamePicture(ben, cleo)
    expect(await server.ask('/health')).toContain('"people":2')

    const { port } = server
    const [, code] = await Promise.all([drag(ben, [0.3, 0.7], [0.7, 0.7]), server.end('SIGTERM')])
    expect(code).toBe(0)
    await expect(ben.page.getByTestId('status-connection')).toContainText('attempt')
    // What is drawn meanwhile is sent afterwards.
    await drag(ben, [0.5, 0.2], [0.5, 0.8])
    await studio.keepScreenshot(ben, 'away')
    server = await HeadlessProcess.start(folder, port)
    await ben.expectConnected()
    await cleo.expectConnected()
    await ben.expectAcknowledged()
    const { seq } = await expectSamePicture(ben, cleo)
    expect(seq).toBeGreaterThan(8)
    await studio.keepScreenshot(cleo, 'back')
    expect(await server.end('SIGINT')).toBe(0)
  } finally {
    await server.end('SIGKILL')
  }
})
