import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { StorageError } from '../base/errors.ts'
import { makePictureId } from '../base/picture-id.ts'
import { epochRecord, updatesRecord } from '../testing/journal-records.ts'
import { SimulatedFiles } from '../testing/simulated-files.ts'
import { callAtOnce, simulatedHostFiles } from '../testing/simulated-host-files.ts'
import type { StorageEffect } from '../testing/disk-faults.ts'
import { crc32 } from '../base/crc32.ts'
import { Prng } from '../base/prng.ts'
import { Journal } from './journal.ts'
import { encodeRecord } from './journal-record.ts'
import { JournalWrites } from './journal-writes.ts'
import { SharedJournal } from './shared-journal.ts'

const fileBytes = 8 * 1024
const ids = Array.from({ length: 6 }, (_, at) => makePictureId(new Uint8Array(16).fill(at + 1)))
const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** One process at a time on one disk: its journal, its hosts, and what its scheduler asks. */
class Computer {
  readonly files = new SimulatedFiles()
  readonly notes: string[] = []
  readonly hosted = new Map<string, Journal>()
  /** Whether what becomes durable is told, as hosts do. */
  isTold = true
  call: <T>(effect: StorageEffect<T>) => Promise<T> = callAtOnce
  shared: SharedJournal | undefined
  writes = this.newWrites()
  private opened = 0

  async host(id: string): Promise<Journal> {
    this.shared ??= await this.open()
    const { journal } = await Journal.open(this.shared.storageOf(id), { segmentBytes: 2000 })
    journal.onDurable((seq) => {
      if (this.isTold) this.writes.wrote(id, { seq, epoch: 1 })
    })
    this.hosted.set(id, journal)
    return journal
  }

  /** Draws `count` updates, durably. */
  async draw(id: string, count = 1): Promise<void> {
    const journal = this.hosted.get(id) ?? (await this.host(id))
    if (journal.seq === 0) await journal.append(epochRecord(1))
    await journal.append(updatesRecord(journal.seq + 1, count))
    await journal.flush()
  }

  /** Ends all sessions. */
  async endAll(): Promise<void> {
    for (const journal of this.hosted.values()) await journal.close()
    this.hosted.clear()
    await this.shared?.close()
    this.shared = undefined
  }

  /** The process dies; nothing of what it had in memory is left. */
  kill(): void {
    this.hosted.clear()
    this.shared = undefined
    this.writes = this.newWrites()
  }

  get timesOpened(): number {
    return this.opened
  }

  private async open(): Promise<SharedJournal> {
    this.opened++
    const files = simulatedHostFiles(this.files, (effect) => this.call(effect))
    return (await SharedJournal.open(files, { fileBytes })).journal
  }

  private newWrites(): JournalWrites {
    return new JournalWrites({
      pause,
      onNote: (note) => void this.notes.push(note),
      door: {
        current: () => this.shared,
        look: async (run) => {
          if (this.shared !== undefined) return run(this.shared)
          if (this.files.names().length === 0) return undefined
          const journal = await this.open()
          try {
            return await run(journal)
          } finally {
            await journal.close()
          }
        },
      },
    })
  }
}

describe('what became durable', () => {
  it('[SJ15] is answered until the cursor of its answer comes back, and then no more', async () => {
    const computer = new Computer()
    await computer.draw(ids[0]!, 3)
    await computer.draw(ids[1]!)
    const first = await computer.writes.after('')
    expect(first.writes).toEqual([
      { picture: ids[0], seq: 3, epoch: 1 },
      { picture: ids[1], seq: 1, epoch: 1 },
    ])
    expect((await computer.writes.after('')).writes).toEqual(first.writes)
    await computer.draw(ids[1]!)
    const second = await computer.writes.after('')
    expect(second.writes).toEqual([
      { picture: ids[0], seq: 3, epoch: 1 },
      { picture: ids[1], seq: 2, epoch: 1 },
    ])
    const third = await computer.writes.after(second.cursor)
    expect(third.writes).toEqual([])
    expect((await computer.writes.after(third.cursor)).cursor).toBe(third.cursor)
  })

  it('[SJ15] is answered again when it came while its answer was on the way', async () => {
    const computer = new Computer()
    await computer.draw(ids[0]!)
    const first = await computer.writes.after('')
    await computer.draw(ids[0]!)
    expect((await computer.writes.after(first.cursor)).writes).toEqual([
      { picture: ids[0], seq: 2, epoch: 1 },
    ])
  })

  it('[SJ16] is read from the journal behind the cursor after a kill, for each picture its last seq', async () => {
    const computer = new Computer()
    await computer.draw(ids[0]!, 5)
    const { cursor } = await computer.writes.after('')
    await computer.draw(ids[1]!, 200)
    await computer.draw(ids[2]!, 2)
    await computer.draw(ids[2]!, 2)
    // Closed, so that nothing of the first picture is written anew; but its process had no time to ask.
    await computer.endAll()
    computer.kill()
    const { writes, cursor: next } = await computer.writes.after(cursor)
    expect(writes).toEqual([
      { picture: ids[1], seq: 200, epoch: 1 },
      { picture: ids[2], seq: 4, epoch: 1 },
    ])
    expect((await computer.writes.after(next)).writes).toEqual([])
    computer.kill()
    expect((await computer.writes.after(next)).writes).toEqual([])
  })

  it('[SJ16] is everything for a cursor that nobody can read, or of a journal that is not there any more', async () => {
    for (const cursor of ['', 'nonsense', '9:9#3', '9999999999:1#1', '1:1#1 ', '-1:0#0']) {
      const computer = new Computer()
      await computer.draw(ids[0]!, 5)
      await computer.endAll()
      computer.kill()
      expect((await computer.writes.after(cursor)).writes).toEqual([{ picture: ids[0], seq: 5, epoch: 1 }])
    }
  })

  it('[SJ16] is asked from the beginning again when somebody lost the cursor', async () => {
    const computer = new Computer()
    await computer.draw(ids[0]!, 5)
    const { cursor } = await computer.writes.after('')
    expect((await computer.writes.after(cursor)).writes).toEqual([])
    expect((await computer.writes.after('')).writes).toEqual([{ picture: ids[0], seq: 5, epoch: 1 }])
  })

  it('[SJ16] is asked from the beginning again while nothing is hosted, when what was told is gone', async () => {
    const computer = new Computer()
    await computer.draw(ids[0]!, 5)
    await computer.endAll()
    computer.kill()
    const { writes, cursor } = await computer.writes.after('')
    expect((await computer.writes.after(cursor)).writes).toEqual([])
    expect((await computer.writes.after('')).writes).toEqual(writes)
    expect(writes).toEqual([{ picture: ids[0], seq: 5, epoch: 1 }])
  })

  it('[SJ17] nothing is made where there is no journal, and the journal is not opened again and again', async () => {
    const computer = new Computer()
    expect(await computer.writes.after('')).toEqual({ writes: [], cursor: '0:0#0' })
    expect([computer.timesOpened, computer.files.names()]).toEqual([0, []])
    await computer.draw(ids[0]!)
    await computer.endAll()
    computer.kill()
    let { cursor } = await computer.writes.after('')
    const files = computer.files.names()
    for (let time = 0; time < 5; time++) ({ cursor } = await computer.writes.after(cursor))
    expect([computer.timesOpened, computer.files.names()]).toEqual([2, files])
  })

  it('[SJ17] what another process wrote while nothing was hosted here is found when something is', async () => {
    const computer = new Computer()
    await computer.draw(ids[0]!)
    let { cursor } = await computer.writes.after('')
    ;({ cursor } = await computer.writes.after(cursor))
    await computer.endAll()
    computer.isTold = false
    await computer.draw(ids[1]!, 7)
    await computer.endAll()
    computer.isTold = true
    await computer.host(ids[2]!)
    expect((await computer.writes.after(cursor)).writes).toContainEqual({ picture: ids[1], seq: 7, epoch: 1 })
  })

  it('[SJ18] a part that is foreign, damaged or of a newer version keeps nobody else’s from being answered', async () => {
    const computer = new Computer()
    await computer.draw(ids[0]!, 2)
    const foreign = computer.shared!.storageOf('somebody-else')
    await foreign.create(1)
    await foreign.append(1, 0, encodeRecord(updatesRecord(1)))
    const newer = computer.shared!.storageOf(ids[1]!)
    await newer.create(1)
    const record = encodeRecord({ kind: 'left-out', seqs: [] })
    await newer.append(1, 0, unknownKind(record))
    const damaged = computer.shared!.storageOf(ids[2]!)
    await damaged.create(1)
    const good = encodeRecord(updatesRecord(1, 4))
    await damaged.append(1, 0, good)
    await damaged.append(1, good.length, new Uint8Array(100).fill(7))
    await computer.shared!.log.allDurable()
    computer.kill()
    const { writes, cursor } = await computer.writes.after('')
    expect(writes).toEqual([
      { picture: ids[0], seq: 2, epoch: 1 },
      { picture: ids[2], seq: 4, epoch: 0 },
    ])
    expect(computer.notes).toHaveLength(2)
    expect(computer.notes[0]).toContain('somebody-else')
    expect(computer.notes[1]).toContain('newer version')
    // It is tried again by the next process.
    computer.kill()
    expect((await computer.writes.after(cursor)).writes).toHaveLength(2)
    expect(computer.notes).toHaveLength(4)
  })

  it('[SJ18] a disk that can’t be read is told, and nothing counts as looked at', async () => {
    const computer = new Computer()
    await computer.draw(ids[0]!, 2)
    computer.kill()
    const away = new StorageError('unavailable', 'The disk does not answer.', true)
    computer.call = ({ what, act }) => (what.includes('read') ? Promise.reject(away) : Promise.resolve(act()))
    await expect(computer.writes.after('')).rejects.toBe(away)
    computer.call = callAtOnce
    expect((await computer.writes.after('')).writes).toEqual([{ picture: ids[0], seq: 2, epoch: 1 }])
  })

  it('[SJ16] no write is lost, whenever processes die, files go round and answers are not scheduled', async () => {
    const step = fc.oneof(
      {
        weight: 6,
        arbitrary: fc.record({ draw: fc.nat(ids.length - 1), count: fc.integer({ min: 1, max: 20 }) }),
      },
      { weight: 4, arbitrary: fc.record({ isScheduled: fc.boolean() }) },
      { weight: 2, arbitrary: fc.record({ drop: fc.nat(ids.length - 1) }) },
      { weight: 1, arbitrary: fc.constantFrom('kill' as const, 'end' as const) },
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const computer = new Computer()
        const drawn = new Map<string, number>()
        const scheduled = new Map<string, number>()
        let cursor = ''
        const tick = async (isScheduled: boolean): Promise<void> => {
          const answer = await computer.writes.after(cursor)
          if (!isScheduled) return
          for (const { picture, seq } of answer.writes)
            scheduled.set(picture, Math.max(seq, scheduled.get(picture) ?? 0))
          cursor = answer.cursor
        }
        for (const each of steps) {
          if (each === 'kill') computer.kill()
          else if (each === 'end') await computer.endAll()
          else if ('draw' in each) {
            const id = ids[each.draw]!
            await computer.draw(id, each.count)
            drawn.set(id, (drawn.get(id) ?? 0) + each.count)
          } else if ('drop' in each) {
            const journal = computer.hosted.get(ids[each.drop]!)
            await journal?.dropThrough(scheduled.get(ids[each.drop]!) ?? 0)
          } else await tick(each.isScheduled)
        }
        await tick(true)
        expect(scheduled).toEqual(drawn)
      }),
      { numRuns: 150 },
    )
  })

  it('[SJ15] lies before the cursor only when it was answered, whatever turn an fsync ends in', async () => {
    const prng = new Prng(5)
    const computer = new Computer()
    computer.call = async ({ act }) => {
      for (let turns = prng.below(3); turns > 0; turns--) await pause()
      return act()
    }
    for (const id of ids) {
      const journal = await computer.host(id)
      await journal.append(epochRecord(1))
    }
    const drawing = ids.map(async (id) => {
      const journal = computer.hosted.get(id)!
      for (let count = 0; count < 40; count++) {
        const written = journal.append(updatesRecord(journal.seq + 1, 1, 100))
        for (let turns = prng.below(4); turns > 0; turns--) await pause()
        await written
      }
    })
    const isDrawn = Promise.all(drawing).then(() => true)
    let cursor = ''
    const answered = new Map<string, number>()
    for (let isOver = false; !isOver; isOver = await Promise.race([isDrawn, pause().then(() => false)])) {
      const answer = await computer.writes.after(cursor)
      cursor = answer.cursor
      for (const { picture, seq } of answer.writes) answered.set(picture, seq)
      // Whatever the journal has before the cursor, another process would never look at.
      const other = new Computer()
      for (const name of computer.files.names()) other.files.replace(name, computer.files.read(name))
      for (const { picture, seq } of (await other.writes.after(cursor)).writes)
        answered.set(`${picture} later`, seq)
      for (const id of ids) {
        const { journal } = await Journal.open((await openShared(other)).storageOf(id))
        const known = Math.max(answered.get(id) ?? 0, answered.get(`${id} later`) ?? 0)
        expect(known).toBeGreaterThanOrEqual(journal.seq)
      }
    }
  })
})

async function openShared(computer: Computer): Promise<SharedJournal> {
  return (await SharedJournal.open(simulatedHostFiles(computer.files), { fileBytes })).journal
}

/** The record as one of a kind that is not known here, with the right checksum. */
function unknownKind(record: Uint8Array): Uint8Array {
  const payload = record.slice(8)
  payload[0] = 200
  const bytes = record.slice()
  bytes.set(payload, 8)
  new DataView(bytes.buffer).setUint32(4, crc32(payload), true)
  return bytes
}
