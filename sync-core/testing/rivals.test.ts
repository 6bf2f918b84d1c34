import { describe, expect, it } from 'vitest'
import { encodeHex } from '../base/hex.ts'
import type { Prng } from '../base/prng.ts'
import type { Update } from '../raster/operation.ts'
import { ScriptedGuest } from './scripted-guest.ts'
import { inviteToken } from './test-door.ts'
import { RivalComputers, rivalPictureId, type OpenedRival } from './rival-computers.ts'
import type { SimulatedDisk } from './simulated-disk.ts'

const small = {
  pendingUpdatesMax: 40,
  pendingUpdatesKept: 20,
  undoActionsKept: 0,
  horizonEverySeqs: 1,
  persistCadenceMs: 4000,
  journalSegmentBytes: 4000,
}

/** What the guest was told, by seq, from where its stream began. */
function toldTo({ guest }: OpenedRival): Map<number, string> {
  const told = new Map<number, string>()
  for (const { firstSeq, updates } of guest.all('updates')) {
    for (const [at, { author, clientSeq, operation }] of updates.entries()) {
      told.set(firstSeq + at, `${author} ${clientSeq} ${encodeHex(operation)}`)
    }
  }
  return told
}

async function collect(updates: AsyncIterable<Update>): Promise<string[]> {
  const found: string[] = []
  for await (const { author, clientSeq, operation } of updates) {
    found.push(`${author} ${clientSeq} ${encodeHex(operation)}`)
  }
  return found
}

const drawing = new WeakSet<OpenedRival>()

/** A stroke, once the guest was let in. Its numbers go on from where the picture has them. */
function draw(rival: OpenedRival, prng: Prng): void {
  const { guest } = rival
  const welcome = guest.last('welcome')
  if (welcome === undefined) return
  if (!drawing.has(rival)) guest.update({ kind: 'end' }, welcome.lastClientSeq + 1)
  drawing.add(rival)
  guest.stroke(prng.below(200), prng.below(150))
}

/** What happened in all rounds: a round that nothing happened in proves nothing. */
interface Tally {
  taken: number
  raced: number
  refused: number
  losers: number
  branches: number
}

/** One of the challengers, and whoever has the picture, are left with it; gives them and the hosts that lost it. */
async function fight(
  world: RivalComputers,
  before: OpenedRival | undefined,
  challengers: readonly SimulatedDisk[],
  tally: Tally,
): Promise<{ living: readonly OpenedRival[]; losers: readonly OpenedRival[] }> {
  const { clock, prng } = world
  const hosts = before === undefined ? [] : [before]
  let waiting = challengers.length
  let takenMs: number | undefined
  for (const computer of challengers) {
    clock.after(prng.below(60), () => {
      void world.open(computer, rivalPictureId).then((opened) => {
        waiting -= 1
        takenMs = clock.elapsedMs()
        if (typeof opened !== 'string') return void hosts.push(opened)
        expect(opened).toBe('superseded')
        tally.refused += 1
      })
    })
  }
  const isLiving = ({ host }: OpenedRival): boolean => host.state().failure === undefined
  while (waiting > 0 || hosts.filter(isLiving).length > 1) {
    for (const rival of hosts) {
      if (isLiving(rival) && prng.chance(0.7)) draw(rival, prng)
    }
    await clock.run(50)
    // Two seconds, and the time that requests take.
    expect(clock.elapsedMs() - (takenMs ?? clock.elapsedMs())).toBeLessThan(2200)
  }
  await clock.run(1000)
  return { living: hosts.filter(isLiving), losers: hosts.filter((rival) => !isLiving(rival)) }
}

describe('two hosts of one picture', () => {
  it('[BC27][BC28] fight 80 rounds: one wins each, the other stops in time, and its work is a copy', async () => {
    const world = await RivalComputers.withPicture(small)
    const computers = [world.newComputer(), world.newComputer()] as const
    const tally: Tally = { taken: 0, raced: 0, refused: 0, losers: 0, branches: 0 }
    const lostBy = new Map<SimulatedDisk, OpenedRival>()
    const known = new Map<SimulatedDisk, number>()
    let winner: OpenedRival | undefined
    for (let round = 1; round <= 80; round++) {
      // Sometimes nobody has it and both come at the same time; else somebody takes it from a host that lives.
      const isRace = winner === undefined || world.prng.chance(0.3)
      if (isRace && winner !== undefined) {
        winner.process.kill()
        lostBy.set(winner.computer, winner)
      }
      const before = isRace ? undefined : winner
      const challengers = isRace ? computers : computers.filter((computer) => computer !== before?.computer)
      const { living, losers } = await fight(world, before, challengers, tally)
      expect([round, living.length]).toEqual([round, 1])
      tally[isRace ? 'raced' : 'taken'] += 1
      for (const rival of living) {
        const lost = lostBy.get(rival.computer)
        // Older ones are offered still, behind it.
        const isFound = branchesOf(rival) > (known.get(rival.computer) ?? 0)
        if (!isFound || lost === undefined) continue
        expect(rival.host.copyOffer()).toMatch(/picture of its own/)
        tally.branches += 1
        if (tally.branches % 8 === 0) await expectCopy(world, rival, lost, 1000 + tally.branches)
        known.set(rival.computer, branchesOf(rival))
      }
      for (const loser of losers) {
        expect(loser.host.state().health.writable).toBe(false)
        expect(loser.guest.last('health')?.sentence).toMatch(/Another copy of Gesso/)
        expect(loser.host.copyOffer()).toMatch(/picture of its own/)
        tally.losers += 1
        if (tally.losers % 4 === 0) await expectCopy(world, loser, loser, tally.losers)
        lostBy.set(loser.computer, loser)
        loser.process.kill()
      }
      winner = living[0]
    }
    expect(tally.taken).toBeGreaterThan(40)
    expect(tally.raced).toBeGreaterThan(12)
    expect(tally.losers).toBeGreaterThan(40)
    // Opened again, the loser's computer knows what only its journal has.
    expect(tally.branches).toBeGreaterThan(20)
  })

  it('[SC25] wants nothing of a branch for ever: who opens the picture says what it is', async () => {
    const world = await RivalComputers.withPicture({ ...small, tenderEveryMs: 500 })
    const mine = await world.opened()
    mine.guest.stroke(10, 10)
    await world.clock.run(10_000)
    const far = Array.from({ length: 10 }, (_, at): [number, number] => [20 + 10 * at, 20])
    await world.dieUnsent(mine, far)
    world.bucket.faults.planned = () => undefined
    const other = await world.opened()
    const stranger = new ScriptedGuest(other.host, 5)
    stranger.hello(inviteToken)
    await world.clock.run(500)
    stranger.stroke(70, 70)
    await world.clock.run(10_000)
    other.process.kill()

    const again = await world.opened(mine.computer)
    await world.clock.run(30_000)
    const { seq } = again.host.state()
    expect(seq).toBeLessThan(22)
    const task = async () =>
      (await again.computer.tasks.rows(undefined, 9)).find(({ kind }) => kind === 'persist')
    const rested = await task()
    expect(rested).toMatchObject({ wantSeq: seq, doneSeq: seq, nextRunMs: undefined })
    await world.clock.run(60_000)
    expect(await task()).toEqual(rested)
    again.guest.stroke(30, 30)
    await world.clock.run(10_000)
    const { saved } = again.host.state()
    expect(saved).toMatchObject({ kind: 'saved', seq: again.host.state().seq })
  })
})

/** The copy that `keeper` makes has everything that the loser acknowledged, and looks the same. */
async function expectCopy(
  world: RivalComputers,
  keeper: OpenedRival,
  loser: OpenedRival,
  number: number,
): Promise<void> {
  const { seq } = loser.host.state()
  const id = numberedId(number)
  const { pictures, host, process } = keeper
  const offered = [host.copyOffer(), branchesOf(keeper)]
  const history = await world.wait(pictures.history(rivalPictureId))
  const target = await world.wait(world.create(pictures, id))
  await world.wait(host.keepCopy(target, { history, newPrimary: () => world.newPrimary(process) }))
  await target.release()
  // What it was offered of earlier hosts before it is offered still.
  expect([host.copyOffer(), branchesOf(keeper)]).not.toEqual(offered)
  const copied = await world.wait(pictures.history(id))
  expect([copied.firstSeq, copied.lastSeq]).toEqual([1, seq])
  const order = await world.wait(collect(copied.updates(1, seq)))
  for (const [at, update] of toldTo(loser)) expect([at, order[at - 1]]).toEqual([at, update])
  const reopened = await world.wait(world.open(world.newComputer(), id))
  if (typeof reopened === 'string') throw new Error(`the copy can't be opened: ${reopened}`)
  await world.clock.run(1000)
  const stamp = loser.guest.last('stamp')
  expect(stamp?.seq).toBe(seq)
  expect(reopened.guest.last('stamp')).toEqual(stamp)
  reopened.process.kill()
}

function branchesOf({ computer }: OpenedRival): number {
  return computer.journal.names().filter((name) => name.startsWith('branch-')).length
}

function numberedId(number: number): string {
  const letters = Array.from({ length: 25 }, (_, at) =>
    'abcdefghijklmnop'.charAt((number >> (4 * (at % 5))) & 15),
  )
  return `${letters.join('')}a`
}
