import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { concatBytes } from '../base/concat-bytes.ts'
import { crc32 } from '../base/crc32.ts'
import { limits } from '../base/limits.ts'
import { ByteWriter } from '../base/byte-writer.ts'
import { isCanvasSize } from '../raster/canvas-size.ts'
import { decodeStructure } from '../raster/structure.ts'
import { fuzzDecoder, fuzzReader, hostileBytes } from '../testing/fuzz-decoder.ts'
import { isStorageRefusal } from '../testing/is-malformed.ts'
import { anyScript } from '../testing/painting-script.ts'
import { participant, skyLayer, structure, writer } from '../testing/picture-drafts.ts'
import { contentName, nameTile } from './content-name.ts'
import { decodeHead, encodeHead, isTitle, type PictureHead } from './picture-head.ts'
import { checkPictureId, isPictureId } from './picture-id.ts'
import { epochOfName, isManifestName, isObjectName, manifestName, objectName } from './picture-keys.ts'
import { decodeManifest, encodeManifest, type PictureManifest, type TilePlace } from './picture-manifest.ts'
import { tileIn } from './snapshot-reader.ts'
import { decodeTail, encodeTail } from './tail-codec.ts'
import { tileKeyOf } from './tile-key.ts'

const isRefusal = isStorageRefusal('corrupt', 'invalid')

/** The object without its checksum. */
const bodyOf = (sealed: Uint8Array): Uint8Array => sealed.subarray(0, sealed.length - 4)

function seal(body: Uint8Array): Uint8Array {
  const checksum = new ByteWriter()
  checksum.u32(crc32(body))
  return concatBytes([body, checksum.finish()])
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
}
const manifest = (seq: number): string => manifestName(7, seq, 'ab'.repeat(32))
const heads: readonly PictureHead[] = [
  head,
  { ...head, snapshot: { manifest: manifest(9), previous: undefined } },
  { ...head, title: 'Ö'.repeat(100), snapshot: { manifest: manifest(9), previous: manifest(8) } },
  { ...head, state: { kind: 'deleted', atMs: 5 } },
  { ...head, state: { kind: 'purging' } },
]

const pack = (letter: string): string => objectName(7, letter.repeat(64))
const place = (name: string, offset: number, length: number): TilePlace => ({
  pack: name,
  offset,
  length,
  name: new Uint8Array(16).fill(offset),
})
const smallManifest: PictureManifest = {
  seq: 130,
  horizon: 100,
  baseSeq: 120,
  structure,
  tail: pack('e'),
  lineage: [{ epoch: 3, startSeq: 0 }],
  leftOut: [7],
  participants: [participant(1), participant(2)],
  packs: new Map([
    [pack('a'), 4000],
    [pack('b'), 900],
  ]),
  tiles: new Map([
    [tileKeyOf({ layer: 1, index: 500 }), place(pack('a'), 0, 40)],
    [tileKeyOf({ layer: 1, index: 501 }), place(pack('b'), 40, 860)],
    [tileKeyOf({ layer: skyLayer, index: 3 }), place(pack('a'), 40, 3960)],
  ]),
}
/** As many tiles as a picture may have. */
const largeManifest: PictureManifest = {
  ...smallManifest,
  packs: new Map([[pack('a'), 4_000_000]]),
  tiles: new Map(
    Array.from({ length: limits.pictureTilesMax }, (_, index) => [
      tileKeyOf({ layer: 1, index }),
      place(pack('a'), index * 8, 8),
    ]),
  ),
}
const nameOf = (bytes: Uint8Array): string => manifestName(7, 130, contentName(bytes))

describe('hostile objects of the store', () => {
  const checkHead = (read: PictureHead, bytes: Uint8Array): void => {
    expect([isCanvasSize(read), isTitle(read.title)]).toEqual([true, true])
    expect(Buffer.compare(encodeHead(read), bytes)).toBe(0)
  }
  const sealedHeads = heads.map(encodeHead)

  it('[HI1][PI12] a head', () => {
    fuzzDecoder({ decode: decodeHead, valid: sealedHeads, isRefusal, check: checkHead, randomBytesMax: 5000 })
  })

  it('[HI2][PI12] a head with a checksum that is right', () => {
    const any = hostileBytes(sealedHeads.map(bodyOf), 5000).map(seal)
    const tally = fuzzReader({ read: decodeHead, any, isRefusal, check: checkHead, runs: 3000 })
    expect([tally.decoded > 0, tally.refused > 0]).toEqual([true, true])
  })

  const read = (bytes: Uint8Array): PictureManifest => decodeManifest(bytes, nameOf(bytes))
  const checkManifest = (known: PictureManifest): void => {
    const layers = new Set(decodeStructure(known.structure).layers.map(({ id }) => id))
    for (const [key, { pack: home, offset, length }] of known.tiles) {
      expect(layers.has(Math.floor(key / 65_536))).toBe(true)
      expect(offset + length <= known.packs.get(home)! && length > 0).toBe(true)
    }
    expect([...known.packs.keys(), known.tail].every(isObjectName)).toBe(true)
    // Read back, it says the same: packs that no tile lies in keep their order.
    expect(read(encodeManifest(known))).toEqual(known)
  }
  const sealedManifests = [
    smallManifest,
    { ...smallManifest, tiles: new Map(), packs: new Map(), participants: [] },
  ].map(encodeManifest)

  it('[HI1][PI12] a table of contents', () => {
    const bytes = [...sealedManifests, encodeManifest(largeManifest)]
    for (const each of bytes) read(each)
    fuzzDecoder({ decode: read, valid: sealedManifests, isRefusal, check: checkManifest })
  })

  it('[HI2][PI12] a table of contents with a checksum and a name that are right', () => {
    const any = hostileBytes(sealedManifests.map(bodyOf), 5000).map(seal)
    const tally = fuzzReader({ read, any, isRefusal, check: checkManifest, runs: 1500 })
    expect([tally.decoded > 0, tally.refused > 0]).toEqual([true, true])
    const large = hostileBytes([bodyOf(encodeManifest(largeManifest))], 0).map(seal)
    fuzzReader({ read, any: large, isRefusal, check: () => undefined, runs: 3 })
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
      pack: pack('a'),
      offset: tiles.slice(0, i).reduce((sum, each) => sum + each.length, 0),
      length: bytes.length,
      name: nameTile(bytes),
    }))
    fuzzDecoder({
      decode: (bytes) => places.map((each) => tileIn(bytes, each)),
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
    const valid = fc.constantFrom('abcdefghijklmnopqrstuvwxya', manifest(4), pack('c'))
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
      read: epochOfName,
      any,
      isRefusal: () => false,
      check(epoch, text) {
        if (epoch !== undefined) expect([epoch >= 0, /^[0-9a-f-]{44,75}$/.test(text)]).toEqual([true, true])
        expect(epoch !== undefined).toBe(isObjectName(text) || isManifestName(text))
      },
    })
  })
})
