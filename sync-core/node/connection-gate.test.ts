import { expect, it } from 'vitest'
import { limits } from '../base/limits.ts'
import { SimulatedClock } from '../testing/simulated-clock.ts'
import { ConnectionGate } from './connection-gate.ts'

const entered = (gate: ConnectionGate, address: string, times: number): number =>
  Array.from({ length: times }, () => gate.enter(address)).filter(Boolean).length

it('[EN12] one address has a part of the places, and gets them back as they are left', async () => {
  const clock = new SimulatedClock()
  const gate = new ConnectionGate(clock)
  expect(entered(gate, '192.0.2.1', 1000)).toBe(limits.addressConnectionsMax)
  expect(entered(gate, '192.0.2.2', 5)).toBe(5)
  await clock.run(60_000)
  expect(gate.enter('192.0.2.1')).toBe(false)
  gate.leave('192.0.2.1')
  expect([gate.enter('192.0.2.1'), gate.enter('192.0.2.1')]).toEqual([true, false])
})

it('[EN12] an address comes no faster than it may, and all together no faster than the host can greet', async () => {
  const clock = new SimulatedClock()
  const gate = new ConnectionGate(clock)
  const come = (address: string, times: number): number => {
    let count = 0
    for (let i = 0; i < times; i++) {
      if (!gate.enter(address)) continue
      gate.leave(address)
      count += 1
    }
    return count
  }
  expect(come('192.0.2.1', 1000)).toBe(limits.addressConnectionsMax)
  await clock.run(1000)
  expect(come('192.0.2.1', 1000)).toBe(limits.addressConnectionsPerSecond)
  let all = 0
  await clock.run(60_000)
  for (let i = 0; i < 3000; i++) all += come(`10.1.${i >> 8}.${i & 255}`, 1)
  expect(all).toBe(limits.newConnectionsBurst)
})

it('[EN12] an IPv6 network is one caller, however it is written, and IPv4 inside of IPv6 is IPv4', () => {
  const gate = new ConnectionGate(new SimulatedClock())
  const same = ['2001:db8:1:2::1', '2001:db8:1:2:ffff:1:2:3', '2001:db8:1:2::']
  expect(entered(gate, same[0]!, limits.addressConnectionsMax)).toBe(limits.addressConnectionsMax)
  expect(same.map((address) => gate.enter(address))).toEqual([false, false, false])
  expect([gate.enter('2001:db8:1:3::1'), gate.enter('::1'), gate.enter('fe80::1')]).toEqual([
    true,
    true,
    true,
  ])
  expect(entered(gate, '::ffff:192.0.2.9', 2)).toBe(2)
  for (let i = 0; i < 2; i++) gate.leave('192.0.2.9')
})

it('[EN12] made-up addresses are forgotten', async () => {
  const clock = new SimulatedClock()
  const gate = new ConnectionGate(clock)
  for (let i = 0; i < 20 * limits.callersKept; i++) {
    const address = `2001:db8:${(i >> 16).toString(16)}:${(i & 0xffff).toString(16)}::1`
    if (gate.enter(address)) gate.leave(address)
    if (i % 1000 === 0) await clock.run(100)
  }
  expect(gate.size).toBeLessThanOrEqual(2 * limits.callersKept)
})
