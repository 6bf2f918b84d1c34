import { describe, expect, it } from 'vitest'
import { limits } from './base/limits.ts'
import { roundBrush } from './raster/brush.ts'
import { encodeCoverage } from './raster/coverage-codec.ts'
import { decodeOperation } from './raster/operation-codec.ts'
import type { Operation } from './raster/operation.ts'
import { HostedSession } from './testing/hosted-session.ts'
import type { ScriptedGuest } from './testing/scripted-guest.ts'
import { strokeBegin } from './testing/stroke-begin.ts'

const graceMs = limits.strokeGraceMs
const begin = strokeBegin(roundBrush(), [{ x: 99, y: 99, pressure: 500 }])
const selected: Operation = {
  kind: 'select',
  stage: 'whole',
  parts: [{ index: 9, bytes: encodeCoverage(new Uint8Array(4096).fill(255)) }],
}

/** Whom the host closed, as a guest was told. */
function closed(guest: ScriptedGuest): number[] {
  return guest
    .all('updates')
    .flatMap(({ updates }) => updates)
    .flatMap(({ author, operation }) => {
      const decoded = decodeOperation(operation)
      return decoded.kind === 'close' && author === 0 ? [decoded.author] : []
    })
}

describe('one who is away', () => {
  it('[BC16] is closed after the grace, once, and nobody else is', async () => {
    const session = await HostedSession.open()
    const [ann, ben] = [await session.join(1), await session.join(2)]
    ann.update(begin)
    ben.update(begin)
    await session.until(() => ben.order().length === 2)
    ann.drop()
    await session.run(graceMs - 1000)
    expect(ben.order()).toHaveLength(2)
    await session.until(() => ben.order().length === 3)
    expect([ben.order().at(-1), closed(ben)]).toEqual([[3, 0, 1], [1]])
    await session.run(4 * graceMs)
    expect(ben.order()).toHaveLength(3)
  })

  it('[BC16] is closed with something selected, or with nothing open, but not without having done anything', async () => {
    const session = await HostedSession.open()
    const guests = [await session.join(1), await session.join(2), await session.join(3)]
    const watcher = await session.join(4)
    guests[0]!.update(selected)
    guests[1]!.stroke(10, 10)
    await session.until(() => watcher.order().length === 3)
    for (const guest of guests) guest.drop()
    await session.run(3 * graceMs)
    expect(closed(watcher)).toEqual([1, 2])
    const back = await session.join(1)
    await session.run(1000)
    back.drop()
    await session.run(3 * graceMs)
    expect(closed(watcher)).toEqual([1, 2])
    const again = await session.join(1)
    again.update(selected, 2)
    await session.until(() => watcher.order().length === 6)
    again.drop()
    await session.run(3 * graceMs)
    expect(closed(watcher)).toEqual([1, 2, 1])
  })

  it('[BC16] has the whole grace each time', async () => {
    const session = await HostedSession.open()
    const [ann, ben] = [await session.join(1), await session.join(2)]
    ann.update(begin)
    await session.until(() => ben.order().length === 1)
    for (let times = 0; times < 3; times++) {
      const guest = times === 0 ? ann : await session.join(1)
      guest.drop()
      await session.run(graceMs * 0.8)
    }
    expect(closed(ben)).toEqual([])
    await session.run(graceMs * 0.3)
    expect(closed(ben)).toEqual([1])
  })

  it('[BC16] is closed by the next host when the one before could not, and only once over all hostings', async () => {
    const session = await HostedSession.open()
    const ann = await session.join(1)
    ann.update(selected)
    await session.until(() => ann.order().length === 1)
    session.world.endHost('kill')
    await session.restart()
    const ben = await session.join(2)
    await session.run(graceMs - 1000)
    expect(closed(ben)).toEqual([])
    await session.until(() => closed(ben).length === 1)
    session.world.endHost('kill')
    await session.restart()
    const cid = await session.join(3)
    await session.run(3 * graceMs)
    expect(closed(cid)).toEqual([1])
    expect(session.host.state().seq).toBe(2)
  })

  it('[BC16] is closed once the journal takes it', async () => {
    const session = await HostedSession.open()
    const [ann, ben] = [await session.join(1), await session.join(2)]
    ann.update(begin)
    await session.until(() => ben.order().length === 1)
    ann.drop()
    await session.run(graceMs - 1000)
    Object.assign(session.world.disk.journalFaults.condition, { full: true, copiesOnWrite: true })
    await session.run(2 * graceMs)
    expect(closed(ben)).toEqual([])
    session.world.disk.journalFaults.condition.full = false
    await session.run(2 * graceMs)
    expect(closed(ben)).toEqual([1])
  })
})
