import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { limits } from '../../base/limits.ts'
import { FakePmpRouter, FakeUpnpRouter } from '../../testing/fake-router.ts'
import { SimulatedClock } from '../../testing/simulated-clock.ts'
import { SystemClock } from '../system-clock.ts'
import { mapByNatPmp } from './nat-pmp.ts'
import { KeptDoor, type RouterDoor, type RouterState } from './router-door.ts'
import { mapByUpnp } from './upnp.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

async function pmpRouter(): Promise<FakePmpRouter> {
  const router = await FakePmpRouter.start()
  ends.push(() => router.close())
  return router
}

async function upnpRouter(): Promise<FakeUpnpRouter> {
  const router = await FakeUpnpRouter.start()
  ends.push(() => router.close())
  return router
}

const byPmp = (router: FakePmpRouter): Promise<RouterDoor | undefined> =>
  mapByNatPmp(41_873, { router: '127.0.0.1', routerPort: router.port })
const byUpnp = (router: FakeUpnpRouter): Promise<RouterDoor | undefined> =>
  mapByUpnp(41_873, { address: '127.0.0.1', lookAt: router.lookAt, mayBeRouter: () => true })

describe('a router that is asked by NAT-PMP', () => {
  it('[RE12] opens a door at its own address, keeps it, and closes it', async () => {
    const router = await pmpRouter()
    const door = await byPmp(router)
    expect(door?.place).toEqual({ address: '9.8.7.6', port: 41_874 })
    expect([...router.doors]).toEqual([[41_874, 41_873]])
    router.say = (request) => {
      const answer = router.answer(request)
      answer.writeUInt16BE(41_874, 10)
      return answer
    }
    expect(await door?.renew()).toBe(true)
    router.say = undefined
    await door?.close()
    expect(router.doors.size).toBe(0)
  })

  it('[RE12] says no', async () => {
    const router = await pmpRouter()
    router.result = 2
    expect(await byPmp(router)).toBeUndefined()
  })

  it('[RE13] or answers with nonsense, which is no answer', async () => {
    const router = await pmpRouter()
    const answers = [
      Buffer.alloc(0),
      Buffer.from([0]),
      Buffer.from([0, 128, 0]),
      Buffer.from([0, 128, 0, 0, 1]),
      Buffer.from([1, 128, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4]),
      randomBytes(16),
      randomBytes(9000),
    ]
    let at = 0
    router.say = () => answers[at++ % answers.length]
    expect(await byPmp(router)).toBeUndefined()
  })
})

describe('a router that is asked by UPnP', () => {
  it('[RE12] opens a door at its own address, keeps it, and closes it', async () => {
    const router = await upnpRouter()
    const door = await byUpnp(router)
    expect(door?.place).toEqual({ address: '9.8.7.6', port: 41_873 })
    expect([...router.doors]).toEqual([[41_873, 41_873]])
    expect(await door?.renew()).toBe(true)
    await door?.close()
    expect(router.doors.size).toBe(0)
    expect(router.leases).toEqual([limits.routerLeaseSeconds, limits.routerLeaseSeconds])
  })

  it('[RE12] may know only doors that never end', async () => {
    const router = await upnpRouter()
    router.isForEver = true
    const door = await byUpnp(router)
    expect(door?.place.port).toBe(41_873)
    expect(router.leases).toEqual([limits.routerLeaseSeconds, 0])
    await door?.close()
    expect(router.doors.size).toBe(0)
  })

  it('[RE13] may send to somebody else, who is not asked', async () => {
    let asked = 0
    const other = createServer((_request, response) => {
      asked++
      response.end()
    })
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.2', resolve))
    ends.push(() => other.close())
    const { port } = other.address() as AddressInfo
    const router = await upnpRouter()
    router.location = `http://127.0.0.2:${port}/root.xml`
    expect(await byUpnp(router)).toBeUndefined()
    router.location = undefined
    router.control = `http://127.0.0.2:${port}/control`
    expect(await byUpnp(router)).toBeUndefined()
    expect(asked).toBe(0)
  })

  it('[RE13] may answer with anything, of which so much is read', async () => {
    const router = await upnpRouter()
    const service = '<service><serviceType>urn:schemas-upnp-org:service:WANIPConnection:1</serviceType>'
    const texts = [
      '',
      'no xml',
      '<service>'.repeat(10_000),
      service.repeat(1000),
      `${service}<controlURL>javascript:alert(1)</controlURL></service>`,
      `${service}<controlURL>http://user@127.0.0.1/</controlURL></service>`,
      'x'.repeat(limits.routerAnswerBytesMax + 1),
    ]
    for (const text of texts) {
      router.page = () => text
      expect([text.slice(0, 60), await byUpnp(router)]).toEqual([text.slice(0, 60), undefined])
    }
    for (const outside of ['', '1.2.3', '999.1.1.1', '<b>', 'localhost']) {
      router.page = undefined
      router.outside = outside
      expect([outside, await byUpnp(router)]).toEqual([outside, undefined])
      expect(router.doors.size).toBe(0)
    }
  })
})

describe('a door that is kept', () => {
  const network = { address: '192.168.1.20', routers: [] }
  const doorAt = (address: string, log: string[], renews = true): RouterDoor => ({
    place: { address, port: 5 },
    renew: () => {
      log.push(`renew ${address}`)
      return Promise.resolve(renews)
    },
    close: () => Promise.resolve(void log.push(`close ${address}`)),
  })

  it('[RE12] is renewed in the middle of its lease, and closed at the end', async () => {
    const clock = new SimulatedClock()
    const [log, states]: [string[], RouterState[]] = [[], []]
    const door = new KeptDoor({
      port: 5,
      clock,
      networks: [network],
      mappers: [async () => undefined, async () => doorAt('9.8.7.6', log)],
      onState: (state) => void states.push(state),
    })
    await vi.waitFor(async () => {
      await clock.run(1)
      expect(states.at(-1)).toEqual({ kind: 'open', place: { address: '9.8.7.6', port: 5 } })
    })
    for (let i = 0; i < 3; i++) {
      await clock.run((limits.routerLeaseSeconds * 1000) / 2)
      await vi.waitFor(() => expect(log).toHaveLength(i + 1))
    }
    await door.close()
    expect(log).toEqual(['renew 9.8.7.6', 'renew 9.8.7.6', 'renew 9.8.7.6', 'close 9.8.7.6'])
  })

  it('[RE12] is closed at once when it leads to another router only, or when it is one too many', async () => {
    const log: string[] = []
    const states: RouterState[] = []
    const behind = new KeptDoor({
      port: 5,
      clock: new SystemClock(),
      networks: [network],
      mappers: [async () => doorAt('100.64.1.1', log)],
      onState: (state) => void states.push(state),
    })
    await vi.waitFor(() => expect(states.at(-1)).toEqual({ kind: 'behind', address: '100.64.1.1' }))
    await behind.close()
    expect(log).toEqual(['close 100.64.1.1'])
    log.length = 0
    const two = new KeptDoor({
      port: 5,
      clock: new SystemClock(),
      networks: [network, { ...network, address: '10.0.0.2' }],
      mappers: [async (_port, { address }) => doorAt(address === '10.0.0.2' ? '8.8.8.8' : '9.9.9.9', log)],
      onState: (state) => void states.push(state),
    })
    await vi.waitFor(() => expect(states.at(-1)?.kind).toBe('open'))
    expect(log).toEqual(['close 8.8.8.8'])
    await two.close()
    expect(log).toEqual(['close 8.8.8.8', 'close 9.9.9.9'])
  })

  it('[RE12] is told as none when nobody opens one, or it was not renewed', async () => {
    const clock = new SimulatedClock()
    const states: RouterState[] = []
    const onState = (state: RouterState): void => void states.push(state)
    const none = new KeptDoor({ port: 5, clock, networks: [], onState })
    await vi.waitFor(async () => {
      await clock.run(1)
      expect(states.at(-1)).toEqual({ kind: 'no' })
    })
    await none.close()
    const log: string[] = []
    const lost = new KeptDoor({
      port: 5,
      clock,
      networks: [network],
      mappers: [async () => doorAt('9.8.7.6', log, false)],
      onState,
    })
    await vi.waitFor(async () => {
      await clock.run(1)
      expect(states.at(-1)?.kind).toBe('open')
    })
    await clock.run((limits.routerLeaseSeconds * 1000) / 2)
    await vi.waitFor(() => expect(states.at(-1)).toEqual({ kind: 'no' }))
    await lost.close()
  })
})
