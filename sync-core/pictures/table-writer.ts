// Writes the pages of a table of contents: those whose content changed, and those whose pack is being rewritten. All others
// keep their place.

import { StorageError } from '../base/errors.ts'
import { nameTile, sameBytes } from './content-name.ts'
import type { LiveEdits } from './live-bytes.ts'
import type { PackWriter } from './pack-writer.ts'
import type { SnapshotInput, StoredPeople } from './picture-accessor.ts'
import { pictureLimits } from './picture-limits.ts'
import type { Pages, PictureRoot } from './picture-root.ts'
import type { Rest } from './rest.ts'
import { carriedPage, cutCarried, historyPage, leftOutPage, peoplePage } from './snapshot-pages.ts'
import type { HistoryEntry } from './snapshot-pages.ts'
import type { SnapshotTable } from './snapshot-table.ts'
import type { StoredPlace } from './stored-place.ts'
import { encodeTilePage, type BlockKey, type TilePlaces } from './tile-page.ts'

export interface TableWriterParts {
  readonly packs: PackWriter
  readonly edits: LiveEdits
  /** Packs that are being rewritten: nothing may stay in them. */
  readonly moved: ReadonlySet<string>
  readonly rest: Rest
  readonly before: SnapshotTable | undefined
}

/** A page as it is to be. */
interface NextPage {
  readonly isSame: boolean
  readonly encode: () => Uint8Array
}

type NextPages = ReadonlyMap<number, NextPage>

export class TableWriter {
  private readonly parts: TableWriterParts

  constructor(parts: TableWriterParts) {
    this.parts = parts
  }

  /** `changed` blocks that are empty have no page any more. */
  writeTilePages(
    tiles: ReadonlyMap<BlockKey, TilePlaces>,
    changed: ReadonlyMap<BlockKey, TilePlaces>,
  ): Promise<Pages> {
    const { before } = this.parts
    const next = new Map<number, NextPage>()
    for (const [block, places] of tiles) {
      next.set(block, { isSame: !changed.has(block), encode: () => encodeTilePage(places) })
    }
    const lost = lostPages(before?.root.tilePages, before?.tiles)
    return this.write(before?.root.tilePages, next, (block) => lost.has(block) && !changed.has(block))
  }

  writePeople(people: StoredPeople): Promise<Pages> {
    const { before } = this.parts
    const next = new Map(
      Array.from(people, ([page, list]) => {
        const isSame = areSame(list, before?.people.get(page))
        return [page, { isSame, encode: () => peoplePage.encode(list) }] as const
      }),
    )
    return this.write(before?.root.peoplePages, next)
  }

  writeHistory(history: ReadonlyMap<number, readonly HistoryEntry[]>): Promise<Pages> {
    const { before } = this.parts
    const next = new Map(
      Array.from(history, ([page, list]) => {
        const isSame = areSame(list, before?.history.get(page))
        return [page, { isSame, encode: () => historyPage.encode(list) }] as const
      }),
    )
    const lost = lostPages(before?.root.historyPages, before?.history)
    return this.write(before?.root.historyPages, next, (page) => lost.has(page))
  }

  /** StorageError('invalid') when it is more than can be read back. */
  writeCarried({ carried }: SnapshotInput): Promise<Pages> {
    const pages = cutCarried(carried)
    const bytes = carried.reduce((sum, { operation }) => sum + operation.length, 0)
    if (pages.length > pictureLimits.pagesMax || bytes > pictureLimits.tailBytesMax) {
      throw new StorageError('invalid', 'More was drawn at once than a picture can keep open to undo.')
    }
    const next = pages.map(
      (list, page) => [page, { isSame: false, encode: () => carriedPage.encode(list) }] as const,
    )
    return this.write(this.parts.before?.root.carriedPages, new Map(next))
  }

  writeLeftOut(leftOut: readonly number[]): Promise<Pages> {
    const next = new Map<number, NextPage>()
    for (let at = 0; at < leftOut.length; at += pictureLimits.pageLeftOut) {
      const list = leftOut.slice(at, at + pictureLimits.pageLeftOut)
      next.set(next.size, { isSame: false, encode: () => leftOutPage.encode(list) })
    }
    return this.write(this.parts.before?.root.leftOutPages, next)
  }

  private async write(
    known: Pages = new Map<number, StoredPlace>(),
    next: NextPages,
    isKept: (page: number) => boolean = () => false,
  ): Promise<Pages> {
    const { packs, edits, moved, rest } = this.parts
    await rest.after(next.size * pictureLimits.pageLookWeight)
    const pages = new Map<number, StoredPlace>()
    for (const [page, place] of known) {
      if (next.has(page)) continue
      if (isKept(page)) pages.set(page, place)
      else edits.drop(place)
    }
    for (const [page, { isSame, encode }] of next) {
      const former = known.get(page)
      const canStay = former !== undefined && !moved.has(former.pack)
      if (canStay && isSame) {
        pages.set(page, former)
        continue
      }
      const bytes = encode()
      const name = nameTile(bytes)
      await rest.after(bytes.length * pictureLimits.pageByteWeight)
      if (canStay && sameBytes(name, former.name)) {
        pages.set(page, former)
        continue
      }
      const place = await packs.add(name, bytes)
      edits.add(place)
      if (former !== undefined) edits.drop(former)
      pages.set(page, place)
    }
    return pages
  }
}

/** Pages that the root has and nobody could read. */
function lostPages(
  pages: PictureRoot['tilePages'] | undefined,
  read?: ReadonlyMap<number, unknown>,
): Set<number> {
  return new Set([...(pages?.keys() ?? [])].filter((page) => read?.has(page) !== true))
}

/** Items never change, so the same ones need not be looked into. */
function areSame<T>(list: readonly T[], former: readonly T[] | undefined): boolean {
  if (list === former) return true
  return list.length === former?.length && list.every((item, at) => item === former[at])
}
