import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { afterAll, describe, expect, it } from 'vitest'
import { chosenPairs } from './chosen-pairs.ts'
import { memoryPlace } from './crash-stores.ts'
import { runStory } from './crash-story.ts'
import { openFolderPlaces } from './folder-places.ts'
import { crashWays, faultWays } from './numbered-calls.ts'
import { plantedMistakes } from './planted-mistakes.ts'
import { describeRun, faultsIn, sweepCrashPoints } from './sweep-crash-points.ts'

/** Pairs of faults are tens of thousands. */
const longMs = 3_600_000
/** A disk in memory, where there is one: whether a file is on the disk makes no difference to pairs. */
const fastRoot = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

const ends: (() => Promise<void>)[] = []
afterAll(async () => {
  for (const end of ends) await end()
})

async function folderPlaces(root: string, count: number) {
  const { places, close } = await openFolderPlaces(root, count)
  ends.push(close)
  return places
}

describe('crash points in memory', () => {
  it('[EX13] are all calls of all stores in the life of a picture, the same in every run', async () => {
    const { calls, failure } = await runStory(memoryPlace(), new Map())
    expect(failure).toBeUndefined()
    expect((await runStory(memoryPlace(), new Map())).calls).toEqual(calls)
    const names = new Set(calls.map(({ name }) => name))
    const sysdb =
      'takeShard open schedule scheduleNow ackPush claim renew finish delete gone isDone outbox removeDead saveCursor'
    for (const name of sysdb.split(' ')) expect(names).toContain(`sysdb.${name}`)
    for (const name of ['getTagged', 'compareAndSwap', 'list', 'remove'])
      expect(names).toContain(`heap.${name}`)
    for (const name of ['getTagged', 'compareAndSwap', 'remove']) expect(names).toContain(`picture.${name}`)
  })

  it('[EX14][EX16] whichever call fails, stops or stalls: every invariant holds and all comes to its end', async () => {
    const { singles, failures } = await sweepCrashPoints({ places: [memoryPlace()] })
    expect(failures).toEqual([])
    expect(singles).toBeGreaterThan(300)
  })

  it('[EX15] whichever two calls fail or stop, too', { timeout: longMs }, async () => {
    const { words, pairs } = chosenPairs(5)
    const sweep = await sweepCrashPoints({ places: [memoryPlace()], ways: crashWays, pairs })
    expect(sweep.failures).toEqual([])
    expect(sweep.pairs).toBeGreaterThan(0)
    console.log(`crash points in memory: ${sweep.pairs}, ${words}`)
  })

  it('[EX16] and where one of two stalls', { timeout: longMs }, async () => {
    const { words, pairs } = chosenPairs(100)
    const sweep = await sweepCrashPoints({ places: [memoryPlace()], pairs })
    expect(sweep.failures).toEqual([])
    expect(sweep.pairs).toBeGreaterThan(0)
    console.log(`crash points in memory, stalls too: ${sweep.pairs}, ${words}`)
  })

  it.each(plantedMistakes)('[EX19] find: $name', async ({ plant, place, way }) => {
    const { failures } = await sweepCrashPoints({ places: [place], plant, failuresMax: 1 })
    expect(failures.join()).toMatch(way)
  })

  it('[EX19] that fail say how, and can be run alone', async () => {
    const { plant, place } = plantedMistakes.find(({ name }) => name === 'unconditional prune')!
    const [told] = (await sweepCrashPoints({ places: [place], plant, failuresMax: 1 })).failures
    const [, words] = /CRASH_FAULTS='(.*)'/.exec(told!)!
    expect(describeRun(faultsIn(words!), await runStory(place, faultsIn(words!), plant))).toBe(told)
  })

  it('[EX19] are run alone with CRASH_FAULTS', async () => {
    const faults = faultsIn(process.env['CRASH_FAULTS'] ?? '12 throws-after, 40 stops-before')
    const done = await runStory(memoryPlace(), faults)
    expect(done.failure === undefined ? [] : [describeRun(faults, done)]).toEqual([])
  })
})

describe('crash points on SQLite and a folder', () => {
  it(
    '[EX17] are the same calls, and whichever goes wrong, all comes to its end',
    { timeout: longMs },
    async () => {
      const places = await folderPlaces(tmpdir(), 4)
      const inMemory = await sweepCrashPoints({ places: [memoryPlace()], ways: crashWays })
      const sweep = await sweepCrashPoints({ places, ways: crashWays })
      expect(sweep).toEqual(inMemory)
    },
  )

  it('[EX17] whichever two go wrong, too', { timeout: longMs }, async () => {
    const { words, pairs } = chosenPairs(150)
    const places = await folderPlaces(fastRoot, 2)
    const sweep = await sweepCrashPoints({ places, singlesPlace: memoryPlace(), ways: crashWays, pairs })
    expect(sweep.failures).toEqual([])
    expect(sweep.pairs).toBeGreaterThan(0)
    console.log(`crash points on SQLite and a folder: ${sweep.pairs}, ${words}`)
  })

  it('[EX16][EX17] whichever process stalls, too', { timeout: longMs }, async () => {
    const ways = faultWays.filter((way) => !crashWays.includes(way))
    expect((await sweepCrashPoints({ places: await folderPlaces(fastRoot, 2), ways })).failures).toEqual([])
  })
})
