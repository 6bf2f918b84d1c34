// Where the objects of a snapshot go: packs and segments, and in the end the root. Until a head names that root nobody reads
// any of it, and it can be undone.

import { nameTile } from './content-name.ts'
import type { EncodedSegment } from './history-segment.ts'
import { LiveEdits, type LiveBytes } from './live-bytes.ts'
import { PackWriter } from './pack-writer.ts'
import { objectKey, objectName, type ObjectNumber, type SnapshotFolder } from './picture-keys.ts'
import { encodeRoot, type PictureRoot } from './picture-root.ts'
import type { PictureReader } from './read-table.ts'
import type { HistoryEntry } from './snapshot-pages.ts'
import { hasLostPages, type SnapshotTable } from './snapshot-table.ts'
import type { Uploads } from './uploads.ts'

export interface OutputParts extends PictureReader {
  readonly live: LiveBytes
  readonly uploads: Uploads
  /** A name that was never used. */
  readonly newObject: (folder: SnapshotFolder) => ObjectNumber
}

export class SnapshotOutput {
  readonly packs: PackWriter
  readonly edits: LiveEdits
  private readonly parts: OutputParts

  constructor(parts: OutputParts) {
    this.parts = parts
    this.edits = new LiveEdits(parts.live)
    this.packs = new PackWriter(
      () => objectName(parts.newObject('packs')),
      (pack, bytes, giveBack) => {
        parts.shelf.keep(pack, bytes)
        return parts.uploads.put(objectKey(parts.id, 'packs', pack), bytes, giveBack)
      },
    )
  }

  async writeSegment(
    { firstSeq, lastSeq, bytes, name }: EncodedSegment,
    endedMs: number,
  ): Promise<HistoryEntry> {
    const { id, uploads, newObject } = this.parts
    const object = newObject('history')
    await uploads.put(objectKey(id, 'history', objectName(object)), bytes)
    return { firstSeq, lastSeq, ...object, bytes: bytes.length, endedMs, name }
  }

  /** The last thing that is written: ends the last pack. Packs of the snapshot before stay listed as far as they are needed. */
  async writeRoot(
    root: Omit<PictureRoot, 'packs'>,
    before: SnapshotTable | undefined,
  ): Promise<Pick<SnapshotTable, 'root' | 'place'>> {
    // What a page that can't be read refers to is not known: then every pack stays listed.
    const isLost = before !== undefined && hasLostPages(before)
    const former = [...(before?.root.packs ?? [])].filter(([pack]) => isLost || this.parts.live.of(pack) > 0)
    const { pack, length } = this.packs.open
    const packs = new Map([...former, ...this.packs.packs, [pack, length] as const])
    const written: PictureRoot = { ...root, packs }
    const bytes = encodeRoot(written)
    const place = this.packs.addLast(nameTile(bytes), bytes)
    await this.packs.finish()
    packs.set(pack, place.offset + place.length)
    await this.parts.uploads.finish()
    return { root: written, place }
  }

  /** What was written does not count after all; resolves when nothing of it is on its way any more. */
  async giveUp(): Promise<void> {
    this.edits.undo()
    await this.parts.uploads.settle()
  }
}
