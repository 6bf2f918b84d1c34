// One computer's storage, which outlives the processes that use it: the objects of the pictures and the files of the
// journal. A process's death spares every byte that was written; a power cut spares what was synced, and maybe some of
// the rest. Faults are the same for both: calls that fail before or after they took effect, torn appends, a full disk.

import { StorageError } from '../base/errors.ts'
import type { Prng } from '../base/prng.ts'
import type { HostFiles } from '../journal/host-files.ts'
import type { JournalStorage } from '../journal/journal-storage.ts'
import { SharedJournal } from '../journal/shared-journal.ts'
import { absentTag, assertKey, type ObjectStore, type StorePlace } from '../pictures/object-store.ts'
import { DiskFaults, type FaultCondition } from './disk-faults.ts'
import type { SimulatedClock } from './simulated-clock.ts'
import { SimulatedFiles } from './simulated-files.ts'
import { simulatedHostFiles } from './simulated-host-files.ts'
import type { SimulatedProcess } from './simulated-process.ts'

/** So small that files fill up, are left and are removed all the time. */
const journalFileBytes = 16 * 1024

export class SimulatedDisk {
  readonly journal = new SimulatedFiles()
  readonly objects = new SimulatedFiles()
  /** Where the objects pretend to be: on this disk, or in a bucket, whose copies of the journal outlive it. */
  place: StorePlace = 'disk'
  readonly journalFaults: DiskFaults
  readonly objectFaults: DiskFaults
  private readonly prng: Prng
  private readonly etags = new Map<string, string>()
  private readonly modified = new Map<string, number>()
  private readonly clock: SimulatedClock
  private etagCount = 0
  private readonly holds = new Map<string, SimulatedProcess>()

  constructor(clock: SimulatedClock, prng: Prng, onCall?: (line: () => string) => void) {
    this.clock = clock
    this.prng = prng
    this.journalFaults = new DiskFaults(clock, prng, calmCondition(), onCall)
    this.objectFaults = new DiskFaults(clock, prng, calmCondition(), onCall)
  }

  /** Everything not synced may be lost; calls on their way never take effect. The process must be dead already. */
  cutPower(): void {
    this.journalFaults.forgetCalls()
    this.objectFaults.forgetCalls()
    this.journal.cutPower(this.prng)
  }

  /** The journal is gone, as when a picture is opened on another computer. */
  loseJournal(): void {
    for (const each of this.journal.names()) this.journal.replace(each, undefined)
  }

  /** The files of the journal as one process has them. */
  hostFiles(process: SimulatedProcess): HostFiles {
    return simulatedHostFiles(
      this.journal,
      (effect) => this.journalFaults.call(process, 'journal', effect),
      (length) => this.prng.below(length + 1),
    )
  }

  /** The journal of one picture as one process has it, which hosts no other. */
  async openJournal(
    process: SimulatedProcess,
    stream: string,
    change: (files: HostFiles) => HostFiles = (files) => files,
  ): Promise<JournalStorage> {
    const files = change(this.hostFiles(process))
    const { journal } = await SharedJournal.open(files, { fileBytes: journalFileBytes })
    return journal.storageOf(stream, () => journal.close())
  }

  /** The object store as one process has it. */
  objectStore(process: SimulatedProcess): ObjectStore {
    const { objects } = this
    const call = <T>(what: string, key: string, writes: boolean, act: () => T): Promise<T> => {
      if (key !== '') assertKey(key)
      return this.objectFaults.call(process, `object ${key}`, { what: `${what} ${key}`, writes, act })
    }
    const read = (key: string, bytesMax: number): Uint8Array | undefined => {
      const bytes = objects.read(key)
      if (bytes !== undefined && bytes.length > bytesMax) {
        throw new StorageError('corrupt', `${key} has ${bytes.length} bytes, more than ${bytesMax}.`)
      }
      return bytes
    }
    return {
      place: this.place,
      get: (key, bytesMax) => call('get', key, false, () => read(key, bytesMax)),
      getTagged: (key, bytesMax) =>
        call('get', key, false, () => {
          const bytes = read(key, bytesMax)
          return bytes === undefined ? undefined : { bytes, etag: present(this.etags.get(key), key) }
        }),
      put: (key, bytes) => {
        const copy = bytes.slice()
        return call('put', key, true, () => void this.store(key, copy))
      },
      compareAndSwap: (key, bytes, etag) => {
        const copy = bytes.slice()
        return call('swap', key, true, () => {
          const found = this.etags.get(key) ?? absentTag
          if (found !== etag) throw new StorageError('conflict', `${key} is at ${found}, not at ${etag}.`)
          return this.store(key, copy)
        })
      },
      remove: (keys) =>
        call('remove', keys.length === 1 ? keys[0]! : '', false, () => {
          for (const key of keys) {
            assertKey(key)
            objects.replace(key, undefined)
            this.etags.delete(key)
          }
        }),
      list: (folder) => call('list', folder, false, () => namesBelow(objects, folder)),
      listObjects: (folder) =>
        call('list', folder, false, () =>
          namesBelow(objects, folder).flatMap((each) => {
            const bytes = objects.sizeOf(`${folder}/${each}`)
            const modifiedMs = this.modified.get(`${folder}/${each}`) ?? 0
            return bytes === undefined ? [] : [{ name: each, bytes, modifiedMs }]
          }),
        ),
      hold: (held) => this.hold(process, held),
    }
  }

  private store(key: string, bytes: Uint8Array): string {
    const etag = `e${++this.etagCount}`
    this.objects.replace(key, bytes)
    this.etags.set(key, etag)
    this.modified.set(key, this.clock.nowMs())
    return etag
  }

  private hold(process: SimulatedProcess, held: string): Promise<() => Promise<void>> {
    return this.objectFaults.call(process, 'holds', {
      what: `hold ${held}`,
      writes: false,
      act: () => {
        const holder = this.holds.get(held)
        if (holder?.isAlive === true) {
          throw new StorageError('in-use', `${held} is held by ${holder.name}.`, true)
        }
        this.holds.set(held, process)
        return () => {
          if (this.holds.get(held) === process) this.holds.delete(held)
          return Promise.resolve()
        }
      },
    })
  }
}

/** No faults and a quick disk. */
export function calmCondition(): FaultCondition {
  return { failChance: 0, full: false, copiesOnWrite: false, delayMs: 0.05, jitterMs: 0.2 }
}

function namesBelow(files: SimulatedFiles, folder: string): readonly string[] {
  const prefix = folder === '' ? '' : `${folder}/`
  const below = files.names().filter((each) => each.startsWith(prefix))
  return [...new Set(below.map((each) => each.slice(prefix.length).split('/')[0]!))].sort()
}

function present<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new StorageError('not-found', `${what} is not there.`)
  return value
}
