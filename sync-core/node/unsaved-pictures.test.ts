import { expect, it } from 'vitest'
import type { Clock } from '../base/clock.ts'
import { StorageError } from '../base/errors.ts'
import { limits } from '../base/limits.ts'
import type { RunOutcome, RunRequest } from '../scheduler/task.ts'
import { pictureOf } from '../testing/heap-trial.ts'
import { MemorySysdb } from '../testing/memory-sysdb.ts'
import { SimulatedClock } from '../testing/simulated-clock.ts'
import { UnsavedPictures } from './unsaved-pictures.ts'

const picture = pictureOf(1)
const request: RunRequest = {
  wantSeq: 1,
  doneSeq: 0,
  isUrgent: false,
  onHurry: () => undefined,
  isStopping: () => false,
}
const later: RunOutcome = { kind: 'later', sentence: 'Another computer has it.' }
const notYet = 'Not saved yet: Another computer has it.'

function watching(clock = new SimulatedClock()) {
  let outcome: RunOutcome | StorageError = later
  let news = 0
  const unsaved = new UnsavedPictures(() => (news += 1), clock)
  const persist = unsaved.watch(async () => {
    if (outcome instanceof StorageError) throw outcome
    return outcome
  })
  const run = async (becomes: RunOutcome | StorageError): Promise<void> => {
    outcome = becomes
    await persist(picture, request).catch(() => undefined)
  }
  return { clock, unsaved, run, news: () => news }
}

it('[ND79] what is put off is listed with its reason once it lasts, and told when it is put off again', async () => {
  const { clock, unsaved, run, news } = watching()
  await run(later)
  await clock.run(limits.putOffShownMs - 1)
  expect(unsaved.problemOf(picture)).toBeUndefined()
  await clock.run(1)
  expect(unsaved.problemOf(picture)).toBe(notYet)
  expect(unsaved.problemOf(pictureOf(2))).toBeUndefined()
  await run({ kind: 'done', seq: 1, key: '' })
  expect(unsaved.problemOf(picture)).toBeUndefined()
  await run(later)
  await clock.run(limits.putOffShownMs - 1)
  await run(later)
  expect([unsaved.problemOf(picture), news()]).toEqual([undefined, 0])
  await clock.run(60 * 60_000)
  await run(later)
  await run(later)
  expect([unsaved.problemOf(picture), news()]).toEqual([notYet, 1])
  unsaved.isStored(picture)
  expect(unsaved.problemOf(picture)).toBeUndefined()
})

it('[ND79] who failed since is not put off any more', async () => {
  const { clock, unsaved, run } = watching()
  await run(later)
  await clock.run(limits.putOffShownMs)
  await run(new StorageError('unavailable', 'The line is down.', true))
  expect(unsaved.problemOf(picture)).toBeUndefined()
})

it('[ND79] what a process before put off is listed, too', async () => {
  const clock = new SimulatedClock()
  const sysdb = new MemorySysdb(() => clock.nowMs())
  await sysdb.create(picture, 0, 1000)
  await sysdb.schedule([{ picture, seq: 1 }], 0)
  await clock.run(1000)
  const claim = await sysdb.claim({ picture, kind: 'persist', run: 1 }, 1000)
  await sysdb.postpone(claim!, limits.setAsideBackOffMsMax, 'Another computer has it.')
  await clock.run(1000)
  const { unsaved } = watching(clock)
  await unsaved.read(sysdb)
  expect(unsaved.problemOf(picture)).toBeUndefined()
  await clock.run(limits.putOffShownMs)
  expect(unsaved.problemOf(picture)).toBe(notYet)
})

it('[ND79] a clock that was set back counts from then on', async () => {
  const clock = new SimulatedClock()
  let backMs = 0
  const setBack = { nowMs: () => clock.nowMs() - backMs } as Clock
  const unsaved = new UnsavedPictures(() => undefined, setBack)
  await unsaved.watch(async () => later)(picture, request)
  backMs = 24 * 60 * 60_000
  expect(unsaved.problemOf(picture)).toBeUndefined()
  await clock.run(limits.putOffShownMs)
  expect(unsaved.problemOf(picture)).toBe(notYet)
})

it('[ND84] what a process before left to say is not said of what is known to be stored', async () => {
  const clock = new SimulatedClock()
  const sysdb = new MemorySysdb(() => clock.nowMs())
  for (const [number, failures] of [0, limits.setAsideFailures].entries()) {
    const id = pictureOf(number)
    await sysdb.create(id, 0, 0)
    await sysdb.schedule([{ picture: id, seq: 1 }], 0)
    for (let run = 1; run <= Math.max(1, failures); run++) {
      const claim = await sysdb.claim({ picture: id, kind: 'persist', run }, 1000)
      if (failures === 0) await sysdb.postpone(claim!, 60_000, 'Another computer has it.')
      else await sysdb.fail(claim!, 0, 'It is broken.')
    }
  }
  await clock.run(limits.putOffShownMs)
  const { unsaved } = watching(clock)
  await unsaved.read(sysdb, () => true)
  expect([0, 1].map((number) => unsaved.problemOf(pictureOf(number)))).toEqual([undefined, undefined])
  await unsaved.read(sysdb, () => false)
  expect([0, 1].map((number) => unsaved.problemOf(pictureOf(number)))).toEqual([
    notYet,
    expect.stringContaining('Could not be saved'),
  ])
})
