import { describe, expect, it } from 'vitest'
import { Prng } from '../base/prng.ts'
import { StorageError } from '../base/errors.ts'
import { limits } from '../base/limits.ts'
import type { PictureSlots } from '../pictures/picture-slots.ts'
import { FaultySlots, slotFaults } from '../testing/faulty-slots.ts'
import { epochRecord, updatesRecord } from '../testing/journal-records.ts'
import { SimulatedClock } from '../testing/simulated-clock.ts'
import { SlotBucket, ToldJournal } from '../testing/slot-bucket.ts'
import { SteppedHosts } from '../testing/stepped-slots.ts'
import type { JournalRecord } from './journal-record.ts'
import { beginSlots } from './begin-slots.ts'
import { createSlot } from './create-slot.ts'
import { fenceOlderEpochs } from './fence-older-epochs.ts'
import { readSlots } from './read-slots.ts'
import { encodeSlot } from './slot-codec.ts'
import { SlotCopier } from './slot-copier.ts'

/** A host that writes slots of one update each, as fast as it can, until one is taken. Tells how many were confirmed. */
function writingHost(slots: PictureSlots, epoch: number, count: number) {
  const told = { confirmed: 0, superseded: false }
  const run = async (): Promise<void> => {
    for (let number = 1; number <= count; number++) {
      const content = { kind: 'records' as const, records: [updatesRecord(number)] }
      const place = { epoch, number }
      const outcome = await createSlot(slots, place, encodeSlot(slots.writer, place, content))
      told.superseded = outcome.kind === 'taken'
      if (told.superseded) return
      told.confirmed = number
    }
  }
  return { told, done: run() }
}

function lastSeqOf(records: readonly JournalRecord[]): number {
  const last = records.filter((record) => record.kind === 'updates').at(-1)
  return last === undefined ? 0 : last.firstSeq + last.updates.length - 1
}

async function lastSeqFound(slots: PictureSlots, epoch: number): Promise<number> {
  const places = await fenceOlderEpochs(slots, epoch)
  const { records, notices } = await readSlots(slots, places, { savedSeq: 0, lineage: [] })
  expect(notices).toEqual([])
  return lastSeqOf(records)
}

describe('fences', () => {
  it('[JO34] parts two hosts at one slot in every order of their calls', async () => {
    const outcomes = new Set<string>()
    for (let order = 0; order < 2 ** 9; order++) {
      const bucket = new SlotBucket()
      await beginSlots(await bucket.claim(1), { epoch: 1, startSeq: 0, seq: 0, leftOut: [] })
      const hosts = new SteppedHosts()
      const old = writingHost(hosts.slotsOf('old', await bucket.claim(1)), 1, 4)
      const next = { found: -1 }
      const slots = hosts.slotsOf('new', await bucket.claim(2))
      const opening = lastSeqFound(slots, 2).then((found) => (next.found = found))
      for (let at = 0; at < 9; at++) await hosts.step((order >> at) % 2 === 0 ? 'old' : 'new')
      while ((await hosts.step('new')) || (await hosts.step('old')));
      await Promise.all([old.done, opening])
      // What the old one was told is there is what the new one finds: no more, no less.
      expect([order, next.found]).toEqual([order, old.told.confirmed])
      expect(old.told.superseded).toBe(old.told.confirmed < 4)
      outcomes.add(`${next.found}`)
    }
    expect([...outcomes].sort()).toEqual(['0', '1', '2', '3', '4'])
  })

  it('[JO34] lets one of three hosts go on, and the others know', async () => {
    for (let order = 0; order < 3 ** 7; order += 2) {
      const bucket = new SlotBucket()
      await beginSlots(await bucket.claim(1), { epoch: 1, startSeq: 0, seq: 0, leftOut: [] })
      const hosts = new SteppedHosts()
      const opening = async (epoch: number): Promise<string> => {
        const slots = hosts.slotsOf(String(epoch), await bucket.claim(epoch))
        try {
          await fenceOlderEpochs(slots, epoch)
          await beginSlots(slots, { epoch, startSeq: 0, seq: 0, leftOut: [] })
          return 'open'
        } catch (error) {
          return (error as StorageError).code
        }
      }
      // Both took the head already, one after the other.
      const [second, third] = [opening(2), opening(3)]
      const old = writingHost(hosts.slotsOf('1', await bucket.claim(1)), 1, 2)
      await bucket.claim(3)
      let rest = order
      for (let at = 0; at < 7; at++) {
        await hosts.step(String(1 + (rest % 3)))
        rest = Math.floor(rest / 3)
      }
      while ((await hosts.step('3')) || (await hosts.step('2')) || (await hosts.step('1')));
      expect([order, await second, await third]).toEqual([order, 'superseded', 'open'])
      await old.done
    }
  })

  it('[JO34] parts two hosts whatever becomes of their calls', async () => {
    for (let seed = 0; seed < 150; seed++) {
      const prng = new Prng(seed)
      const clock = new SimulatedClock()
      const bucket = new SlotBucket()
      const faulty = (slots: PictureSlots, chance: number): FaultySlots => {
        const made = new FaultySlots(slots, clock)
        made.latencyMs = prng.below(300)
        made.fault = () => (prng.chance(chance) ? prng.pick(slotFaults) : undefined)
        return made
      }
      const stored = await bucket.claim(1)
      const written = await beginSlots(stored, { epoch: 1, startSeq: 0, seq: 0, leftOut: [] })
      const journal = new ToldJournal()
      const stops: Error[] = []
      const copier = new SlotCopier({
        clock,
        limits: { ...limits, slotEveryMs: 50, slotRetryMs: 20, slotRetryMsMax: 100 },
        slots: faulty(stored, 0.3),
        journal,
        epoch: 1,
        copiedSeq: 0,
        participants: [],
        written,
        onChange: () => undefined,
        onStopped: (error) => stops.push(error),
      })
      let openAfter = prng.below(60)
      let found: number | undefined
      const open = async (): Promise<void> => {
        const slots = faulty(await bucket.claim(2), 0.02)
        while (found === undefined) {
          found = await lastSeqFound(slots, 2).catch((error: unknown) => {
            if (!(error instanceof StorageError)) throw error
            return undefined
          })
        }
      }
      let opening: Promise<void> | undefined
      for (let i = 0; i < 100; i++) {
        copier.addUpdates(journal.write(1))
        journal.sync()
        await clock.run(30)
        if (openAfter-- === 0) opening = open()
      }
      await clock.run(60_000)
      await opening
      copier.addUpdates(journal.write(1))
      journal.sync()
      await clock.run(20_000)
      expect([seed, stops]).toMatchObject([seed, [{ code: 'superseded' }]])
      // Nothing that was confirmed is missing. What was not may be there: its answer did not arrive.
      expect(found).toBeGreaterThanOrEqual(copier.state.seq)
    }
  })

  it('[JO34] is refused where a newer host has the picture, and finds the fence of one that gave up', async () => {
    const bucket = new SlotBucket()
    await beginSlots(await bucket.claim(1), { epoch: 1, startSeq: 0, seq: 0, leftOut: [] })
    const third = await bucket.claim(3)
    await fenceOlderEpochs(third, 3)
    const refused = { code: 'superseded' }
    await expect(fenceOlderEpochs(await bucket.claim(2), 2)).rejects.toMatchObject(refused)
    await fenceOlderEpochs(await bucket.claim(4), 4)
    expect(await bucket.names()).toEqual(['0000000001-00000000', '0000000001-00000001'])
    await beginSlots(await bucket.claim(4), { epoch: 4, startSeq: 0, seq: 0, leftOut: [] })
    await expect(fenceOlderEpochs(third, 3)).rejects.toMatchObject(refused)
  })
})

describe('reading slots', () => {
  async function filled(...slots: readonly (readonly Parameters<typeof encodeSlot>[2][])[]) {
    const bucket = new SlotBucket()
    for (const [epoch, contents] of slots.entries()) {
      const claimed = await bucket.claim(epoch)
      for (const [number, content] of contents.entries()) {
        await claimed.create({ epoch, number }, encodeSlot(claimed.writer, { epoch, number }, content))
      }
    }
    const reader = await bucket.claim(99)
    const read = async (savedSeq = 0, lineage: { epoch: number; startSeq: number }[] = []) =>
      readSlots(reader, await reader.list(), { savedSeq, lineage })
    return { bucket, read }
  }
  const records = (...of: readonly ReturnType<typeof epochRecord>[]) => ({
    kind: 'records' as const,
    records: of,
  })

  it('[JO35] gives the records of all epochs in order, and when each slot is superfluous', async () => {
    const { read } = await filled(
      [],
      [records(epochRecord(1)), records(updatesRecord(1, 4)), { kind: 'fence', by: 2 }],
      [records(epochRecord(2, 4)), records(updatesRecord(5, 2))],
    )
    const found = await read()
    expect(found.records).toEqual([
      epochRecord(1),
      updatesRecord(1, 4),
      epochRecord(2, 4),
      updatesRecord(5, 2),
    ])
    expect(found.epoch).toBe(2)
    expect(found.written.map(({ epoch, number, kind, lastSeq }) => [epoch, number, kind, lastSeq])).toEqual([
      [1, 0, 'records', 0],
      [1, 1, 'records', 4],
      [1, 2, 'fence', 0],
      [2, 0, 'records', 4],
      [2, 1, 'records', 6],
    ])
  })

  it('[JO35] uses what is behind a damaged or missing slot only when the snapshot has the rest, and says so', async () => {
    const { bucket, read } = await filled(
      [],
      [
        records(epochRecord(1)),
        records(updatesRecord(1, 4)),
        records(updatesRecord(5, 4)),
        records(updatesRecord(9, 4)),
      ],
    )
    const key = bucket.key('0000000001-00000002')
    const bytes = (await bucket.store.get(key, 10_000))!.slice()
    bytes[20]! ^= 1
    await bucket.store.put(key, bytes)
    const broken = await read(2)
    expect(broken.records).toEqual([epochRecord(1), updatesRecord(1, 4)])
    expect(broken.notices).toEqual([
      'A piece of the journal in the bucket (1-2) can’t be read.',
      'What the bucket has after update 4 can’t be used, because something before it is missing.',
    ])
    expect(broken.written.map(({ number }) => number)).toEqual([0, 1, 3])
    const whole = await read(8)
    expect(whole.records).toEqual([epochRecord(1), updatesRecord(1, 4), updatesRecord(9, 4)])
    await bucket.store.remove([key])
    expect((await read(4)).notices).toHaveLength(1)
    expect((await read(8)).notices).toEqual([])
  })

  it('[JO35] makes void what an epoch in between did not inherit', async () => {
    const { read } = await filled([], [records(updatesRecord(10, 20))])
    const found = await read(15, [
      { epoch: 1, startSeq: 0 },
      { epoch: 2, startSeq: 9 },
    ])
    expect(found.records).toEqual([epochRecord(1), updatesRecord(10, 20), epochRecord(2, 9)])
  })
})
