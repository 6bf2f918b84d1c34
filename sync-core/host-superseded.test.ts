import { describe, expect, it } from 'vitest'
import type { StorageError } from './base/errors.ts'
import type { KeptBranch } from './journal/recover-journal.ts'
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

async function open(
  world: RivalComputers,
  computer: SimulatedDisk,
  branches?: Map<string, KeptBranch>,
): Promise<OpenedRival> {
  const opened = await world.wait(world.open(computer, pictureId, branches && { branches }))
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
    const { process: rival } = await open(world, other)
    guest.stroke(10, 10)
    await world.clock.run(100)
    const closed = host.close('The host closed this session.').catch((error: Error) => error.message)
    expect(await world.wait(closed)).toMatch(/not saved is still on this computer/)
    process.kill()
    rival.kill()
    expect((await open(world, mine)).host.copyOffer()).toMatch(/picture of its own/)
  })

  it('[BC28] is offered as a copy again when opening failed, and after a session in which nobody kept it', async () => {
    const world = await newWorld()
    const [mine, other] = [world.newComputer(), world.newComputer()]
    const first = await open(world, mine)
    first.guest.stroke(10, 10)
    await world.clock.run(100)
    first.process.kill()
    const second = await open(world, other)
    second.process.kill()
    const branches = new Map<string, KeptBranch>()
    let slots = 0
    world.bucket.faults.planned = (what) =>
      /swap .*slots/.test(what) && ++slots === 2 ? 'fails-before' : undefined
    expect(await world.wait(world.open(mine, pictureId, { branches }))).toBe('unavailable')
    for (const when of ['first', 'second']) {
      const { host, process, pictures } = await open(world, mine, branches)
      expect([when, host.copyOffer()]).toEqual([when, expect.stringMatching(/picture of its own/)])
      if (when === 'second') {
        const history = await world.wait(pictures.history(pictureId))
        const target = await world.wait(world.create(pictures, 'bbbbbbbbbbbbbbbbbbbbbbbbba'))
        const newPrimary = () => world.newPrimary(process)
        await world.wait(host.keepCopy(target, { history, newPrimary }))
        expect([host.copyOffer(), branches.size]).toEqual([undefined, 0])
      }
      await world.wait(host.close('The host closed this session.'))
    }
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
