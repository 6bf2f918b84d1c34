import { describe, expect, it } from 'vitest'
import type { StorageError } from './base/errors.ts'
import { RivalComputers, type OpenedRival } from './testing/rival-computers.ts'
import { ScriptedGuest } from './testing/scripted-guest.ts'
import type { SimulatedDisk } from './testing/simulated-disk.ts'
import { inviteToken } from './testing/simulated-session.ts'

const pictureId = 'aaaaaaaaaaaaaaaaaaaaaaaaaa'

async function newWorld(persistCadenceMs = 60_000): Promise<RivalComputers> {
  const world = new RivalComputers(7, { persistCadenceMs })
  const { process, pictures } = world.newProcess()
  await world.wait(world.create(pictures, pictureId).then((claim) => claim.release()))
  process.kill()
  return world
}

async function open(world: RivalComputers, computer: SimulatedDisk, id = pictureId): Promise<OpenedRival> {
  const opened = await world.wait(world.open(computer, id))
  if (typeof opened === 'string') throw new Error(`the picture can't be opened: ${opened}`)
  await world.clock.run(500)
  return opened
}

const codeOf = (error: unknown): string => (error as StorageError).code

describe('a host that another one followed', () => {
  it('[BC27] takes nothing any more, also when its disk was full and has room again', async () => {
    const world = await newWorld(4000)
    const { host, guest, computer } = await open(world, world.newComputer())
    computer.journalFaults.condition.full = true
    for (let at = 0; host.state().health.writable; at++) {
      guest.stroke(at % 200, 20)
      await world.clock.run(20)
    }
    await open(world, world.newComputer())
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
    const world = await newWorld()
    const [mine, other] = [world.newComputer(), world.newComputer()]
    const { host, guest, process } = await open(world, mine)
    const { process: rival, guest: guestOfRival } = await open(world, other)
    guestOfRival.stroke(60, 60)
    await world.clock.run(3000)
    guest.stroke(10, 10)
    await world.clock.run(100)
    const closed = host.close('The host closed this session.').catch((error: Error) => error.message)
    expect(await world.wait(closed)).toMatch(/not saved is still on this computer/)
    process.kill()
    rival.kill()
    expect((await open(world, mine)).host.copyOffer()).toMatch(/picture of its own/)
  })

  it('[JO41] goes on with all that it told when the other one only looked, and offers nothing', async () => {
    const world = await newWorld()
    const [mine, other] = [world.newComputer(), world.newComputer()]
    const first = await open(world, mine)
    first.guest.stroke(10, 10)
    await world.clock.run(3000)
    // Nothing of this one reaches the bucket.
    world.bucket.faults.planned = (what) => (what.includes('slots') ? 'fails-before' : undefined)
    first.guest.stroke(90, 50)
    await world.clock.run(1000)
    const { seq } = first.host.state()
    const stamp = first.guest.last('stamp')
    expect(stamp?.seq).toBe(seq)
    first.process.kill()
    world.bucket.faults.planned = () => undefined
    const looked = await open(world, other)
    expect(looked.host.state().seq).toBe(seq - 2)
    await world.wait(looked.host.close('The host closed this session.'))
    looked.process.kill()
    const again = await open(world, mine)
    expect([again.host.copyOffer(), again.host.notices]).toEqual([undefined, []])
    await world.clock.run(1000)
    expect([again.host.state().seq, again.guest.last('stamp')]).toEqual([seq, stamp])
    await world.wait(again.host.close('The host closed this session.'))
    again.process.kill()
    const elsewhere = await open(world, other)
    await world.clock.run(1000)
    expect([elsewhere.host.state().seq, elsewhere.guest.last('stamp')]).toEqual([seq, stamp])
    expect(elsewhere.host.copyOffer()).toBeUndefined()
  })

  it('[BC28][JO40] is offered as a copy again after every restart until one is stored, which has all of it', async () => {
    const world = await newWorld()
    const [mine, other] = [world.newComputer(), world.newComputer()]
    const first = await open(world, mine)
    // Nothing of it reaches the bucket: it is in the journal only.
    world.bucket.faults.planned = (what) => (what.includes('slots') ? 'fails-before' : undefined)
    first.guest.stroke(10, 10)
    await world.clock.run(100)
    first.guest.stroke(90, 50)
    await world.clock.run(1000)
    const { seq } = first.host.state()
    const stamp = first.guest.last('stamp')
    expect(stamp?.seq).toBe(seq)
    first.process.kill()
    world.bucket.faults.planned = () => undefined
    const taken = await open(world, other)
    taken.guest.stroke(60, 60)
    await world.clock.run(3000)
    taken.process.kill()
    let slots = 0
    world.bucket.faults.planned = (what) =>
      /swap .*slots/.test(what) && ++slots === 2 ? 'fails-before' : undefined
    expect(await world.wait(world.open(mine, pictureId))).toBe('unavailable')
    const offers = new Set<string | undefined>()
    for (const how of ['killed', 'closed', 'power cut']) {
      const { host, process } = await open(world, mine)
      offers.add(host.copyOffer())
      if (how === 'closed') await world.wait(host.close('The host closed this session.'))
      process.kill()
      if (how === 'power cut') mine.cutPower()
    }
    expect([...offers]).toEqual([expect.stringContaining(`(updates: ${seq}, kept here since 20`)])
    const { host, process, pictures } = await open(world, mine)
    const copyId = 'bbbbbbbbbbbbbbbbbbbbbbbbba'
    const history = await world.wait(pictures.history(pictureId))
    const target = await world.wait(world.create(pictures, copyId))
    const newPrimary = () => world.newPrimary(process)
    await world.wait(host.keepCopy(target, { history, newPrimary }))
    await target.release()
    expect(host.copyOffer()).toBeUndefined()
    await world.wait(host.close('The host closed this session.'))
    process.kill()
    expect((await open(world, mine)).host.copyOffer()).toBeUndefined()
    expect(mine.journal.names().filter((name) => name.startsWith('branch-'))).toEqual([])
    const copy = await open(world, other, copyId)
    await world.clock.run(1000)
    expect([copy.host.state().seq, copy.guest.last('stamp')]).toEqual([seq, stamp])
  })

  it('[BC28][JO40] opens and says so when what was kept is damaged, or can’t be looked for', async () => {
    const world = await newWorld()
    const [mine, other] = [world.newComputer(), world.newComputer()]
    const first = await open(world, mine)
    first.guest.stroke(10, 10)
    await world.clock.run(100)
    first.process.kill()
    const taken = await open(world, other)
    taken.guest.stroke(60, 60)
    await world.clock.run(3000)
    taken.process.kill()
    const found = await open(world, mine)
    const [name] = mine.journal.names().filter((each) => each.startsWith('branch-'))
    const bytes = mine.journal.read(name!)!
    bytes[bytes.length >> 1]! ^= 1
    mine.journal.replace(name!, bytes)
    const history = await world.wait(found.pictures.history(pictureId))
    const target = await world.wait(world.create(found.pictures, 'bbbbbbbbbbbbbbbbbbbbbbbbba'))
    const newPrimary = () => world.newPrimary(found.process)
    const kept = found.host.keepCopy(target, { history, newPrimary }).catch(codeOf)
    expect(await world.wait(kept)).toBe('corrupt')
    found.process.kill()
    const damaged = await open(world, mine)
    expect(damaged.host.copyOffer()).toBeUndefined()
    expect(damaged.host.notices).toEqual([expect.stringMatching(`is damaged.*stays as ${name}`)])
    damaged.process.kill()
    mine.journalFaults.planned = (what) => (/branches of/.test(what) ? 'fails-before' : undefined)
    const failing = await open(world, mine)
    expect(failing.host.notices).toEqual([expect.stringContaining('storage failed')])
    expect(mine.journal.read(name!)).toEqual(bytes)
  })
})

describe('a host that closes', () => {
  it('[BC17] gives the picture back also when its journal can’t be given back', async () => {
    const world = await newWorld()
    const { host, guest, pictures, computer } = await open(world, world.newComputer())
    guest.stroke(10, 10)
    await world.clock.run(1000)
    computer.journalFaults.planned = (what) => (what === 'journal close' ? 'fails-before' : undefined)
    expect(await world.wait(host.close('The host closed this session.').catch(codeOf))).toBe('unavailable')
    const claim = await world.wait(pictures.claim(pictureId))
    expect((await world.wait(claim.load()))?.seq).toBe(2)
  })
})
