// Reads a table of contents: the root of a snapshot, and its pages. Pages that can't be read are told and left out; what that
// means is up to the reader (open-snapshot.ts, picture-history.ts).

import { ProtocolError, StorageError } from '../base/errors.ts'
import { limits } from '../base/limits.ts'
import { nameTile } from './content-name.ts'
import { inParallel } from './in-parallel.ts'
import type { ObjectStore } from './object-store.ts'
import { partOf, type PackShelf } from './pack-shelf.ts'
import { pageOfPerson } from './people-pages.ts'
import type { PictureId, StoredParticipant } from './picture-accessor.ts'
import { pictureLimits } from './picture-limits.ts'
import { decodeRoot } from './picture-root.ts'
import type { Pages, PictureRoot } from './picture-root.ts'
import type { Rest } from './rest.ts'
import { historyPage, leftOutPage, peoplePage } from './snapshot-pages.ts'
import type { SnapshotTable } from './snapshot-table.ts'
import type { StoredPlace } from './stored-place.ts'
import { decodeTilePage } from './tile-page.ts'

/** What a picture's objects are read with. */
export interface PictureReader {
  readonly store: ObjectStore
  readonly id: PictureId
  readonly shelf: PackShelf
  readonly rest: Rest
}

/** StorageError('corrupt' | 'invalid') when it can't be read. */
export async function readRoot({ shelf }: PictureReader, place: StoredPlace): Promise<PictureRoot> {
  const part = partOf(await shelf.read(place.pack), place)
  if (typeof part !== 'string') return decodeRoot(part.slice())
  throw new StorageError('corrupt', `Its table of contents in ${place.pack} can't be read: ${part}.`)
}

/** All pages but those of carried updates. Those that can't be read are told in `problems`. */
export async function readTable(
  reader: PictureReader,
  place: StoredPlace,
  problems: string[],
): Promise<SnapshotTable> {
  const root = await readRoot(reader, place)
  const pages = [root.tilePages, root.peoplePages]
  const packs = new Set(pages.flatMap((each) => Array.from(each.values(), ({ pack }) => pack)))
  await inParallel([...packs], pictureLimits.requestsAtOnce, (pack) => reader.shelf.read(pack))
  const tell = lostPages(problems)
  let tileCount = 0
  const tiles = await readPages(
    reader,
    root.tilePages,
    (bytes) => {
      if (tileCount >= limits.pictureTilesMax) throw tooMany()
      const places = decodeTilePage(bytes, root.packs)
      tileCount += places.size
      if (tileCount > limits.pictureTilesMax) throw tooMany()
      return places
    },
    tell('tiles'),
  )
  const people = await readPages(
    reader,
    root.peoplePages,
    (bytes, page) => decodePeople(bytes, page),
    tell('painters'),
  )
  const secret = nameTile(place.name)
  return {
    root,
    place,
    tiles,
    people: new Map(
      Array.from(root.peoplePages.keys(), (page) => [
        page,
        people.get(page) ?? strangers(page, root, secret),
      ]),
    ),
    ...(await readHistoryPages(reader, root, problems)),
  }
}

/** Which segments there are, and what counts of them. */
export async function readHistoryPages(
  reader: PictureReader,
  { historyPages, leftOutPages }: PictureRoot,
  problems: string[],
): Promise<Pick<SnapshotTable, 'history' | 'leftOut'>> {
  const tell = lostPages(problems)
  const history = await readPages(reader, historyPages, (bytes) => historyPage.decode(bytes), tell('history'))
  const leftOut = await readPages(
    reader,
    leftOutPages,
    (bytes) => leftOutPage.decode(bytes),
    tell('left-out updates'),
  )
  return { history, leftOut: [...leftOut.values()].flat() }
}

/** Pages by their numbers, ascending; `onLost` is told why one can't be read. */
export async function readPages<T>(
  { shelf, rest }: PictureReader,
  pages: Pages,
  decode: (bytes: Uint8Array, page: number) => T,
  onLost: (why: string) => void,
): Promise<Map<number, T>> {
  const read = new Map<number, T>()
  for (const [number, place] of pages) {
    const part = partOf(await shelf.read(place.pack), place)
    await rest.after(place.length * pictureLimits.pageByteWeight)
    try {
      // A copy: what is decoded from it would keep the whole pack in memory.
      if (typeof part === 'string') onLost(part)
      else read.set(number, decode(part.slice(), number))
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error
      onLost(error.message)
    }
  }
  return read
}

/** Pages may share their bytes, so a small object could stand for any number of tiles. */
function tooMany(): StorageError {
  return new StorageError(
    'corrupt',
    `The table of contents of this picture is damaged: it has more than ${limits.pictureTilesMax} tiles.`,
  )
}

/** One sentence for each kind of page, however many are lost. */
function lostPages(problems: string[]): (what: string) => (why: string) => void {
  return (what) => {
    let isTold = false
    return (why) => {
      if (!isTold) problems.push(`A list of its ${what} can't be read: ${why}.`)
      isTold = true
    }
  }
}

/** A page in another's place would give a number to two people. */
function decodePeople(bytes: Uint8Array, page: number): readonly StoredParticipant[] {
  const people = peoplePage.decode(bytes)
  if (people.every((person) => pageOfPerson(person) === page)) return people
  throw new ProtocolError('malformed', `its page ${page} has people of another one`)
}

/** Stand in for people whose page is lost, so that nobody else gets their numbers. Nobody has their keys. */
function strangers(page: number, root: PictureRoot, secret: Uint8Array): StoredParticipant[] {
  const first = page * pictureLimits.pagePeople
  const count = Math.max(0, Math.min(pictureLimits.pagePeople, root.people - first))
  return Array.from({ length: count }, (_, at) => {
    const number = first + at
    const key = nameTile(Uint8Array.of(...secret, number >> 8, number & 0xff))
    return { number, key, name: `Painter ${number}`, color: 0x808080, lastClientSeq: 0 }
  })
}
