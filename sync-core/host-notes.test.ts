import { expect, it } from 'vitest'
import { HostedSession } from './testing/hosted-session.ts'

it('[PI40] a save without its preview counts, and the host notes it', async () => {
  const session = await HostedSession.open({ persistCadenceMs: 1000 })
  session.world.disk.objectFaults.planned = (what) => (what.includes('preview') ? 'fails-before' : undefined)
  const guest = await session.join(1)
  guest.stroke(10, 10)
  await session.until(() => session.notes.length > 0)
  await session.run(500)
  expect(session.notes).toEqual([expect.stringMatching(/^The preview could not be written: /)])
  const { seq, saved } = session.host.state()
  expect(saved).toMatchObject({ kind: 'saved', seq })
})
