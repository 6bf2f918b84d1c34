import { assert } from '../base/assert.ts'
import type { StoredPlace } from './stored-place.ts'

interface Pack {
  bytes: number
  /** How many tiles and pages share the place at this offset. */
  readonly places: Map<number, number>
}

/** How many bytes of each pack are still needed; equal tiles share a place, which counts once. */
export class LiveBytes {
  private readonly packs = new Map<string, Pack>()

  add({ pack, offset, length }: StoredPlace): void {
    const found = this.packs.get(pack) ?? { bytes: 0, places: new Map<number, number>() }
    if (found.places.size === 0) this.packs.set(pack, found)
    const shared = found.places.get(offset) ?? 0
    found.places.set(offset, shared + 1)
    if (shared === 0) found.bytes += length
  }

  drop({ pack, offset, length }: StoredPlace): void {
    const found = this.packs.get(pack)
    const shared = found?.places.get(offset) ?? 0
    assert(found !== undefined && shared > 0, 'a place was needed before it is not any more')
    if (shared > 1) {
      found.places.set(offset, shared - 1)
      return
    }
    found.places.delete(offset)
    found.bytes -= length
    if (found.places.size === 0) this.packs.delete(pack)
  }

  of(pack: string): number {
    return this.packs.get(pack)?.bytes ?? 0
  }
}

/** Changes of live bytes that can be taken back: a save that fails changed nothing. */
export class LiveEdits {
  private readonly live: LiveBytes
  private readonly done: { readonly place: StoredPlace; readonly isAdded: boolean }[] = []

  constructor(live: LiveBytes) {
    this.live = live
  }

  add(place: StoredPlace): void {
    this.live.add(place)
    this.done.push({ place, isAdded: true })
  }

  drop(place: StoredPlace): void {
    this.live.drop(place)
    this.done.push({ place, isAdded: false })
  }

  undo(): void {
    for (const { place, isAdded } of this.done.splice(0).reverse()) {
      if (isAdded) this.live.drop(place)
      else this.live.add(place)
    }
  }
}
