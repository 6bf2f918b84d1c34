import { deflateSync } from 'fflate'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ProtocolError } from '../base/errors.ts'
import { pixelTileBytes, tilePixels, tileValues } from '../kernel/tile-layout.ts'
import { hostileBytes } from '../testing/fuzz-decoder.ts'
import { anyScript } from '../testing/painting-script.ts'
import { newTimeline } from '../testing/picture-memories.ts'
import { begin, blank, end, play, replay, select, stateOf, tileIndices } from '../testing/timeline-script.ts'
import { encodeCoverage } from './coverage-codec.ts'
import type { Operation, PatchPart, SelectionPart } from './operation.ts'
import { encodePixels } from './tile-codec.ts'
import type { Timeline } from './timeline.ts'

const pixels = Uint16Array.from({ length: tileValues }, (_, i) => (i % 4 === 3 ? 20_000 : (i * 7) % 20_000))
const plain = new Uint8Array(pixels.buffer)
const tiles = [
  encodePixels(new Uint16Array(tileValues).fill(9)),
  encodePixels(pixels),
  Uint8Array.of(0, 0, ...plain),
  Uint8Array.of(0, 1, ...deflateSync(plain)),
  // A bomb, and colours above their alpha.
  Uint8Array.of(1, 1, ...deflateSync(new Uint8Array(500_000))),
  Uint8Array.of(0, 1, ...deflateSync(new Uint8Array(pixelTileBytes).map((_, i) => i * 31))),
]
const coverages = [
  encodeCoverage(new Uint8Array(tilePixels).fill(200)),
  encodeCoverage(Uint8Array.from({ length: tilePixels }, (_, i) => (i * 5) & 255)),
  Uint8Array.of(1, ...deflateSync(new Uint8Array(500_000))),
]

const anyIndex = fc.constantFrom(...tileIndices)
const anyCoverage = hostileBytes(coverages, 4000)
const anyPart: fc.Arbitrary<PatchPart> = fc.oneof(
  fc.record({
    index: anyIndex,
    form: fc.constantFrom('cover' as const, 'erase' as const),
    bytes: fc.oneof(anyCoverage, fc.constantFrom(...coverages)),
  }),
  fc.record({
    index: anyIndex,
    form: fc.constant('over' as const),
    bytes: fc.oneof(hostileBytes(tiles, 33_000), fc.constantFrom(...tiles)),
  }),
)
/** Parts that the wire would carry. */
const small = <P extends { readonly bytes: Uint8Array }>(parts: P[], bytesMax: number): P[] =>
  parts.filter(({ bytes }) => bytes.length <= bytesMax)
const anyParts = fc.array(anyPart, { minLength: 1, maxLength: 5 }).map((parts) => {
  return parts.flatMap((part) => small([part], part.form === 'over' ? 32_000 : 4000))
})
const anySelection: fc.Arbitrary<SelectionPart[]> = fc
  .array(fc.record({ index: anyIndex, bytes: anyCoverage }), { maxLength: 4 })
  .map((parts) => small(parts, 4000))

function expectWellFormed(timeline: Timeline): void {
  for (const layer of timeline.structure.layers) {
    for (const [, tile] of timeline.layerTiles(layer.id)) {
      const { kernel } = timeline.memory
      expect([kernel.isWellFormed(tile.pointer), kernel.isBlank(tile.pointer)]).toEqual([1, 0])
    }
  }
}

it('[HI3][RA30] parts of a patch and of a selection leave a well-formed picture, the same for everyone', () => {
  const patchBegin: Operation = { kind: 'patch-begin', layer: 1, color: 0x4080c0, alphaLock: false }
  const locked: Operation = { ...patchBegin, alphaLock: true }
  fc.assert(
    fc.property(anyParts, anyParts, anySelection, (first, second, selection) => {
      const timeline = newTimeline(blank)
      play(timeline, [1, begin(40, 40)], [1, end])
      play(timeline, [2, patchBegin], [2, { kind: 'patch-parts', parts: first }], [2, end])
      play(timeline, [1, { kind: 'select', stage: 'whole', parts: selection }])
      play(timeline, [1, { ...begin(70, 70), selected: true } as Operation], [1, end])
      play(timeline, [3, locked], [3, { kind: 'patch-parts', parts: second }])
      for (const { index } of second) timeline.tile(1, index)
      play(timeline, [3, end], [2, { kind: 'undo', action: 3 }], [2, { kind: 'redo', action: 3 }])
      expectWellFormed(timeline)
      const late = newTimeline(blank)
      for (const update of timeline.pending()) late.apply(update)
      expect(late.hash()).toEqual(timeline.hash())
    }),
    { numRuns: 50 },
  )
})

it('[HI1][RA12] an update of any bytes is taken or refused, and leaves the timeline as it was then', () => {
  const valid = fc.sample(anyScript(40), 4).map((updates) => updates.map(({ operation }) => operation))
  const anyUpdate = fc.record({
    author: fc.nat({ max: 4 }),
    clientSeq: fc.nat({ max: 12 }),
    operation: hostileBytes(valid.flat(), 300),
  })
  let refused = 0
  fc.assert(
    fc.property(anyScript(12), fc.array(anyUpdate, { maxLength: 12 }), (script, hostile) => {
      const timeline = replay(script)
      for (const change of hostile) {
        const before = timeline.seq
        try {
          timeline.apply({ seq: before + 1, ...change })
        } catch (error) {
          expect([error instanceof ProtocolError, timeline.seq]).toEqual([true, before])
          refused += 1
        }
      }
      expectWellFormed(timeline)
      const late = newTimeline(timeline.base())
      for (const update of timeline.pending()) late.apply(update)
      expect(late.hash()).toEqual(timeline.hash())
    }),
    { numRuns: 40 },
  )
  expect(refused).toBeGreaterThan(0)
})

it('[HI1][RA15] carried updates of any bytes are taken or refused', () => {
  const timeline = play(newTimeline(blank), [1, select(0, 1)], [1, begin(10, 10)], [2, begin(50, 50)])
  const updates = timeline.pending()
  const state = stateOf(newTimeline({ ...blank, horizon: 3, seq: 3, carried: updates }))
  expect(state).toMatchObject({ horizon: 3 })
  fc.assert(
    fc.property(
      fc.nat({ max: updates.length - 1 }),
      hostileBytes(
        updates.map(({ operation }) => operation),
        300,
      ),
      (place, operation) => {
        const carried = updates.map((update, i) => (i === place ? { ...update, operation } : update))
        try {
          const taken = newTimeline({ ...blank, horizon: 3, seq: 3, carried })
          expect(taken.hash()).toEqual(newTimeline({ ...blank, horizon: 3, seq: 3, carried }).hash())
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError)
        }
      },
    ),
    { numRuns: 300 },
  )
})
