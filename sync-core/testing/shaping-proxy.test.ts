import { createServer, connect, type AddressInfo, type Socket } from 'node:net'
import { afterEach, expect, it, vi } from 'vitest'
import { limits } from '../base/limits.ts'
import { Prng } from '../base/prng.ts'
import { startClient, type Client } from '../client.ts'
import { SystemClock } from '../node/system-clock.ts'
import { WsDialer } from '../node/ws-dialer.ts'
import { parseInvite, socketUrl, tokenBytes } from '../protocol/invite.ts'
import { firstLayer } from '../raster/structure.ts'
import { HostingTrial, soon, trialBrush } from './hosting-trial.ts'
import { ShapingProxy, type Shape } from './shaping-proxy.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

async function proxyTo(port: number, shape?: Shape): Promise<ShapingProxy> {
  const proxy = await ShapingProxy.start(port, shape)
  ends.push(() => proxy.stop())
  return proxy
}

/** A socket through a proxy to a server that says everything back; `heard` counts it. */
async function echoThrough(
  shape: Shape,
): Promise<{ proxy: ShapingProxy; socket: Socket; heard: () => number }> {
  const server = createServer((peer) => peer.on('error', () => undefined).pipe(peer))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ends.push(() => server.close())
  const proxy = await proxyTo((server.address() as AddressInfo).port, shape)
  const socket = connect(proxy.port, '127.0.0.1')
  let count = 0
  socket.on('data', (bytes: Buffer) => (count += bytes.length))
  socket.on('error', () => undefined)
  await new Promise((resolve) => socket.once('connect', resolve))
  ends.push(() => socket.destroy())
  return { proxy, socket, heard: () => count }
}

it('[SI14] a way that is far costs its time each way, and a slow one its rate', async () => {
  const far = await echoThrough({ latencyMs: 200 })
  const begunMs = performance.now()
  far.socket.write('hello')
  await vi.waitFor(() => expect(far.heard()).toBe(5), { timeout: 20_000, interval: 5 })
  expect(performance.now() - begunMs).toBeGreaterThan(398)

  const slow = await echoThrough({ bytesPerSecond: 8000 })
  const slowMs = performance.now()
  slow.socket.write(Buffer.alloc(8000))
  await vi.waitFor(() => expect(slow.heard()).toBe(8000), { timeout: 20_000, interval: 5 })
  expect(performance.now() - slowMs).toBeGreaterThan(998)
})

it('[SI14] a way that is stalled delivers later, one that is away breaks', async () => {
  const { proxy, socket, heard } = await echoThrough({})
  proxy.setReach('stalled')
  socket.write('hello')
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(heard()).toBe(0)
  proxy.setReach('there')
  await vi.waitFor(() => expect(heard()).toBe(5), soon)
  proxy.setReach('away')
  await vi.waitFor(() => expect(socket.destroyed).toBe(true), soon)
})

/** As the usual ones stand to an outage of a minute. */
const shorter = { ...limits, heartbeatMs: 300, silenceMs: 1500, reconnectMs: 60, reconnectMsMax: 400 }
const outageMs = 4000

it.each([
  ['stalled', { latencyMs: 200, bytesPerSecond: 8000 }],
  ['away', {}],
] as const)(
  '[SI14][RP11][RP14] a stroke goes on through a network that is %s for long',
  async (reach, shape) => {
    const trial = await HostingTrial.begin({ limits: { ...shorter, schedulerOpenAfterMs: 0 } })
    ends.push(() => trial.end())
    const hosting = await trial.open()
    const { id } = await hosting.createPicture({ title: 'Far away', size: trial.size })
    const session = await trial.host(hosting, id)
    const { token, ...invite } = parseInvite(session.ownInvite)
    const url = socketUrl({ token, ...invite })
    const proxy = await proxyTo(Number(new URL(url).port), shape)
    const join = (to: string, key: number): Client => {
      const client = startClient({
        dialer: new WsDialer(to),
        clock: new SystemClock(),
        prng: new Prng(key),
        token: tokenBytes(token),
        participantKey: new Uint8Array(16).fill(key),
        name: `Painter ${key}`,
        color: key,
        limits: shorter,
        listener: { onState: () => undefined, onPresence: () => undefined, onDirty: () => undefined },
      })
      ends.push(() => client.leave())
      return client
    }
    const [near, far] = [join(url, 1), join(proxy.through(url), 2)]
    const is = (client: Client, kind: string): void => expect(client.state().connection.kind).toBe(kind)
    await vi.waitFor(() => [near, far].forEach((client) => is(client, 'connected')), soon)

    const { x, y } = far.state().frame!
    const at = (dx: number): { x: number; y: number; pressure: number } => ({
      x: 16 * (x + 20 + dx),
      y: 16 * (y + 50),
      pressure: 900,
    })
    far.beginStroke(firstLayer, trialBrush, [at(0)])
    proxy.setReach(reach)
    await vi.waitFor(() => is(far, 'reconnecting'), soon)
    far.addSamples([at(40), at(80)])
    await new Promise((resolve) => setTimeout(resolve, outageMs))
    far.addSamples([at(120)])
    proxy.setReach('there')
    await vi.waitFor(() => is(far, 'connected'), soon)
    far.addSamples([at(150)])
    far.endStroke()
    await vi.waitFor(() => {
      expect(far.state().unacknowledged).toBe(0)
      expect(far.hash()).toBe(near.hash())
      expect(near.state().seq).toBeGreaterThan(2)
    }, soon)
  },
)
