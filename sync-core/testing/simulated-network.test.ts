import { describe, expect, it } from 'vitest'
import { Prng } from '../base/prng.ts'
import type { Connection } from '../protocol/connection.ts'
import { SimulatedClock } from './simulated-clock.ts'
import { SimulatedNetwork } from './simulated-network.ts'
import type { LineCondition } from './simulated-pipe.ts'
import { SimulatedProcess } from './simulated-process.ts'

function twoEnds(condition: Partial<LineCondition> = {}, seed = 1) {
  const clock = new SimulatedClock()
  const tapped: string[] = []
  const network = new SimulatedNetwork(clock, new Prng(seed), (direction, line, message) =>
    tapped.push(`${direction} ${line} ${message.join()}`),
  )
  const host = new SimulatedProcess('host', clock)
  const client = new SimulatedProcess('ann', clock)
  const log: string[] = []
  let hostEnd: Connection | undefined
  const listener = {
    process: host,
    accept: (connection: Connection) => {
      hostEnd = connection
      return {
        onMessage: (message: Uint8Array) => log.push(`host got ${message.join()}`),
        onDrain: () => log.push('host drained'),
        onClose: () => log.push('host closed'),
      }
    },
  }
  network.listen(listener)
  const line = { delayMs: 5, jitterMs: 20, bytesPerMs: 1000, partitioned: false, ...condition }
  const dialer = network.dialer(client, line)
  const dial = () =>
    dialer.dial({
      onOpen: () => log.push('open'),
      onMessage: (message) => log.push(`ann got ${message.join()}`),
      onDrain: () => undefined,
      onClose: () => log.push('ann closed'),
    })
  const open = async () => {
    const clientEnd = dial()
    await clock.runUntil(() => hostEnd !== undefined, 1000)
    log.length = 0
    return { clientEnd, hostEnd: hostEnd! }
  }
  return { clock, network, host, client, line, log, tapped, dial, open, listener }
}

describe('simulated network', () => {
  it('[SI2] delivers copies, in order, later', async () => {
    const { clock, open, log, tapped } = twoEnds()
    const { clientEnd } = await open()
    const bytes = Uint8Array.of(1)
    for (let i = 1; i <= 5; i++) {
      bytes[0] = i
      clientEnd.send(bytes)
    }
    bytes[0] = 99
    expect(log).toEqual([])
    await clock.run(100)
    expect(log).toEqual([1, 2, 3, 4, 5].map((i) => `host got ${i}`))
    expect(tapped).toEqual([1, 2, 3, 4, 5].map((i) => `to-host ann 1 ${i}`))
  })

  it('[SI2] counts what the line has not taken, and says when it took some', async () => {
    const { clock, open, log } = twoEnds({ bytesPerMs: 1 })
    const { hostEnd } = await open()
    hostEnd.send(new Uint8Array(92))
    hostEnd.send(new Uint8Array(92))
    expect(hostEnd.bufferedBytes()).toBe(200)
    await clock.run(150)
    expect(hostEnd.bufferedBytes()).toBe(100)
    expect(log.filter((line) => line === 'host drained').length).toBe(1)
    await clock.run(100)
    expect(hostEnd.bufferedBytes()).toBe(0)
  })

  it('[SI2] sends what was handed over before a close, and tells each side exactly once', async () => {
    const { clock, open, log } = twoEnds()
    const { hostEnd, clientEnd } = await open()
    hostEnd.send(Uint8Array.of(7))
    hostEnd.close()
    hostEnd.close()
    hostEnd.send(Uint8Array.of(8))
    await clock.run(60_000)
    clientEnd.close()
    await clock.run(60_000)
    expect(log.filter((line) => line !== 'host drained')).toEqual(['ann got 7', 'ann closed', 'host closed'])
  })

  it('[SI3] loses what is on its way when a line is cut', async () => {
    const { clock, open, log, network } = twoEnds()
    const { clientEnd, hostEnd } = await open()
    clientEnd.send(Uint8Array.of(1))
    hostEnd.send(Uint8Array.of(2))
    network.cut('ann')
    await clock.run(60_000)
    expect([...log].sort()).toEqual(['ann closed', 'host closed'])
  })

  it('[SI3] holds everything back during a partition, and tells nobody', async () => {
    const { clock, open, log, network } = twoEnds()
    const { clientEnd } = await open()
    clientEnd.send(Uint8Array.of(1))
    network.partition('ann')
    clientEnd.send(Uint8Array.of(2))
    await clock.run(5000)
    expect(log).toEqual([])
    network.heal('ann')
    clientEnd.send(Uint8Array.of(3))
    await clock.run(100)
    expect(log).toEqual(['host got 1', 'host got 2', 'host got 3'])
  })

  it('[SI3] keeps the order over partitions that begin and end at any moment', async () => {
    for (let seed = 1; seed <= 50; seed++) {
      const { clock, open, log, network } = twoEnds({ jitterMs: 50 }, seed)
      const { clientEnd } = await open()
      const prng = new Prng(seed)
      for (let i = 1; i <= 30; i++) {
        clientEnd.send(Uint8Array.of(i))
        if (prng.chance(0.3)) network.partition('ann')
        else if (prng.chance(0.5)) network.heal('ann')
        await clock.run(prng.below(20))
      }
      network.heal('ann')
      await clock.run(200)
      expect(log, `seed ${seed}`).toEqual(Array.from({ length: 30 }, (_, i) => `host got ${i + 1}`))
    }
  })

  it('[SI3] closes the other side when a process dies, after what the line had taken', async () => {
    const { clock, open, log, host } = twoEnds({ bytesPerMs: 1 })
    const { hostEnd, clientEnd } = await open()
    hostEnd.send(Uint8Array.of(1))
    hostEnd.send(Uint8Array.of(2))
    await clock.run(10)
    host.kill()
    clientEnd.send(Uint8Array.of(3))
    await clock.run(60_000)
    expect(log).toEqual(['host drained', 'ann got 1', 'ann closed'])
  })

  it('[SI3] refuses while no host listens', async () => {
    const { clock, network, dial, log, listener } = twoEnds()
    network.listen(undefined)
    dial()
    expect(log).toEqual([])
    await clock.run(100)
    expect(log).toEqual(['ann closed'])
    network.listen(listener)
    dial()
    await clock.run(100)
    expect(log).toEqual(['ann closed', 'open'])
  })
})
