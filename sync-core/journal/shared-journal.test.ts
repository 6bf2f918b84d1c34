import { describe, expect, it } from 'vitest'
import { StorageError } from '../base/errors.ts'
import type { StorageEffect } from '../testing/disk-faults.ts'
import { epochRecord, updatesRecord } from '../testing/journal-records.ts'
import { SimulatedFiles } from '../testing/simulated-files.ts'
import { simulatedHostFiles } from '../testing/simulated-host-files.ts'
import type { JournalStorage } from './journal-storage.ts'
import { Journal } from './journal.ts'
import { encodeFrame, fileFrame, frameBytes } from './journal-frame.ts'
import { SharedJournal } from './shared-journal.ts'

const fileBytes = 8 * 1024
const full = new StorageError('disk-full', 'The disk is full.', true)

/** A disk whose calls are counted, and fail or wait when the test says so. */
class TestDisk {
  readonly files = new SimulatedFiles()
  readonly calls: string[] = []
  fault: (what: string) => StorageError | undefined = () => undefined
  gate: (what: string) => Promise<void> | undefined = () => undefined

  async open(): Promise<{ journal: SharedJournal; repairs: readonly string[] }> {
    const call = async <T>({ what, act }: StorageEffect<T>): Promise<T> => {
      this.calls.push(what)
      await this.gate(what)
      const fault = this.fault(what)
      if (fault !== undefined) throw fault
      return act()
    }
    return SharedJournal.open(simulatedHostFiles(this.files, call), { fileBytes })
  }

  count(start: string): number {
    return this.calls.filter((call) => call.startsWith(`journal ${start}`)).length
  }

  fileNames(): string[] {
    return this.files.names().filter((name) => name.startsWith('file-'))
  }

  /** Changes a stored byte. */
  spoil(name: string, at: number): void {
    const bytes = this.files.read(name)!
    bytes[at]! ^= 0x10
    this.files.replace(name, bytes)
  }

  /** Where the bytes first occur in the file. */
  find(name: string, bytes: Uint8Array): number {
    return Buffer.from(this.files.read(name)!).indexOf(bytes)
  }
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 300; turn++) await Promise.resolve()
}

async function streams(journal: SharedJournal, count: number): Promise<JournalStorage[]> {
  const storages = Array.from({ length: count }, (_, i) => journal.storageOf(`picture-${i}`))
  for (const storage of storages) await storage.create(1)
  return storages
}

describe('writing', () => {
  it('[SJ2] writes what all pictures append in one turn with one write, and makes it durable with one fsync', async () => {
    const disk = new TestDisk()
    const { journal } = await disk.open()
    const journals = await Promise.all(
      Array.from({ length: 20 }, (_, i) => Journal.open(journal.storageOf(`picture-${i}`))),
    )
    await Promise.all(journals.map((each) => each.journal.append(epochRecord(1))))
    await Promise.all(journals.map((each) => each.journal.flush()))
    disk.calls.length = 0
    await Promise.all(journals.map((each) => each.journal.append(updatesRecord(1))))
    await Promise.all(journals.map((each) => each.journal.flush()))
    expect([disk.count('write'), disk.count('sync')]).toEqual([1, 1])
  })

  it('[SJ2] joins the fsync in flight when it began behind the bytes, and waits for the next when not', async () => {
    const disk = new TestDisk()
    const { journal } = await disk.open()
    const [a, b] = await streams(journal, 2)
    let open = (): void => undefined
    const gate = new Promise<void>((resolve) => (open = resolve))
    disk.gate = (what) => (what.startsWith('journal sync') ? gate : undefined)
    disk.calls.length = 0
    await Promise.all([a!.append(1, 0, Uint8Array.of(1)), b!.append(1, 0, Uint8Array.of(1))])
    await settle()
    const first = [a!.sync(1), b!.sync(1)]
    await a!.append(1, 1, Uint8Array.of(2))
    const second = a!.sync(1)
    await settle()
    expect(disk.count('sync')).toBe(1)
    open()
    await Promise.all([...first, second])
    expect(disk.count('sync')).toBe(2)
  })

  it('[SJ3] tells every picture of a failed fsync, and does nothing more', async () => {
    const disk = new TestDisk()
    const { journal } = await disk.open()
    const opened = await Promise.all(['a', 'b', 'c'].map((name) => Journal.open(journal.storageOf(name))))
    const heard: string[] = []
    for (const [i, each] of opened.entries())
      each.journal.onFailure((error) => heard.push(`${i} ${error.code}`))
    disk.fault = (what) => (what.startsWith('journal sync') ? full : undefined)
    await opened[0]!.journal.append(updatesRecord(1))
    await settle()
    expect(heard).toEqual(['0 disk-full', '1 disk-full', '2 disk-full'])
    disk.fault = () => undefined
    disk.calls.length = 0
    for (const each of opened) await expect(each.journal.append(updatesRecord(2))).rejects.toBe(full)
    for (const each of opened) await each.journal.close().catch(() => undefined)
    expect([disk.count('write'), disk.count('sync')]).toEqual([0, 0])
  })

  it('[SJ3] calls nothing durable that a process wrote whose fsync failed, before it is written once more', async () => {
    const disk = new TestDisk()
    const { journal } = await disk.open()
    const [storage] = await streams(journal, 1)
    await storage!.append(1, 0, new Uint8Array(100).fill(1))
    await storage!.sync(1)
    disk.fault = (what) =>
      what.startsWith('journal sync') ? new StorageError('unavailable', 'no') : undefined
    await storage!.append(1, 100, new Uint8Array(100).fill(2))
    await expect(storage!.sync(1)).rejects.toThrow('no')
    disk.fault = () => undefined
    // What was not synced is in memory only from now on: reads give it, and later fsyncs say nothing of it.
    const lost = disk.find('file-1', new Uint8Array(100).fill(2))
    const { journal: again } = await disk.open()
    await settle()
    const stored = disk.files.read('file-1')
    if (stored !== undefined) disk.files.replace('file-1', stored.fill(0, lost, lost + 100))
    await again.close()
    const { journal: afterPowerCut } = await disk.open()
    const found = await afterPowerCut.storageOf('picture-0').read(1)
    expect(found).toEqual(new Uint8Array(200).fill(1).fill(2, 100))
  })

  it('[SJ3] opens what it has where the full disk has no room to write it once more', async () => {
    const disk = new TestDisk()
    const { journal } = await disk.open()
    const [storage] = await streams(journal, 1)
    await storage!.append(1, 0, new Uint8Array(100).fill(1))
    await settle()
    disk.files.replace('file-2', undefined)
    disk.fault = (what) => (what.startsWith('journal create') ? full : undefined)
    const { journal: again } = await disk.open()
    expect(await again.storageOf('picture-0').read(1)).toEqual(new Uint8Array(100).fill(1))
  })

  it('[SJ4] has the next file ready before it is needed, and finds a full disk out early', async () => {
    const disk = new TestDisk()
    const { journal } = await disk.open()
    const [a, b] = await streams(journal, 2)
    await settle()
    expect(disk.fileNames()).toEqual(['file-1', 'file-2'])
    disk.fault = (what) => (what.startsWith('journal create') ? full : undefined)
    let position = 0
    const part = new Uint8Array(700).fill(5)
    let refusal: unknown
    while (refusal === undefined) {
      await a!.append(1, position, part).then(
        () => (position += part.length),
        (error: unknown) => (refusal = error),
      )
    }
    expect([refusal, position > 12_000]).toEqual([full, true])
    // No room is needed to take back what was never written, little for what is small, and what is kept free to remove.
    await a!.truncate(1, position)
    await b!.append(1, 0, Uint8Array.of(1))
    await b!.remove(1)
    expect((await a!.read(1)).length).toBe(position)
    disk.fault = () => undefined
    await a!.append(1, position, part)
  })

  it('[SJ5] writes nothing behind a failed write, and nothing of it comes back', async () => {
    for (const taken of ['before', 'after'] as const) {
      const disk = new TestDisk()
      const { journal } = await disk.open()
      const [a, b] = await streams(journal, 2)
      await a!.append(1, 0, Uint8Array.of(1))
      disk.fault = (what) => {
        const isWrite = what.startsWith('journal write')
        if (isWrite && taken === 'after') disk.files.write('file-1', 2000, new Uint8Array(100).fill(77))
        return isWrite ? full : undefined
      }
      await expect(a!.append(1, 1, Uint8Array.of(2))).rejects.toBe(full)
      disk.fault = () => undefined
      await a!.truncate(1, 1)
      await b!.append(1, 0, Uint8Array.of(3))
      await b!.sync(1)
      const again = await disk.open()
      expect(again.repairs).toEqual([])
      const stored = ['picture-0', 'picture-1'].map((name) => again.journal.storageOf(name).read(1))
      expect(await Promise.all(stored)).toEqual([Uint8Array.of(1), Uint8Array.of(3)])
    }
  })
})

describe('damage', () => {
  const marks = [1, 2, 3].map((n) => new Uint8Array(50).fill(n))

  async function written(): Promise<TestDisk> {
    const disk = new TestDisk()
    const { journal } = await disk.open()
    const storages = await streams(journal, 3)
    for (const [i, storage] of storages.entries()) {
      await storage.append(1, 0, marks[i]!)
      await storage.sync(1)
    }
    await journal.close()
    return disk
  }

  it('[SJ6] gives a picture its own damaged bytes, and no other picture notices', async () => {
    const disk = await written()
    disk.spoil('file-1', disk.find('file-1', marks[1]!) + 3)
    const { journal, repairs } = await disk.open()
    const read = await Promise.all([0, 1, 2].map((i) => journal.storageOf(`picture-${i}`).read(1)))
    expect([read[0], read[2], repairs]).toEqual([marks[0], marks[2], []])
    expect(read[1]).toEqual(marks[1]!.map((byte, i) => (i === 3 ? byte ^ 0x10 : byte)))
  })

  it('[SJ6] keeps what nobody can assign where the sentence says, and tells it once', async () => {
    const disk = await written()
    disk.spoil('file-1', disk.find('file-1', marks[1]!) - 20)
    const before = disk.files.read('file-1')!
    const { journal, repairs } = await disk.open()
    expect(repairs).toEqual([expect.stringMatching(/^\d+ bytes of the journal file file-1 are damaged/)])
    const aside = disk.files.names().find((name) => name.startsWith('aside'))!
    expect(repairs[0]).toContain(`kept as ${aside}.`)
    expect(before.slice(0, disk.files.sizeOf(aside))).toEqual(disk.files.read(aside))
    const storages = [0, 1, 2].map((i) => journal.storageOf(`picture-${i}`))
    expect(await Promise.all(storages.map((each) => each.read(1)))).toEqual([
      marks[0],
      new Uint8Array(0),
      marks[2],
    ])
    await settle()
    for (const storage of storages) await storage.close()
    await journal.close()
    expect(disk.fileNames()).not.toContain('file-1')
    expect((await disk.open()).repairs).toEqual([])
  })

  it('[SJ6] cuts off what was being written, and what came behind it', async () => {
    const disk = new TestDisk()
    const { journal } = await disk.open()
    const [a, b] = await streams(journal, 2)
    disk.gate = (what) => (what.startsWith('journal sync') ? new Promise(() => undefined) : undefined)
    await a!.append(1, 0, marks[0]!)
    await b!.append(1, 0, marks[1]!)
    disk.gate = () => undefined
    disk.spoil('file-1', disk.find('file-1', marks[0]!))
    const { journal: again, repairs } = await disk.open()
    expect(repairs).toEqual([
      expect.stringMatching(/^The last \d+ bytes of the journal file file-1 were being written/),
    ])
    const read = await Promise.all([0, 1].map((i) => again.storageOf(`picture-${i}`).read(1)))
    expect(read).toEqual([new Uint8Array(0), new Uint8Array(0)])
  })

  it('[SJ11] refuses what a newer version wrote, and changes nothing', async () => {
    const disk = await written()
    const before = disk.files.read('file-1')!
    const newer = fileFrame('begin', 2)
    const bytes = new Uint8Array(fileBytes)
    encodeFrame(bytes, 0, newer, { file: 2, place: 0, unsynced: 0 })
    expect(frameBytes(newer)).toBeLessThan(100)
    disk.files.replace('file-2', bytes)
    await expect(disk.open()).rejects.toMatchObject({ code: 'invalid' })
    expect([disk.files.read('file-1'), disk.files.read('file-2')]).toEqual([before, bytes])
  })
})

describe('tidying', () => {
  it('[SJ7] keeps as many files as twice what is needed and a few, whoever stays behind', async () => {
    const disk = new TestDisk()
    const { journal } = await disk.open()
    const [still, busy] = await streams(journal, 2)
    const kept = new Uint8Array(6000).map((_, i) => i % 250)
    await still!.append(1, 0, kept)
    let most = 0
    for (let segment = 2; segment < 120; segment++) {
      await busy!.create(segment)
      await busy!.append(segment, 0, new Uint8Array(1500).fill(segment))
      await busy!.remove(segment - 1)
      await settle()
      most = Math.max(most, disk.fileNames().length)
    }
    // Twice what is needed is two files; four more, and the next one.
    expect(most).toBeLessThanOrEqual(8)
    expect(await still!.read(1)).toEqual(kept)
    expect(await busy!.segments()).toEqual([119])
    for (const storage of [still!, busy!]) await storage.close()
    await journal.close()
    const again = await disk.open()
    expect(again.repairs).toEqual([])
    expect(await again.journal.storageOf('picture-0').read(1)).toEqual(kept)
    expect(await again.journal.storageOf('picture-1').segments()).toEqual([119])
  })

  it('[SJ7] needs nothing of what was being put aside when its process was killed', async () => {
    const disk = new TestDisk()
    const { journal } = await disk.open()
    const [storage] = await streams(journal, 1)
    await storage!.append(1, 0, new Uint8Array(5000).fill(3))
    // The new content is written into three files; the process dies behind the second.
    const written = disk.count('write')
    disk.gate = (what) =>
      what.startsWith('journal write') && disk.count('write') > written + 2
        ? new Promise(() => undefined)
        : undefined
    void storage!.setAside(1, new Uint8Array(13_000).fill(4))
    await settle()
    disk.gate = () => undefined
    const { journal: again } = await disk.open()
    const pictures = again.storageOf('picture-0')
    expect(await pictures.read(1)).toEqual(new Uint8Array(5000).fill(3))
    await pictures.remove(1)
    const other = again.storageOf('picture-1')
    for (let segment = 1; segment <= 30; segment++) {
      await other.create(segment)
      await other.append(segment, 0, new Uint8Array(4000).fill(segment))
      await other.remove(segment)
    }
    await settle()
    expect(disk.fileNames().length).toBeLessThan(6)
  })

  it('[SJ4] makes a file durable that a killed process had ready, before it is used', async () => {
    const disk = new TestDisk()
    const { journal } = await disk.open()
    await streams(journal, 1)
    await settle()
    expect(disk.fileNames()).toEqual(['file-1', 'file-2'])
    disk.calls.length = 0
    await disk.open()
    expect(disk.calls.find((call) => /^journal (create|write|sync) 2/.test(call))).toBe('journal sync 2')
  })

  it('[SJ12] reads each file once to open', async () => {
    const disk = new TestDisk()
    const { journal } = await disk.open()
    const [a] = await streams(journal, 1)
    for (let at = 0; at < 20; at++) await a!.append(1, at * 900, new Uint8Array(900))
    await a!.close()
    await journal.close()
    disk.calls.length = 0
    await disk.open()
    const reads = disk.calls.filter((call) => call.startsWith('journal read'))
    expect(reads).toEqual(disk.fileNames().map((name) => `journal read ${name.slice(5)}`))
  })

  it('[SJ10] gives a picture’s part to one owner', async () => {
    const { journal } = await new TestDisk().open()
    const storage = journal.storageOf('a')
    expect(() => journal.storageOf('a')).toThrow(StorageError)
    await storage.close()
    await journal.storageOf('a').close()
  })
})
