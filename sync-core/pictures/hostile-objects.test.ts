import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { crc32 } from '../base/crc32.ts'
import { ByteWriter } from '../base/byte-writer.ts'
import { concatBytes } from '../base/concat-bytes.ts'
import { Prng } from '../base/prng.ts'
import { isCanvasSize } from '../raster/canvas-size.ts'
import type { Update } from '../raster/operation.ts'
import { tileIndexOf } from '../raster/plane.ts'
import { createStructure, decodeStructure, encodeStructure, plainLayer } from '../raster/structure.ts'
import { fuzzDecoder, fuzzReader, hostileBytes } from '../testing/fuzz-decoder.ts'
import { isMalformed, isStorageRefusal } from '../testing/is-malformed.ts'
import { anyScript } from '../testing/painting-script.ts'
import { draftUpdates, participant, skyLayer, structure, writer } from '../testing/picture-drafts.ts'
import { nameTile } from './content-name.ts'
import { decodeSegment, encodeSegmentHead, writeUpdate } from './history-segment.ts'
import { partOf } from './pack-shelf.ts'
import {
  decodeHead,
  encodeHead,
  isFirstStructure,
  isTitle,
  toRootPlace,
  type PictureHead,
} from './picture-head.ts'
import { checkPictureId, isPictureId } from '../base/picture-id.ts'
import { objectName, objectNumberOf } from './picture-keys.ts'
import { pictureLimits } from './picture-limits.ts'
import { decodeRoot, encodeRoot, type PictureRoot } from './picture-root.ts'
import { carriedPage, historyPage, leftOutPage, peoplePage } from './snapshot-pages.ts'
import type { HistoryEntry, PageCodec } from './snapshot-pages.ts'
import { decodeStoredHead, encodeCover, type StoredHead } from './stored-head.ts'
import type { StoredPlace } from './stored-place.ts'
import { decodeTail, encodeTail } from './tail-codec.ts'
import { blockOf, decodeTilePage, encodeTilePage, layerOfBlock } from './tile-page.ts'

const isRefusal = isStorageRefusal('corrupt', 'invalid')

/** The object without its checksum. */
const bodyOf = (sealed: Uint8Array): Uint8Array => sealed.subarray(0, sealed.length - 4)

function seal(body: Uint8Array): Uint8Array {
  const checksum = new ByteWriter()
  checksum.u32(crc32(body))
  return concatBytes([body, checksum.finish()])
}

const packName = (number: number): string => objectName({ epoch: 7, number })
const place = (pack: string, offset: number, length: number): StoredPlace => {
  return { pack, offset, length, name: new Uint8Array(16).fill(offset) }
}

const head: PictureHead = {
  writer: writer(3),
  epoch: 7,
  title: 'Sunday at the river',
  width: 1024,
  height: 768,
  updatedMs: 1_800_000_000_000,
  state: { kind: 'live' },
  snapshot: undefined,
  swaps: 300,
  firstStructure: encodeStructure(createStructure({ width: 64, height: 48 })),
}
const stored = {
  root: toRootPlace(place(packName(9), 4000, 900)),
  previous: undefined,
  pictureBytes: 1_000_000,
  historyBytes: 70,
}
const heads: readonly PictureHead[] = [
  head,
  { ...head, snapshot: stored },
  {
    ...head,
    title: 'Ö'.repeat(100),
    snapshot: { ...stored, previous: toRootPlace(place(packName(8), 1, 2)) },
  },
  { ...head, state: { kind: 'deleted', atMs: 5 } },
  { ...head, state: { kind: 'purging' } },
]

const block = (layer: number, index: number): number => blockOf({ layer, index })
const smallRoot: PictureRoot = {
  seq: 130,
  horizon: 100,
  baseSeq: 120,
  structure,
  lineage: [
    { epoch: 3, startSeq: 0 },
    { epoch: 7, startSeq: 60 },
  ],
  people: 3,
  packs: new Map([
    [packName(1), 4000],
    [packName(2), 900],
  ]),
  tilePages: new Map([
    [block(1, 500), place(packName(1), 0, 40)],
    [block(1, 5000), place(packName(2), 40, 860)],
    [block(skyLayer, 3), place(packName(1), 40, 3960)],
  ]),
  peoplePages: new Map([[0, place(packName(2), 0, 40)]]),
  historyPages: new Map([
    [3, place(packName(2), 0, 40)],
    [4, place(packName(2), 0, 41)],
  ]),
  carriedPages: new Map([[0, place(packName(2), 0, 42)]]),
  leftOutPages: new Map(),
}
/** As many pages as there can be. */
const largeRoot: PictureRoot = {
  ...smallRoot,
  structure: encodeStructure({
    ...decodeStructure(structure),
    layers: Array.from({ length: 200 }, (_, i) => plainLayer(i + 1, `Layer ${i}`)),
  }),
  tilePages: new Map(
    Array.from({ length: 200 * 256 }, (_, i) => [
      block((i >> 8) + 1, tileIndexOf((i & 15) * 16, ((i >> 4) & 15) * 16)),
      place(packName(1), i % 4000, 1),
    ]),
  ),
}

describe('hostile objects of the store', () => {
  const checkHead = (read: PictureHead, bytes: Uint8Array): void => {
    expect([isCanvasSize(read), isTitle(read.title)]).toEqual([true, true])
    expect(isFirstStructure(read.firstStructure)).toBe(true)
    // An older version is read, and written as the newest.
    if (bytes[4] === 3) expect(Buffer.compare(encodeHead(read), bytes)).toBe(0)
  }
  const sealedHeads = heads.map(encodeHead)

  it('[HI1][PI12] a head', () => {
    fuzzDecoder({ decode: decodeHead, valid: sealedHeads, isRefusal, check: checkHead, randomBytesMax: 5000 })
  })

  it('[HI1][HI2][PI12] a cover of a head that can’t be read', () => {
    const former = new Uint8Array(300).fill(7)
    const covers = [{ kind: 'deleted', atMs: 5 } as const, { kind: 'purging' } as const].map((state) =>
      encodeCover({ writer: writer(3), state, former }),
    )
    const read = (bytes: Uint8Array): StoredHead => decodeStoredHead(bytes)
    for (const bytes of [...covers, ...sealedHeads]) expect(read(bytes).kind).not.toBe('unreadable')
    const prng = new Prng(5)
    for (let run = 0; run < 2000; run++) {
      const bytes = prng.pick([...covers, ...sealedHeads]).slice()
      bytes[prng.below(bytes.length)]! ^= 1 + prng.below(255)
      expect(read(bytes.subarray(0, prng.below(bytes.length + 1))).kind).toBe('unreadable')
      const found = read(seal(bodyOf(bytes)))
      if (found.kind === 'covered') expect(found.cover.former.length).toBeLessThan(400)
    }
  })

  it('[HI2][PI12] a head with a checksum that is right', () => {
    const any = hostileBytes(sealedHeads.map(bodyOf), 5000).map(seal)
    const tally = fuzzReader({ read: decodeHead, any, isRefusal, check: checkHead, runs: 3000 })
    expect([tally.decoded > 0, tally.refused > 0]).toEqual([true, true])
  })

  const checkRoot = (known: PictureRoot): void => {
    const layers = new Set(decodeStructure(known.structure).layers.map(({ id }) => id))
    for (const key of known.tilePages.keys()) expect(layers.has(layerOfBlock(key))).toBe(true)
    for (const pages of [known.tilePages, known.peoplePages, known.historyPages, known.carriedPages]) {
      for (const { pack, offset, length } of pages.values()) {
        expect(offset + length <= known.packs.get(pack)! && length > 0).toBe(true)
      }
    }
    // Read back, it says the same.
    expect(decodeRoot(encodeRoot(known))).toEqual(known)
  }
  const sealedRoots = [smallRoot, { ...smallRoot, tilePages: new Map(), lineage: [] }].map(encodeRoot)

  it('[HI1][PI12] a root', () => {
    const bytes = encodeRoot(largeRoot)
    expect(bytes.length).toBeLessThan(pictureLimits.rootBytesMax)
    expect(decodeRoot(bytes).tilePages.size).toBe(200 * 256)
    fuzzDecoder({ decode: decodeRoot, valid: sealedRoots, isRefusal, check: checkRoot })
  })

  it('[HI2][PI12] a root with a checksum that is right', () => {
    const any = hostileBytes(sealedRoots.map(bodyOf), 5000).map(seal)
    const tally = fuzzReader({ read: decodeRoot, any, isRefusal, check: checkRoot, runs: 1500 })
    expect([tally.decoded > 0, tally.refused > 0]).toEqual([true, true])
    const large = hostileBytes([bodyOf(encodeRoot(largeRoot))], 0).map(seal)
    fuzzReader({ read: decodeRoot, any: large, isRefusal, check: () => undefined, runs: 3 })
  })

  it('[HI1][PI12] a page of tiles', () => {
    const { packs } = smallRoot
    const full = Array.from({ length: 256 }, (_, cell) => [cell, place(packName(1), cell, 100)] as const)
    const pages = [new Map([[255, place(packName(2), 0, 900)]]), new Map(full)]
    const tally = fuzzDecoder({
      decode: (bytes) => decodeTilePage(bytes, packs),
      valid: pages.map(encodeTilePage),
      isRefusal: isMalformed,
      check(tiles) {
        for (const [cell, { pack, offset, length }] of tiles) {
          expect([cell < 256, length > 0, offset + length <= packs.get(pack)!]).toEqual([true, true, true])
        }
        expect(decodeTilePage(encodeTilePage(tiles), packs)).toEqual(tiles)
      },
    })
    expect(tally.refused).toBeGreaterThan(0)
  })

  it('[HI1][PI12] pages of people, of the history, of carried and left-out updates', () => {
    const entry = (at: number): HistoryEntry => {
      return {
        firstSeq: at * 10 + 1,
        lastSeq: at * 10 + 10,
        epoch: 7,
        number: at,
        bytes: 99,
        endedMs: 5,
        name: new Uint8Array(16),
      }
    }
    const many = Array.from({ length: 64 }, (_, at) => at)
    fuzzPage(peoplePage, [[participant(1), participant(2)], []])
    fuzzPage(historyPage, [many.map(entry), [entry(5)]])
    fuzzPage(carriedPage, [draftUpdates(3, 40)])
    fuzzPage(leftOutPage, [[1, 2, 3, 1000, 1e12]])
  })

  it('[HI1][PI25] a segment of the history, also one as long as segments may be', () => {
    const encode = (updates: readonly Update[]): Uint8Array => {
      const body = new ByteWriter()
      for (const update of updates) writeUpdate(body, update)
      return concatBytes([encodeSegmentHead(updates[0]!.seq, updates.at(-1)!.seq), body.finish()])
    }
    const scripts = fc
      .sample(anyScript(40), 4)
      .map((script) => script.map((update, at) => ({ ...update, seq: at + 5 })))
    const tally = fuzzDecoder({
      decode: decodeSegment,
      valid: [...scripts.filter((script) => script.length > 0), draftUpdates(1, 300)].map(encode),
      isRefusal: isMalformed,
      check({ firstSeq, updates, body }, bytes) {
        const again = concatBytes([encodeSegmentHead(firstSeq, firstSeq + updates.length - 1), body])
        expect(Buffer.compare(again, bytes)).toBe(0)
        expect(updates.every(({ seq }, at) => seq === firstSeq + at)).toBe(true)
      },
      runs: 1200,
    })
    expect(tally.refused).toBeGreaterThan(0)
    const long = encode(draftUpdates(1, 200_000))
    fuzzReader({
      read: decodeSegment,
      any: hostileBytes([long], 0),
      isRefusal: isMalformed,
      check: () => undefined,
      runs: 3,
    })
  })

  it('[HI1][PI15] a tail, also one as long as tails may be', () => {
    const scripts = fc.sample(anyScript(40), 4)
    const long = Array.from({ length: 60_000 }, (_, at) => {
      return { seq: at + 1, author: 1, clientSeq: at + 1, operation: Uint8Array.of(2) }
    })
    const valid = [
      encodeTail({ carried: [], pending: [] }),
      ...scripts.map((script) => encodeTail({ carried: script.slice(0, 5), pending: script.slice(5) })),
    ]
    const tally = fuzzDecoder({
      decode: decodeTail,
      valid,
      isRefusal,
      check(tail, bytes) {
        const again = encodeTail(tail)
        expect(decodeTail(again)).toEqual(tail)
        // Of a tail without pending updates nobody asks where they would begin.
        if (tail.pending.length > 0) expect(Buffer.compare(again.subarray(1), bytes.subarray(1))).toBe(0)
      },
      runs: 1200,
    })
    expect(tally.refused).toBeGreaterThan(0)
    fuzzReader({
      read: decodeTail,
      any: hostileBytes([encodeTail({ carried: [], pending: long })], 0),
      isRefusal,
      check: () => undefined,
      runs: 3,
    })
  })

  it('[HI1][PI12] a pack: a tile is its bytes as they were, or a sentence', () => {
    const tiles = [3, 50, 900].map((length, i) => new Uint8Array(length).fill(i + 1))
    const whole = concatBytes(tiles)
    const places = tiles.map((bytes, i) => ({
      pack: packName(1),
      offset: tiles.slice(0, i).reduce((sum, each) => sum + each.length, 0),
      length: bytes.length,
      name: nameTile(bytes),
    }))
    fuzzDecoder({
      decode: (bytes) => places.map((each) => partOf(bytes, each)),
      valid: [whole],
      isRefusal: () => false,
      check: (found) =>
        found.forEach((answer, i) => {
          if (typeof answer === 'string') expect(answer).toMatch(/^(the file|its content) /)
          else expect(Buffer.compare(answer, tiles[i]!)).toBe(0)
        }),
    })
  })

  it('[HI4][PI14][PI18] a name leaves nothing to chance', () => {
    const odd = fc.constantFrom('/', '..', '\\', '\n', '\u0000', '-', '0', 'a', 'A', '٣', ' ')
    const valid = fc.constantFrom('abcdefghijklmnopqrstuvwxya', packName(4))
    const any = fc.oneof(
      fc.string(),
      fc.tuple(valid, fc.nat({ max: 90 }), odd, fc.nat({ max: 1 })).map(([name, at, more, over]) => {
        return name.slice(0, at) + more + name.slice(at + over)
      }),
    )
    fuzzReader({
      read: checkPictureId,
      any,
      isRefusal: isStorageRefusal('invalid'),
      check: (_, text) => expect(isPictureId(text)).toBe(true),
    })
    fuzzReader({
      read: objectNumberOf,
      any,
      isRefusal: () => false,
      check: (number, text) => {
        if (number !== undefined) expect(objectName(number)).toBe(text)
      },
    })
  })
})

function fuzzPage<T>(codec: PageCodec<T>, pages: readonly (readonly T[])[]): void {
  const tally = fuzzDecoder({
    decode: (bytes) => codec.decode(bytes),
    valid: pages.map((items) => codec.encode(items)),
    isRefusal: isMalformed,
    check: (items, bytes) => expect(Buffer.compare(codec.encode(items), bytes)).toBe(0),
    runs: 500,
  })
  expect(tally.refused).toBeGreaterThan(0)
}
