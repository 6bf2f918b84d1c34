import { assert } from '../base/assert.ts'
import type { Prng } from '../base/prng.ts'

interface StoredFile {
  bytes: Uint8Array
  used: number
  /** How much of it is on the platter for sure. */
  synced: number
}

/**
 * The bytes of a simulated disk: named files, and what of them a power cut spares. Everything is
 * synchronous; delays and faults are DiskFaults' business.
 */
export class SimulatedFiles {
  private readonly files = new Map<string, StoredFile>()

  names(): readonly string[] {
    return [...this.files.keys()].sort()
  }

  has(name: string): boolean {
    return this.files.has(name)
  }

  read(name: string): Uint8Array | undefined {
    const file = this.files.get(name)
    return file?.bytes.slice(0, file.used)
  }

  sizeOf(name: string): number | undefined {
    return this.files.get(name)?.used
  }

  /**
   * Writes over and behind what is there from `position` on, with zeros in between if it ends before; what was synced and is
   * written over is so no more.
   */
  write(name: string, position: number, bytes: Uint8Array): void {
    const file = this.files.get(name)
    assert(file !== undefined, `${name} is there to be written to`)
    const end = position + bytes.length
    if (end > file.bytes.length) {
      const grown = new Uint8Array(Math.max(2 * file.bytes.length, end))
      grown.set(file.bytes.subarray(0, file.used))
      file.bytes = grown
    }
    if (position > file.used) file.bytes.fill(0, file.used, position)
    file.bytes.set(bytes, position)
    file.used = Math.max(file.used, end)
    file.synced = Math.min(file.synced, position)
  }

  /** Shortens a file, safe from a power cut at once. */
  truncate(name: string, length: number): void {
    const file = this.files.get(name)
    if (file === undefined) return
    file.used = Math.min(file.used, length)
    file.synced = Math.min(file.synced, file.used)
  }

  /** Puts a whole file in place of another, or removes it (undefined): atomic, and safe from a power cut at once. */
  replace(name: string, bytes: Uint8Array | undefined): void {
    if (bytes === undefined) this.files.delete(name)
    else this.files.set(name, { bytes: bytes.slice(), used: bytes.length, synced: bytes.length })
  }

  /** What was written so far survives a power cut. */
  sync(name: string): void {
    const file = this.files.get(name)
    if (file !== undefined) file.synced = file.used
  }

  /** Loses what was not synced, from any byte on; sometimes the lost end is there as other bytes. */
  cutPower(prng: Prng): void {
    for (const file of this.files.values()) {
      loseEnd(file, prng)
      file.synced = file.used
    }
  }
}

function loseEnd(file: StoredFile, prng: Prng): void {
  const unsynced = file.used - file.synced
  if (unsynced === 0) return
  const kept = file.synced + prng.below(unsynced + 1)
  if (prng.chance(0.7)) {
    file.used = kept
    return
  }
  const isZeroed = prng.chance(0.5)
  for (let i = kept; i < file.used; i++) file.bytes[i] = isZeroed ? 0 : prng.below(256)
}
