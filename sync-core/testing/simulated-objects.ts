import { StorageError } from '../base/errors.ts'
import { absentTag, assertKey, type ObjectStore, type StorePlace } from '../pictures/object-store.ts'
import type { DiskFaults } from './disk-faults.ts'
import type { SimulatedClock } from './simulated-clock.ts'
import { SimulatedFiles } from './simulated-files.ts'
import type { SimulatedProcess } from './simulated-process.ts'

/** Objects that outlive the processes that use them; calls take their time, and go wrong as the faults say. */
export class SimulatedObjects {
  readonly files = new SimulatedFiles()
  private readonly faults: DiskFaults
  private readonly clock: SimulatedClock
  private readonly etags = new Map<string, string>()
  private readonly modified = new Map<string, number>()
  private readonly holds = new Map<string, SimulatedProcess>()
  private etagCount = 0

  constructor(clock: SimulatedClock, faults: DiskFaults) {
    this.clock = clock
    this.faults = faults
  }

  /** The object store as one process has it. */
  store(process: SimulatedProcess, place: StorePlace): ObjectStore {
    const objects = this.files
    const call = <T>(what: string, key: string, writes: boolean, act: () => T): Promise<T> => {
      if (key !== '') assertKey(key)
      return this.faults.call(process, `object ${key}`, { what: `${what} ${key}`, writes, act })
    }
    const read = (key: string, bytesMax: number): Uint8Array | undefined => {
      const bytes = objects.read(key)
      if (bytes !== undefined && bytes.length > bytesMax) {
        throw new StorageError('corrupt', `${key} has ${bytes.length} bytes, more than ${bytesMax}.`)
      }
      return bytes
    }
    return {
      place,
      get: (key, bytesMax) => call('get', key, false, () => read(key, bytesMax)),
      getTagged: (key, bytesMax) =>
        call('get', key, false, () => {
          const bytes = read(key, bytesMax)
          return bytes === undefined ? undefined : { bytes, etag: present(this.etags.get(key), key) }
        }),
      put: (key, bytes) => {
        const copy = bytes.slice()
        return call('put', key, true, () => void this.write(key, copy))
      },
      compareAndSwap: (key, bytes, etag) => {
        const copy = bytes.slice()
        return call('swap', key, true, () => {
          const found = this.etags.get(key) ?? absentTag
          if (found !== etag) throw new StorageError('conflict', `${key} is at ${found}, not at ${etag}.`)
          return this.write(key, copy)
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

  private write(key: string, bytes: Uint8Array): string {
    const etag = `e${++this.etagCount}`
    this.files.replace(key, bytes)
    this.etags.set(key, etag)
    this.modified.set(key, this.clock.nowMs())
    return etag
  }

  private hold(process: SimulatedProcess, held: string): Promise<() => Promise<void>> {
    return this.faults.call(process, 'holds', {
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

function namesBelow(files: SimulatedFiles, folder: string): readonly string[] {
  const prefix = folder === '' ? '' : `${folder}/`
  const below = files.names().filter((each) => each.startsWith(prefix))
  return [...new Set(below.map((each) => each.slice(prefix.length).split('/')[0]!))].sort()
}

function present<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new StorageError('not-found', `${what} is not there.`)
  return value
}
