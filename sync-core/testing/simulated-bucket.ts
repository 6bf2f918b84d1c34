import type { Prng } from '../base/prng.ts'
import type { ObjectStore } from '../pictures/object-store.ts'
import type { DiskFaults, FaultCondition } from './disk-faults.ts'
import type { SimulatedClock } from './simulated-clock.ts'
import { SimulatedDisk } from './simulated-disk.ts'
import type { SimulatedProcess } from './simulated-process.ts'

/** A bucket that many computers reach: it fails without their disks, and nobody there knows who lives. */
export class SimulatedBucket {
  private readonly disk: SimulatedDisk

  constructor(clock: SimulatedClock, prng: Prng, onCall?: (line: () => string) => void) {
    this.disk = new SimulatedDisk(clock, prng, onCall)
    Object.assign(this.faults.condition, calmBucket())
  }

  get faults(): DiskFaults {
    return this.disk.objectFaults
  }

  /** The names of everything in it. */
  names(): readonly string[] {
    return this.disk.objects.names()
  }

  objectStore(process: SimulatedProcess): ObjectStore {
    const hold: ObjectStore['hold'] = () => Promise.resolve(() => Promise.resolve())
    return { ...this.disk.objectStore(process), place: 'bucket', hold }
  }
}

/** No faults, and the time that a request takes. */
export function calmBucket(): FaultCondition {
  return { failChance: 0, full: false, copiesOnWrite: false, delayMs: 8, jitterMs: 25 }
}
