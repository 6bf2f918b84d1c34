import { connect } from 'node:net'
import { afterEach, expect, it, vi } from 'vitest'
import { newIdentity } from '../../testing/host-identity.ts'
import { SimulatedClock } from '../../testing/simulated-clock.ts'
import { limits } from '../../base/limits.ts'
import { openSessionServer, type SessionServer } from '../session-server.ts'
import { OwnReach, type OwnReachOptions } from './own-reach.ts'

const [ours, anothers] = await Promise.all([newIdentity(), newIdentity()])
const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

async function serve(): Promise<SessionServer> {
  const server = await openSessionServer({
    reach: 'network',
    pages: new Map(),
    identity: ours.identity,
    accept: () => ({ onMessage: () => undefined, onDrain: () => undefined, onClose: () => undefined }),
  })
  ends.push(() => server.close())
  return server
}

function reachOf(
  port: number,
  addresses: () => readonly string[],
  change: Partial<OwnReachOptions> = {},
): { reach: OwnReach; clock: SimulatedClock; changes: () => number } {
  const clock = new SimulatedClock()
  let changes = 0
  const reach = new OwnReach({
    addresses,
    port,
    pin: ours.pin,
    identity: ours.identity,
    clock,
    relay: undefined,
    asksRouter: false,
    onGuest: (stream) => stream.destroy(),
    onChange: () => changes++,
    ...change,
  })
  ends.push(() => reach.close())
  return { reach, clock, changes: () => changes }
}

it('[RE10] the network can join when the host answered itself, and links name where', async () => {
  const { port } = await serve()
  const { reach, changes } = reachOf(port, () => ['127.0.0.2', '127.0.0.3'])
  expect(reach.whoCanJoin).toEqual({ network: 'looking', internet: { kind: 'looking' } })
  await vi.waitFor(() => expect(reach.whoCanJoin).toEqual({ network: 'yes', internet: { kind: 'no' } }))
  expect(changes()).toBeGreaterThan(0)
  expect(reach.places).toEqual([
    { address: '127.0.0.2', port },
    { address: '127.0.0.3', port },
  ])
})

it('[RE10] another key at its address is not itself; without a network nobody can', async () => {
  const { port } = await serve()
  const { reach } = reachOf(port, () => ['127.0.0.2'], { pin: anothers.pin })
  await vi.waitFor(() => expect(reach.whoCanJoin).toEqual({ network: 'no', internet: { kind: 'no' } }))
  expect(reach.places).toEqual([])
  expect(reachOf(port, () => []).reach.whoCanJoin).toEqual({ network: 'no', internet: { kind: 'no' } })
})

it('[RE11] other addresses are tried anew, and those that are gone are named no more', async () => {
  const { port } = await serve()
  let addresses = ['127.0.0.2']
  const { reach, clock } = reachOf(port, () => addresses)
  await vi.waitFor(() => expect(reach.whoCanJoin.network).toBe('yes'))
  addresses = ['127.0.0.5']
  await clock.run(limits.ownAddressesLookMs)
  await vi.waitFor(() => expect(reach.whoCanJoin.network).toBe('yes'))
  expect(reach.places).toEqual([{ address: '127.0.0.5', port }])
})

it('[RE10] a host that calls itself leaves nothing behind', async () => {
  const server = await serve()
  const { reach } = reachOf(server.port, () => ['127.0.0.2'])
  await vi.waitFor(() => expect(reach.whoCanJoin.network).toBe('yes'))
  await vi.waitFor(() => expect(server.traffic().connections).toBe(0))
  const still = connect(server.port, '127.0.0.1')
  ends.push(() => still.destroy())
})
