import { assert } from '../base/assert.ts'
import type { Prng } from '../base/prng.ts'

interface StoredFile {
  bytes: Uint8Array
  /** The sectors that were written to since the last sync, by number. */
  readonly unsynced: Map<number, UnsyncedSector>
}

interface UnsyncedSector {
  readonly before: Uint8Array
  /** What was written, in bytes of the sector; the others are as safe as before. */
  from: number
  to: number
}

/** What a disk writes whole or not at all. */
const sectorBytes = 512

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
    return this.files.get(name)?.bytes.slice()
  }

  sizeOf(name: string): number | undefined {
    return this.files.get(name)?.bytes.length
  }

  /** Writes over what is there. */
  write(name: string, position: number, bytes: Uint8Array): void {
    const file = this.files.get(name)
    assert(file !== undefined, `${name} is there to be written to`)
    const end = position + bytes.length
    assert(end <= file.bytes.length, `what is written to ${name} ends inside it`)
    for (let sector = Math.floor(position / sectorBytes); sector * sectorBytes < end; sector++) {
      const begin = sector * sectorBytes
      const from = Math.max(0, position - begin)
      const to = Math.min(sectorBytes, end - begin)
      const known = file.unsynced.get(sector)
      if (known === undefined) {
        file.unsynced.set(sector, { before: file.bytes.slice(begin, begin + sectorBytes), from, to })
      } else {
        known.from = Math.min(known.from, from)
        known.to = Math.max(known.to, to)
      }
    }
    file.bytes.set(bytes, position)
  }

  /** Puts a whole file in place of another, or removes it (undefined): atomic, and safe from a power cut at once. */
  replace(name: string, bytes: Uint8Array | undefined): void {
    if (bytes === undefined) this.files.delete(name)
    else this.files.set(name, { bytes: bytes.slice(), unsynced: new Map() })
  }

  /** What was written so far survives a power cut. */
  sync(name: string): void {
    this.files.get(name)?.unsynced.clear()
  }

  /** Of what was not synced, any sectors may have been written or not, or are zeros or anything. */
  cutPower(prng: Prng): void {
    for (const file of this.files.values()) {
      loseSectors(file, prng)
      file.unsynced.clear()
    }
  }
}

function loseSectors({ bytes, unsynced }: StoredFile, prng: Prng): void {
  const sectors = [...unsynced.keys()].sort((a, b) => a - b)
  // Disks mostly write in order.
  const inOrder = prng.chance(0.5) ? prng.below(sectors.length + 1) : undefined
  const isClean = prng.chance(0.5)
  for (const [i, sector] of sectors.entries()) {
    if (i < (inOrder ?? 0)) continue
    const fate = inOrder !== undefined ? 1 : prng.below(isClean ? 2 : 4)
    const { before, from, to } = unsynced.get(sector)!
    const lost = bytes.subarray(sector * sectorBytes).subarray(from, to)
    if (fate === 1) lost.set(before.subarray(from, to))
    if (fate === 2) lost.fill(0)
    if (fate === 3) for (let at = 0; at < lost.length; at++) lost[at] = prng.below(256)
  }
}
