import { describe, expect, it } from 'vitest'
import { StorageError } from '../base/errors.ts'
import { limits } from '../base/limits.ts'
import { Journal } from '../journal/journal.ts'
import { MemoryJournalStorage } from '../testing/memory-journal-storage.ts'
import { SimulatedClock } from '../testing/simulated-clock.ts'
import { JournalLog } from './journal-log.ts'

const update = { seq: 1, author: 1, clientSeq: 1, operation: Uint8Array.of(1) }

async function openLog(): Promise<{
  storage: MemoryJournalStorage
  clock: SimulatedClock
  log: JournalLog
  health: [boolean, string][]
}> {
  const storage = new MemoryJournalStorage()
  const clock = new SimulatedClock()
  const health: [boolean, string][] = []
  const { journal } = await Journal.open(storage)
  await journal.append({ kind: 'epoch', epoch: 1, startSeq: 0 })
  const onHealth = (writable: boolean, sentence: string): void => void health.push([writable, sentence])
  const log = new JournalLog({ clock, limits, journal, epoch: 1, onDurable: () => undefined, onHealth })
  return { storage, clock, log, health }
}

describe('journal log', () => {
  it('[BC18] takes updates again by itself when there is room again', async () => {
    const { storage, clock, log, health } = await openLog()
    const full = new StorageError('disk-full', 'The disk is full.', true)
    storage.fault = (call) => (call === 'append' ? { error: full } : undefined)
    await log.writeUpdates([update]).catch((error: unknown) => log.onWriteFailed(error))
    await clock.run(limits.journalRetryMs + 1)
    expect(health.map(([writable]) => writable)).toEqual([false, false])
    storage.fault = () => undefined
    await clock.run(limits.journalRetryMs + 1)
    expect(health.at(-1)).toEqual([true, ''])
    await log.writeUpdates([update])
  })

  it('[BC18] says what to do when an fsync failed, and never trusts that journal again', async () => {
    const { storage, clock, log, health } = await openLog()
    const broken = new StorageError('unavailable', 'The disk answered with an error.')
    storage.fault = (call) => (call === 'sync' ? { error: broken } : undefined)
    await log.writeUpdates([update])
    await clock.run(1)
    expect(health.at(-1)?.[0]).toBe(false)
    expect(health.at(-1)?.[1]).toMatch(
      /answered with an error\. When the disk works again, close this session/,
    )
    storage.fault = () => undefined
    await clock.run(10 * limits.journalRetryMs)
    expect(health.every(([writable]) => !writable)).toBe(true)
    await expect(log.writeUpdates([{ ...update, seq: 2 }])).rejects.toThrow('answered with an error')
  })
})
