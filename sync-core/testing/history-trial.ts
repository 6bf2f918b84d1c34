import { gather } from './gather.ts'
import type { Update } from '../raster/operation.ts'
import { MemoryStore } from '../pictures/memory-store.ts'
import type { HistoryRetention, PictureClaim, SnapshotInput } from '../pictures/picture-accessor.ts'
import { StoredPictures } from '../pictures/stored-pictures.ts'
import { draft, draftUpdate, draftUpdates, pictureId, snapshot, stream, writer } from './picture-drafts.ts'

/** A picture in memory, of which the history is looked at. */
export class HistoryTrial {
  readonly store: MemoryStore

  private constructor(store: MemoryStore) {
    this.store = store
  }

  /** `nowMs`: the store's time. */
  static async begin(nowMs?: () => number): Promise<HistoryTrial> {
    const trial = new HistoryTrial(new MemoryStore(nowMs))
    await new StoredPictures(trial.store, writer(1)).create(draft)
    return trial
  }

  newClaim(history: HistoryRetention = { keep: 'all' }): Promise<PictureClaim> {
    return new StoredPictures(this.store, writer(1), { history }).claim(pictureId)
  }

  async readHistory(fromSeq?: number, toSeq?: number): Promise<Update[]> {
    const history = await new StoredPictures(this.store, writer(2)).history(pictureId)
    return gather(history.updates(fromSeq ?? history.firstSeq, toSeq ?? history.lastSeq))
  }

  /** Its segments as they are stored. */
  segments(): Promise<readonly { readonly name: string; readonly bytes: number }[]> {
    return this.store.listObjects(`${pictureId}/history`)
  }
}

export function segmentKey(name: string): string {
  return `${pictureId}/history/${name}`
}

/** A snapshot with updates of about so many bytes each. */
export function withUpdates(seq: number, bytes: number, more: Partial<SnapshotInput> = {}): SnapshotInput {
  return snapshot(seq, [], {
    updates: (fromSeq) => stream(draftUpdates(fromSeq, seq).map((update) => largeUpdate(update.seq, bytes))),
    ...more,
  })
}

/** An update of about so many bytes. */
export function largeUpdate(seq: number, bytes: number): Update {
  return { ...draftUpdate(seq), operation: new Uint8Array(bytes).fill(seq) }
}
