import { describe, expect, it } from 'vitest'
import type { StorageError } from './base/errors.ts'
import { createStructure } from './raster/structure.ts'
import { RivalComputers, rivalPictureId, type OpenedRival } from './testing/rival-computers.ts'
import type { SimulatedDisk } from './testing/simulated-disk.ts'

const copyId = 'bbbbbbbbbbbbbbbbbbbbbbbbba'
const codeOf = (error: unknown): string => (error as StorageError).code

/** Draws what the bucket gets nothing of, and dies; then another computer goes on without it. */
async function losePicture(world: RivalComputers, mine: SimulatedDisk, other: SimulatedDisk): Promise<void> {
  const { guest, process } = await world.opened(mine)
  world.bucket.faults.planned = (what) => (what.includes('slots') ? 'fails-before' : undefined)
  guest.update({ kind: 'end' }, guest.last('welcome')!.lastClientSeq + 1)
  guest.stroke(10, 10)
  await world.clock.run(100)
  process.kill()
  world.bucket.faults.planned = () => undefined
  const taken = await world.opened(other)
  taken.guest.update({ kind: 'end' }, taken.guest.last('welcome')!.lastClientSeq + 1)
  taken.guest.stroke(60, 60)
  await world.clock.run(3000)
  taken.process.kill()
}

/** Opened where two pieces of unsaved work are. */
async function openWithTwo(): Promise<{ world: RivalComputers; mine: SimulatedDisk; opened: OpenedRival }> {
  const world = await RivalComputers.withPicture({ persistCadenceMs: 60_000 })
  const [mine, other] = [world.newComputer(), world.newComputer()]
  for (let times = 0; times < 2; times++) await losePicture(world, mine, other)
  return { world, mine, opened: await world.opened(mine) }
}

const branchFiles = (computer: SimulatedDisk): string[] =>
  computer.journal.names().filter((name) => name.startsWith('branch-'))

describe('unsaved work that is not needed', () => {
  it('[BC31] is thrown away by its name, for ever; the next piece is offered then', async () => {
    const { world, mine, opened } = await openWithTwo()
    const { host, process } = opened
    expect(branchFiles(mine)).toHaveLength(2)
    const first = host.droppableCopy()!
    expect(branchFiles(mine)).toContain(first)
    await world.wait(host.dropCopy(first))
    expect(branchFiles(mine)).not.toContain(first)
    const second = host.droppableCopy()!
    expect(branchFiles(mine)).toEqual([second])
    expect(host.copyOffer()).toMatch(/picture of its own/)
    // A click that comes twice hits nothing else.
    expect(await world.wait(host.dropCopy(first).catch(codeOf))).toBe('not-found')
    expect(host.droppableCopy()).toBe(second)
    await world.wait(host.dropCopy(second))
    expect([host.copyOffer(), host.droppableCopy(), branchFiles(mine)]).toEqual([undefined, undefined, []])
    process.kill()
    expect((await world.opened(mine)).host.copyOffer()).toBeUndefined()
  })

  it('[BC31] is not thrown away while it is being kept as a copy, nor kept twice', async () => {
    const { world, mine, opened } = await openWithTwo()
    const { host, pictures, process } = opened
    const history = await world.wait(pictures.history(rivalPictureId))
    const target = await world.wait(world.create(pictures, copyId))
    const newPrimary = (): ReturnType<RivalComputers['newPrimary']> => world.newPrimary(process)
    const [first, files] = [host.droppableCopy()!, branchFiles(mine)]
    const kept = host.keepCopy(target, { history, newPrimary })
    expect(await host.dropCopy(first).catch(codeOf)).toBe('in-use')
    expect(await host.keepCopy(target, { history, newPrimary }).catch(codeOf)).toBe('in-use')
    expect(branchFiles(mine)).toEqual(files)
    await world.wait(kept)
    expect(branchFiles(mine)).toEqual(files.filter((name) => name !== first))
    expect(await world.wait(host.dropCopy(first).catch(codeOf))).toBe('not-found')
    expect(host.droppableCopy()).toBe(files.find((name) => name !== first))
  })

  it('[BC31] stays offered when its file can’t be removed, or its copy can’t be written', async () => {
    const { world, mine, opened } = await openWithTwo()
    const { host, pictures, process } = opened
    const [first, files] = [host.droppableCopy()!, branchFiles(mine)]
    mine.journalFaults.planned = () => 'fails-before'
    expect(await world.wait(host.dropCopy(first).catch(codeOf))).toBe('unavailable')
    mine.journalFaults.planned = () => undefined
    const history = await world.wait(pictures.history(rivalPictureId))
    const target = await world.wait(world.create(pictures, copyId))
    world.bucket.faults.planned = (what) => (what.includes(copyId) ? 'fails-before' : undefined)
    const newPrimary = (): ReturnType<RivalComputers['newPrimary']> => world.newPrimary(process)
    expect(await world.wait(host.keepCopy(target, { history, newPrimary }).catch(codeOf))).toBe('unavailable')
    expect([host.droppableCopy(), branchFiles(mine)]).toEqual([first, files])
    await world.wait(host.dropCopy(first))
    expect(branchFiles(mine)).toHaveLength(1)
  })

  it('[BC31] is not what this host itself has: that stays in its journal', async () => {
    const world = new RivalComputers(7, { persistCadenceMs: 60_000 })
    const { process, pictures } = world.newProcess()
    await world.wait(world.create(pictures, rivalPictureId).then((claim) => claim.release()))
    process.kill()
    const { host, guest } = await world.opened(world.newComputer())
    await world.opened(world.newComputer())
    guest.stroke(10, 10)
    await world.clock.run(3000)
    expect([host.copyOffer(), host.droppableCopy()]).toEqual([expect.stringMatching(/of its own/), undefined])
  })
})

describe('a branch that is painted anew', () => {
  it('[BC28] begins with the picture’s first frame, also when it was resized before or after the fork', async () => {
    const { x, y } = createStructure({ width: 256, height: 192 }).frame
    const smaller = { kind: 'resize', x: x + 20, y, width: 64, height: 64 } as const
    const larger = { kind: 'resize', x: x - 32, y: y - 32, width: 400, height: 300 } as const
    for (const before of [undefined, larger]) {
      const world = await RivalComputers.withPicture({ persistCadenceMs: 2000 })
      const [mine, other] = [world.newComputer(), world.newComputer()]
      const first = await world.opened(mine)
      if (before !== undefined) first.guest.update(before)
      first.guest.stroke(10, 10)
      await world.clock.run(5000)
      const { seq, stamp } = await world.dieUnsent(first, [[90, 50]])
      const taken = await world.opened(other)
      taken.guest.update(smaller, taken.guest.last('welcome')!.lastClientSeq + 1)
      await world.clock.run(5000)
      expect(taken.host.state().saved).toMatchObject({ seq: seq - 1 })
      taken.process.kill()
      const { host, process, pictures: here } = await world.opened(mine)
      const history = await world.wait(here.history(rivalPictureId))
      const target = await world.wait(world.create(here, copyId))
      await world.wait(host.keepCopy(target, { history, newPrimary: () => world.newPrimary(process) }))
      await target.release()
      const copy = await world.wait(world.open(world.newComputer(), copyId))
      if (typeof copy === 'string') throw new Error(`the copy can't be opened: ${copy}`)
      await world.clock.run(1000)
      expect([copy.host.state().seq, copy.guest.last('stamp')]).toEqual([seq, stamp])
    }
  })
})
