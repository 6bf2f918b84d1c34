import { describe, expect, it } from 'vitest'
import { limits as standardLimits } from '../base/limits.ts'
import type { Limits } from '../base/limits.ts'
import { Prng } from '../base/prng.ts'
import { FaultySlots, slotFaults } from '../testing/faulty-slots.ts'
import { SimulatedClock } from '../testing/simulated-clock.ts'
import { SlotBucket, ToldJournal } from '../testing/slot-bucket.ts'
import { participantRecord } from '../testing/journal-records.ts'
import type { UploadedState } from '../protocol/uploaded-state.ts'
import { beginSlots } from './begin-slots.ts'
import { fenceOlderEpochs } from './fence-older-epochs.ts'
import { readSlots } from './read-slots.ts'
import { replayJournal } from './replay-journal.ts'
import type { JournalReplay } from './replay-journal.ts'
import { SlotCopier } from './slot-copier.ts'

/** A copier of a picture at seq 0, in its first epoch, with everything that it says. */
async function copying(changed: Partial<Limits> = {}, epoch = 1, bucket = new SlotBucket()) {
  const clock = new SimulatedClock()
  const limits = { ...standardLimits, ...changed }
  const stored = await bucket.claim(epoch)
  const slots = new FaultySlots(stored, clock)
  const journal = new ToldJournal()
  const written = await beginSlots(stored, { epoch, startSeq: 0, seq: 0, leftOut: [] })
  const states: UploadedState[] = []
  const stops: Error[] = []
  const copier = new SlotCopier({
    clock,
    limits,
    slots,
    journal,
    epoch,
    copiedSeq: 0,
    participants: [],
    written,
    onChange: (state) => states.push(state),
    onStopped: (error) => stops.push(error),
  })
  const draw = (count: number, operationBytes?: number): void => {
    copier.addUpdates(journal.write(count, operationBytes))
  }
  return { clock, slots, journal, copier, states, stops, draw, bucket }
}

/** What a later host finds. */
async function found(bucket: SlotBucket, epoch = 2): Promise<JournalReplay> {
  const slots = await bucket.claim(epoch)
  const places = await fenceOlderEpochs(slots, epoch)
  const read = await readSlots(slots, places, { savedSeq: 0, lineage: [] })
  expect(read.notices).toEqual([])
  return replayJournal(read.records, 0)
}

const seqs = (replay: JournalReplay): number[] => replay.updates.map(({ seq }) => seq)
const upTo = (last: number): number[] => Array.from({ length: last }, (_, at) => at + 1)

describe('slot copier', () => {
  it('[JO31] begins to copy what is durable within a second, and nothing that is not', async () => {
    const { clock, slots, journal, copier, draw, bucket } = await copying()
    draw(5)
    await clock.run(5000)
    expect(slots.calls).toEqual([])
    journal.sync()
    draw(2)
    await clock.run(999)
    expect(slots.calls).toEqual([])
    await clock.run(10)
    expect(slots.calls).toEqual(['create 1-1'])
    expect(copier.state).toMatchObject({ state: 'uploaded', seq: 5 })
    expect(seqs(await found(bucket))).toEqual(upTo(5))
  })

  it('[JO31] writes one slot after another, however slow they are', async () => {
    const { clock, slots, journal, copier, draw, bucket } = await copying()
    slots.latencyMs = 3000
    for (let second = 0; second < 10; second++) {
      draw(3)
      journal.sync()
      await clock.run(1000)
      expect(slots.calls.length).toBeLessThanOrEqual(1 + Math.floor(second / 3))
    }
    await clock.run(8000)
    expect(copier.state.seq).toBe(30)
    expect(await bucket.names()).toEqual(
      ['0', '1', '2', '3', '4'].map((number) => `0000000001-0000000${number}`),
    )
    expect(seqs(await found(bucket))).toEqual(upTo(30))
  })

  it('[JO31] has a participant before the first update that may be theirs', async () => {
    const { clock, journal, copier, draw, bucket } = await copying()
    draw(1)
    copier.addParticipant(participantRecord(2))
    journal.sync()
    await clock.run(1100)
    expect((await found(bucket, 2)).participants).toEqual([])
    draw(1)
    journal.sync()
    await clock.run(1100)
    const next = await copying()
    next.copier.addParticipant(participantRecord(2))
    next.draw(1)
    next.journal.sync()
    await next.clock.run(1100)
    expect((await found(next.bucket)).participants).toEqual([participantRecord(2)])
  })

  it('[JO36] holds a bounded part in memory, and reads back what is older', async () => {
    const small = { slotBytes: 1000, slotQueueBytesMax: 2000 }
    const { clock, slots, journal, copier, draw, bucket } = await copying(small)
    slots.fault = () => 'before'
    for (let i = 0; i < 100; i++) {
      draw(5, 40)
      journal.sync()
      await clock.run(50)
      expect(copier.heldBytes).toBeLessThan(2000 + 1000 + 1000)
    }
    slots.fault = () => undefined
    await clock.run(20_000)
    expect(journal.reads[0]).toMatch(/^\d+-/)
    expect(copier.state).toMatchObject({ state: 'uploaded', seq: 500 })
    const replay = await found(bucket)
    expect(seqs(replay)).toEqual(upTo(500))
    expect(replay.updates[321]!.operation).toEqual(new Uint8Array(40).fill(322))
  })

  it('[JO32] tries the same bytes again after pauses that grow, and says since when', async () => {
    const { clock, slots, journal, copier, draw, states, bucket } = await copying()
    slots.fault = () => 'before'
    draw(1)
    journal.sync()
    await clock.run(1100)
    expect(copier.state).toMatchObject({ state: 'waiting', seq: 0, sinceMs: states[0]!.sinceMs })
    expect(copier.state.sentence).toMatch(/does not answer/)
    draw(4)
    journal.sync()
    await clock.run(60_000)
    const tries = slots.calls.filter((call) => call === 'create 1-1').length
    expect(tries).toBeGreaterThanOrEqual(6)
    expect(tries).toBeLessThan(10)
    slots.fault = () => undefined
    await clock.run(16_000)
    expect(copier.state).toMatchObject({ state: 'uploaded', seq: 5, sentence: '' })
    expect(await bucket.names()).toHaveLength(3)
    expect(seqs(await found(bucket))).toEqual(upTo(5))
  })

  it('[JO32] loses nothing and copies nothing twice, whatever becomes of any of its calls', async () => {
    for (const fault of slotFaults) {
      for (let which = 0; which < 12; which++) {
        const { clock, slots, journal, copier, stops, draw, bucket } = await copying()
        let calls = 0
        slots.fault = () => (calls++ === which ? fault : undefined)
        for (let i = 0; i < 6; i++) {
          draw(2)
          journal.sync()
          await clock.run(1200)
        }
        await clock.run(10_000)
        expect([fault, which, copier.state, stops]).toMatchObject([fault, which, { seq: 12 }, []])
        expect(seqs(await found(bucket))).toEqual(upTo(12))
      }
    }
  })

  it('[JO32] loses nothing while most calls go wrong', async () => {
    for (let round = 0; round < 30; round++) {
      const { clock, slots, journal, copier, stops, draw, bucket } = await copying({ slotRetryMsMax: 1000 })
      const prng = new Prng(round)
      slots.fault = () => (prng.chance(0.7) ? prng.pick(slotFaults) : undefined)
      for (let i = 0; i < 20; i++) {
        draw(2)
        journal.sync()
        await clock.run(300)
      }
      await clock.run(60_000)
      expect([round, copier.state, stops]).toMatchObject([round, { seq: 40 }, []])
      expect(seqs(await found(bucket))).toEqual(upTo(40))
    }
  })

  it('[JO33] is superseded by a fence, and by anything else in its way', async () => {
    const { clock, slots, journal, copier, stops, draw, bucket } = await copying()
    draw(2)
    journal.sync()
    await clock.run(1100)
    expect(seqs(await found(bucket))).toEqual([1, 2])
    draw(2)
    journal.sync()
    await clock.run(1100)
    expect(stops).toMatchObject([{ code: 'superseded' }])
    expect(copier.state.seq).toBe(2)
    const { length } = slots.calls
    draw(2)
    journal.sync()
    await clock.run(60_000)
    expect(slots.calls).toHaveLength(length)

    const other = await copying()
    await other.bucket.store.put(other.bucket.key('0000000001-00000001'), new Uint8Array(20))
    other.draw(1)
    other.journal.sync()
    await other.clock.run(1100)
    expect(other.stops).toMatchObject([{ code: 'superseded' }])
  })

  it('[JO38] begins only while the claim holds', async () => {
    const bucket = new SlotBucket()
    const first = await bucket.claim(1)
    await bucket.claim(2)
    const begun = { epoch: 1, startSeq: 0, seq: 0, leftOut: [] }
    await expect(beginSlots(first, begun)).rejects.toMatchObject({ code: 'superseded' })
    // It is there, so a later host puts its fence behind it.
    expect(await bucket.names()).toEqual(['0000000001-00000000'])
    await expect(beginSlots(await bucket.claim(1), begun)).rejects.toMatchObject({ code: 'superseded' })
  })

  it('[JO38] writes everything that was left out into its first slots', async () => {
    const bucket = new SlotBucket()
    const leftOut = Array.from({ length: 120_000 }, (_, at) => at + 1)
    const written = await beginSlots(await bucket.claim(1), { epoch: 1, startSeq: 5, seq: 200_000, leftOut })
    expect(written.map(({ lastSeq }) => lastSeq)).toEqual([200_001, 200_001, 200_001])
    const slots = await bucket.claim(2)
    const places = await fenceOlderEpochs(slots, 2)
    const { records } = await readSlots(slots, places, { savedSeq: 5, lineage: [] })
    expect(replayJournal(records, 5).leftOut.size).toBe(120_000)
  })

  it('[JO37] removes what a stored snapshot made superfluous, but never its newest', async () => {
    const { clock, journal, copier, draw, bucket, slots } = await copying()
    const names = async (): Promise<readonly string[]> =>
      (await bucket.names()).map((name) => name.slice(9).replace('-0000000', '-'))
    for (let i = 0; i < 3; i++) {
      draw(10)
      journal.sync()
      await clock.run(1100)
    }
    slots.latencyMs = 0
    const drop = async (seq: number): Promise<void> => {
      const dropped = copier.dropThrough(seq)
      await clock.run(10)
      await dropped
    }
    expect(await names()).toEqual(['1-0', '1-1', '1-2', '1-3'])
    await drop(19)
    expect(await names()).toEqual(['1-2', '1-3'])
    slots.fault = () => 'before'
    const failed = copier.dropThrough(20)
    void failed.catch(() => undefined)
    await clock.run(10)
    await expect(failed).rejects.toMatchObject({ code: 'unavailable' })
    expect(await names()).toEqual(['1-2', '1-3'])
    slots.fault = () => undefined
    await drop(30)
    expect(await names()).toEqual(['1-3'])
    draw(1)
    journal.sync()
    await clock.run(1100)
    expect(await names()).toEqual(['1-3', '1-4'])
    await drop(30)
    expect(await names()).toEqual(['1-4'])
  })

  it('[JO37] does not copy what the snapshot before the newest has already', async () => {
    const { clock, slots, journal, copier, draw, bucket } = await copying()
    slots.fault = (call) => (call.startsWith('create') ? 'before' : undefined)
    draw(50)
    journal.sync()
    await clock.run(1200)
    copier.saved(50)
    const dropped = copier.dropThrough(40)
    await clock.run(10)
    await dropped
    expect(copier.state).toMatchObject({ state: 'waiting', seq: 50 })
    // The first slot may have arrived after all, so it is written first.
    slots.fault = () => undefined
    await clock.run(20_000)
    draw(5)
    journal.sync()
    await clock.run(2000)
    expect(copier.state).toMatchObject({ state: 'uploaded', seq: 55 })
    const next = await bucket.claim(2)
    const { records } = await readSlots(next, await fenceOlderEpochs(next, 2), { savedSeq: 40, lineage: [] })
    expect(seqs(replayJournal(records, 40))).toEqual(upTo(55).slice(40))
  })
})
