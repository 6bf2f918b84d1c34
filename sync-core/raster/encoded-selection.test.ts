import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newTimeline } from '../testing/picture-memories.ts'
import { blank, play } from '../testing/timeline-script.ts'
import { encodeCoverage } from './coverage-codec.ts'
import { EncodedSelection } from './encoded-selection.ts'
import type { Operation } from './operation.ts'
import { planeTiles } from './plane.ts'

const anyCoverage = fc.oneof(
  fc.nat({ max: 255 }).map((value) => new Uint8Array(4096).fill(value)),
  fc.integer({ min: 1, max: 99 }).map((step) => Uint8Array.from({ length: 4096 }, (_, i) => i * step)),
)
const anyIndex = fc.oneof(fc.nat({ max: 9 }), fc.nat({ max: planeTiles - 1 }))
const broken = Uint8Array.of(7, 7, 7)

describe('EncodedSelection', () => {
  it('[RA41] gives the tiles that were sent, of each the last', () => {
    const anyParts = fc.array(fc.record({ index: anyIndex, coverage: anyCoverage }), { maxLength: 20 })
    fc.assert(
      fc.property(anyParts, fc.array(anyIndex), (parts, others) => {
        const wanted = new Map(parts.map(({ index, coverage }) => [index, coverage]))
        const selection = new EncodedSelection(
          parts.map(({ index, coverage }) => ({ index, bytes: encodeCoverage(coverage) })),
        )
        expect([...selection.keys()]).toEqual([...wanted.keys()].sort((a, b) => a - b))
        for (const index of [...wanted.keys(), ...others]) {
          expect(selection.has(index)).toBe(wanted.has(index))
          expect(selection.get(index)).toEqual(wanted.get(index))
        }
      }),
    )
  })

  it('[RA41] selects nothing with parts that are no coverage', () => {
    const selection = new EncodedSelection([{ index: 3, bytes: broken }])
    expect(selection.get(3)).toEqual(new Uint8Array(4096))
    expect(selection.get(2)).toBeUndefined()
  })

  it('[RA41] of the whole plane takes a few bytes more than on the wire, and one evenly selected tile', () => {
    const timeline = newTimeline(blank)
    const steps = Array.from({ length: 128 }, (_, step): [number, Operation] => [
      1,
      {
        kind: 'select',
        stage: step === 0 ? 'first' : step === 127 ? 'last' : 'middle',
        parts: Array.from({ length: 512 }, (_, i) => ({
          index: step * 512 + i,
          bytes: Uint8Array.of(0, 255),
        })),
      },
    ])
    play(timeline, ...steps)
    const selection = timeline.selectionOf(1)!
    expect([selection.has(0), selection.has(planeTiles - 1)]).toEqual([true, true])
    expect(timeline.pendingBytes).toBe(377_216)
    expect(selection.byteLength).toBe(8 * planeTiles + 4)
    expect(selection.get(0)).toBe(selection.get(planeTiles - 1))
  })
})
