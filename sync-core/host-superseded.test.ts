import { describe, expect, it } from 'vitest'
import type { StorageError } from './base/errors.ts'
import { roundBrush } from './raster/brush.ts'
import { RivalComputers, rivalPictureId } from './testing/rival-computers.ts'
import { ScriptedGuest } from './testing/scripted-guest.ts'
import { inviteToken } from './testing/test-door.ts'
import { strokeBegin } from './testing/stroke-begin.ts'

const copyId = 'bbbbbbbbbbbbbbbbbbbbbbbbba'
const codeOf = (error: unknown): string => (error as StorageError).code

describe('a host that another one followed', () => {
  it('[BC27] takes nothing any more, also when its disk was full and has room again', async () => {
    const world = await RivalComputers.withPicture({ persistCadenceMs: 4000 })
    const { host, guest, computer } = await world.opened()
    computer.journalFaults.condition.full = true
    for (let at = 0; host.state().health.writable; at++) {
      guest.stroke(at % 200, 20)
      await world.clock.run(20)
    }
    await world.opened()
    await world.clock.run(10_000)
    computer.journalFaults.condition.full = false
    await world.clock.run(5000)
    const { seq } = host.state()
    const late = new ScriptedGuest(host, 2)
    late.hello(inviteToken)
    await world.clock.run(1000)
    late.stroke(20, 20)
    await world.clock.run(3000)
    expect(host.state()).toMatchObject({ seq, health: { writable: false } })
    expect(late.last('health')?.sentence).toMatch(/Another copy of Gesso/)
    expect(host.copyOffer()).toMatch(/picture of its own/)
  })

  it('[BC27] says where the work is when it finds out while it closes, and offers it when opened again', async () => {
    const world = await RivalComputers.withPicture({ persistCadenceMs: 60_000 })
    const [mine, other] = [world.newComputer(), world.newComputer()]
    const { host, guest, process } = await world.opened(mine)
    const { process: rival, guest: guestOfRival } = await world.opened(other)
    guestOfRival.stroke(60, 60)
    await world.clock.run(3000)
    guest.stroke(10, 10)
    await world.clock.run(100)
    const closed = host.close('The host closed this session.').catch((error: Error) => error.message)
    expect(await world.wait(closed)).toMatch(/not saved is still on this computer/)
    process.kill()
    rival.kill()
    expect((await world.opened(mine)).host.copyOffer()).toMatch(/picture of its own/)
  })

  it('[JO41] goes on with all that it told when the other one only looked, and offers nothing', async () => {
    const world = await RivalComputers.withPicture({ persistCadenceMs: 60_000 })
    const [mine, other] = [world.newComputer(), world.newComputer()]
    const first = await world.opened(mine)
    first.guest.stroke(10, 10)
    await world.clock.run(3000)
    const { seq, stamp } = await world.dieUnsent(first, [[90, 50]])
    const looked = await world.opened(other)
    expect(looked.host.state().seq).toBe(seq - 2)
    await world.wait(looked.host.close('The host closed this session.'))
    looked.process.kill()
    const again = await world.opened(mine)
    expect([again.host.copyOffer(), again.host.notices]).toEqual([undefined, []])
    await world.clock.run(1000)
    expect([again.host.state().seq, again.guest.last('stamp')]).toEqual([seq, stamp])
    await world.wait(again.host.close('The host closed this session.'))
    again.process.kill()
    const elsewhere = await world.opened(other)
    await world.clock.run(1000)
    expect([elsewhere.host.state().seq, elsewhere.guest.last('stamp')]).toEqual([seq, stamp])
    expect(elsewhere.host.copyOffer()).toBeUndefined()
  })

  it('[BC55] has in the copy what was under way, open at first, and merged after the grace', async () => {
    const world = await RivalComputers.withPicture({ persistCadenceMs: 60_000 })
    const { host, guest, process, pictures } = await world.opened()
    guest.stroke(10, 10)
    await world.clock.run(3000)
    const before = guest.last('stamp')!
    await world.opened()
    const samples = [10, 20, 30].map((at) => ({ x: at * 16, y: (60 + at) * 16, pressure: 900 }))
    const begin = strokeBegin(
      roundBrush({ size: 128, opacity: 255, hardness: 200, color: 0x204060 }),
      samples,
    )
    guest.update(begin)
    await world.clock.run(3000)
    expect([host.state().seq, host.copyOffer()]).toEqual([3, expect.stringMatching(/of its own/)])
    const history = await world.wait(pictures.history(rivalPictureId))
    const target = await world.wait(world.create(pictures, copyId))
    await world.wait(host.keepCopy(target, { history, newPrimary: () => world.newPrimary(process) }))
    await target.release()
    const copy = await world.opened(world.newComputer(), copyId)
    copy.guest.drop()
    // In another picture the same person has another key.
    const again = new ScriptedGuest(copy.host, 2)
    again.hello(inviteToken)
    await world.clock.run(1000)
    expect([copy.host.state().seq, again.last('stamp')]).toEqual([3, { ...before, seq: 3 }])
    await world.clock.run(world.limits.strokeGraceMs)
    const closed = again.last('stamp')!

    const undisturbed = await RivalComputers.withPicture()
    const whole = await undisturbed.opened()
    whole.guest.stroke(10, 10)
    whole.guest.update(begin)
    whole.guest.update({ kind: 'end' })
    await undisturbed.clock.run(3000)
    expect(closed).toEqual(whole.guest.last('stamp'))
    expect(closed).toMatchObject({ seq: 4 })
    expect(closed.hash).not.toEqual(before.hash)
  })

  it('[BC28][JO40] is offered as a copy again after every restart until one is stored, which has all of it', async () => {
    const world = await RivalComputers.withPicture({ persistCadenceMs: 60_000 })
    const [mine, other] = [world.newComputer(), world.newComputer()]
    const first = await world.opened(mine)
    const { seq, stamp } = await world.dieUnsent(first, [
      [10, 10],
      [90, 50],
    ])
    const taken = await world.opened(other)
    taken.guest.stroke(60, 60)
    await world.clock.run(3000)
    taken.process.kill()
    let slots = 0
    world.bucket.faults.planned = (what) =>
      /swap .*slots/.test(what) && ++slots === 2 ? 'fails-before' : undefined
    expect(await world.wait(world.open(mine, rivalPictureId))).toBe('unavailable')
    const offers = new Set<string | undefined>()
    for (const how of ['killed', 'closed', 'power cut']) {
      const { host, process } = await world.opened(mine)
      offers.add(host.copyOffer())
      if (how === 'closed') await world.wait(host.close('The host closed this session.'))
      process.kill()
      if (how === 'power cut') mine.cutPower()
    }
    expect([...offers]).toEqual([expect.stringContaining(`(updates: ${seq}, kept here since 20`)])
    const { host, process, pictures } = await world.opened(mine)
    const history = await world.wait(pictures.history(rivalPictureId))
    const target = await world.wait(world.create(pictures, copyId))
    const newPrimary = () => world.newPrimary(process)
    await world.wait(host.keepCopy(target, { history, newPrimary }))
    await target.release()
    expect(host.copyOffer()).toBeUndefined()
    await world.wait(host.close('The host closed this session.'))
    process.kill()
    expect((await world.opened(mine)).host.copyOffer()).toBeUndefined()
    expect(mine.journal.names().filter((name) => name.startsWith('branch-'))).toEqual([])
    const copy = await world.opened(other, copyId)
    await world.clock.run(1000)
    expect([copy.host.state().seq, copy.guest.last('stamp')]).toEqual([seq, stamp])
  })

  it('[BC28][JO40] opens and says so when what was kept is damaged, or can’t be looked for', async () => {
    const world = await RivalComputers.withPicture({ persistCadenceMs: 60_000 })
    const [mine, other] = [world.newComputer(), world.newComputer()]
    const first = await world.opened(mine)
    first.guest.stroke(10, 10)
    await world.clock.run(100)
    first.process.kill()
    const taken = await world.opened(other)
    taken.guest.stroke(60, 60)
    await world.clock.run(3000)
    taken.process.kill()
    const found = await world.opened(mine)
    const [name] = mine.journal.names().filter((each) => each.startsWith('branch-'))
    const bytes = mine.journal.read(name!)!
    bytes[bytes.length >> 1]! ^= 1
    mine.journal.replace(name!, bytes)
    const history = await world.wait(found.pictures.history(rivalPictureId))
    const target = await world.wait(world.create(found.pictures, copyId))
    const newPrimary = () => world.newPrimary(found.process)
    const kept = found.host.keepCopy(target, { history, newPrimary }).catch(codeOf)
    expect(await world.wait(kept)).toBe('corrupt')
    found.process.kill()
    const damaged = await world.opened(mine)
    expect(damaged.host.copyOffer()).toBeUndefined()
    expect(damaged.host.notices).toEqual([expect.stringMatching(`is damaged.*stays as ${name}`)])
    damaged.process.kill()
    mine.journalFaults.planned = (what) => (/branches of/.test(what) ? 'fails-before' : undefined)
    const failing = await world.opened(mine)
    expect(failing.host.notices).toEqual([expect.stringContaining('storage failed')])
    expect(mine.journal.read(name!)).toEqual(bytes)
  })
})

describe('a host that closes', () => {
  it('[BC17] gives the picture back also when its journal can’t be given back', async () => {
    const world = await RivalComputers.withPicture({ persistCadenceMs: 60_000 })
    const { host, guest, pictures, computer } = await world.opened()
    guest.stroke(10, 10)
    await world.clock.run(1000)
    computer.journalFaults.planned = (what) => (what === 'journal close' ? 'fails-before' : undefined)
    expect(await world.wait(host.close('The host closed this session.').catch(codeOf))).toBe('unavailable')
    const claim = await world.wait(pictures.claim(rivalPictureId))
    expect((await world.wait(claim.load()))?.seq).toBe(2)
  })
})
