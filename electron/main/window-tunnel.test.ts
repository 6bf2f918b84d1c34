import { afterEach, expect, it } from 'vitest'
import { formatInvite, parseInvite, type Invite } from '../../sync-core/index.ts'
import { SystemClock } from '../../sync-core/node/system-clock.ts'
import { WindowTunnel } from './window-tunnel.ts'

const far: Invite = {
  places: [{ address: '192.168.1.20', port: 41_873 }],
  pictureId: 'abcdefghijklmnopqrstuvwxya',
  token: 'AAAAAAAAAAAAAAAAAAAAAA',
  pin: new Uint8Array(16),
}
const tunnel = new WindowTunnel(new SystemClock())
afterEach(() => tunnel.close())

const answers = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/`).then(
    () => true,
    () => false,
  )

it('[EN8][EN9] an invite becomes one of this computer, and there is one way at a time', async () => {
  const first = parseInvite(await tunnel.lead(formatInvite(far)))
  expect(first).toMatchObject({ pictureId: far.pictureId, token: far.token, pin: undefined })
  expect(first.places).toEqual([{ address: '127.0.0.1', port: expect.any(Number) as number }])
  expect(await answers(first.places[0]!.port)).toBe(true)
  const second = parseInvite(await tunnel.lead(formatInvite(far)))
  expect([await answers(first.places[0]!.port), await answers(second.places[0]!.port)]).toEqual([false, true])
  await tunnel.close()
  expect(await answers(second.places[0]!.port)).toBe(false)
})

it('[EN8] an invite of this computer needs none', async () => {
  const own = formatInvite({ ...far, places: [{ address: '127.0.0.1', port: 4 }], pin: undefined })
  expect(await tunnel.lead(` ${own}\n`)).toBe(own)
})
