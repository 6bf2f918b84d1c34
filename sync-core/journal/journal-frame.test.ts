import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { concatBytes } from '../base/concat-bytes.ts'
import { fuzzDecoder } from '../testing/fuzz-decoder.ts'
import { isStorageRefusal } from '../testing/is-malformed.ts'
import { encodeFrame, fileFrame, frameAt, frameBytes, streamFrame } from './journal-frame.ts'
import type { Frame } from './journal-frame.ts'
import { scanHostFile } from './scan-host-file.ts'
import { SegmentExtents } from './segment-extents.ts'

const write = streamFrame('write', 'ab', 3, { position: 300, total: 0, payload: Uint8Array.of(7, 8) })

function encoded(frame: Frame, file: number, place: number): Uint8Array {
  const bytes = new Uint8Array(frameBytes(frame))
  encodeFrame(bytes, 0, frame, { file, place, unsynced: 5 })
  return bytes
}

/** Frames one after another from the beginning of a file. */
function fileOf(file: number, ...frames: readonly Frame[]): Uint8Array {
  let place = 0
  return concatBytes(
    frames.map((frame) => {
      const bytes = encoded(frame, file, place)
      place += bytes.length
      return bytes
    }),
  )
}

describe('frames', () => {
  it('[SJ8] pins the bytes of a frame', () => {
    expect([...encoded(write, 2, 0)]).toEqual([
      239, 191, 34, 64, 2, 0, 0, 0, 10, 12, 67, 0, 5, 0, 0, 0, 3, 0, 0, 0, 44, 1, 0, 0, 0, 0, 0, 0, 3, 2, 97,
      98, 7, 8,
    ])
  })

  it('[SJ8] counts only at its own place of its own file', () => {
    const bytes = concatBytes([new Uint8Array(50), encoded(write, 2, 50)])
    expect(frameAt(bytes, 50, 2)).toMatchObject({ stream: 'ab', segment: 3, position: 300, isIntact: true })
    expect(frameAt(bytes, 50, 3)).toBeUndefined()
    for (let shift = 1; shift < 50; shift++)
      expect(frameAt(bytes.slice(shift), 50 - shift, 2)).toBeUndefined()
    // What somebody drew to look like a frame is only a payload.
    const disguise = streamFrame('write', 'ab', 1, { payload: fileOf(1, streamFrame('remove', 'ab', 9)) })
    expect(
      scanHostFile(1, fileOf(1, fileFrame('begin', 1), disguise)).frames.map(({ kind }) => kind),
    ).toEqual(['begin', 'write'])
  })

  it('[SJ8] [SJ6] notices every flipped bit, and still knows whose bytes are damaged', () => {
    const bytes = encoded(write, 1, 0)
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = bytes.slice()
      flipped[bit >> 3]! ^= 1 << (bit & 7)
      const found = frameAt(flipped, 0, 1)
      if (bit >> 3 < bytes.length - 2) expect(found).toBeUndefined()
      else expect(found).toMatchObject({ stream: 'ab', position: 300, length: 2, isIntact: false })
    }
  })

  it('[SJ11] refuses a kind of a newer version', () => {
    const newer = { ...write, kind: 'mark' as const }
    const bytes = encoded(newer, 1, 0)
    expect(frameAt(bytes, 0, 1)?.kind).toBe('mark')
    expect(() => scanHostFile(1, fileOf(1, fileFrame('begin', 2)))).toThrow(/newer version of Gesso/)
  })

  it('[HI2] [SJ6] a file of any bytes is cut into frames and gaps, in order', () => {
    const valid = fileOf(1, fileFrame('begin', 1), write, streamFrame('remove', 'ab', 3), fileFrame('mark'))
    fuzzDecoder({
      decode: (bytes) => scanHostFile(1, bytes),
      valid: [valid, new Uint8Array(0)],
      isRefusal: isStorageRefusal('invalid'),
      check({ frames, gaps, used }) {
        const pieces = [...frames, ...gaps].sort((a, b) => a.from - b.from)
        let at = 0
        for (const { from, to } of pieces) {
          expect([from, to > from]).toEqual([at, true])
          at = to
        }
        expect(at).toBeGreaterThanOrEqual(used)
      },
      runs: 600,
      randomBytesMax: 2000,
    })
  })
})

it('[SJ12] [SJ1] knows of every byte of a segment where it lies, as the frames came', () => {
  const step = fc.record({ from: fc.nat(60), length: fc.integer({ min: 1, max: 30 }), isCut: fc.boolean() })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      const extents = new SegmentExtents(1)
      let plain: (number | undefined)[] = []
      for (const [i, { from, length, isCut }] of steps.entries()) {
        if (isCut) {
          extents.truncate(from)
          plain = plain.slice(0, from)
          while (plain.length > 0 && plain.at(-1) === undefined) plain.pop()
          continue
        }
        extents.overlay({ position: from, length, file: i, place: 1000 * i })
        for (let at = 0; at < length; at++) plain[from + at] = 1000 * i + at
      }
      const found: (number | undefined)[] = []
      for (const { position, length, place } of extents.between(0, 1000))
        for (let at = 0; at < length; at++) found[position + at] = place + at
      expect(Array.from(found)).toEqual(Array.from(plain))
      expect(extents.end).toBe(plain.length)
    }),
  )
})
