import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chooseJoins } from './choose-joins.ts'
import { pictureLimits } from './picture-limits.ts'
import type { HistoryEntry } from './snapshot-pages.ts'

const { segmentBytes, joinsMin, joinedBytesMax } = pictureLimits

function entriesOf(sizes: readonly number[], gaps: ReadonlySet<number> = new Set()): HistoryEntry[] {
  let seq = 0
  return sizes.map((bytes, number) => {
    seq += gaps.has(number) ? 2 : 1
    return { firstSeq: seq, lastSeq: seq, epoch: 1, number, bytes, endedMs: number, name: new Uint8Array(16) }
  })
}

const none = (): boolean => false

/** What is left when the runs are joined, as often as there are any; and how many bytes that wrote. */
function joined(sizes: readonly number[]): { readonly sizes: readonly number[]; readonly written: number } {
  let left = [...sizes]
  let written = 0
  for (;;) {
    const runs = chooseJoins(entriesOf(left), none)
    if (runs.length === 0) return { sizes: left, written }
    const starts = new Map(runs.map((run) => [run[0]!.number, run]))
    const inRuns = new Set(runs.flat().map(({ number }) => number))
    left = left.flatMap((bytes, number) => {
      const run = starts.get(number)
      if (run === undefined) return inRuns.has(number) ? [] : [bytes]
      const sum = run.reduce((all, each) => all + each.bytes, 0)
      written += sum
      return [sum]
    })
  }
}

describe('which segments are joined', () => {
  it('[PI73] neighbours that come to twice the largest, once that spares enough', () => {
    const shrinking = Array.from({ length: joinsMin + 1 }, (_, at) => 1000 - at)
    expect(chooseJoins(entriesOf(shrinking), none)).toHaveLength(1)
    expect(chooseJoins(entriesOf(shrinking.slice(1)), none)).toEqual([])
    expect(chooseJoins(entriesOf([...shrinking, 10_000_000, ...shrinking]), none)).toHaveLength(2)
    expect(chooseJoins(entriesOf(Array.from({ length: 20 }, (_, at) => 3 ** at)), none)).toEqual([])
  })

  it('[PI73] never over a gap, over one that can’t be joined, or past a full segment', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: segmentBytes }), { maxLength: 60 }),
        fc.array(fc.nat(60)),
        fc.array(fc.nat(60)),
        (sizes, gaps, fixed) => {
          const entries = entriesOf([...sizes, ...Array.from({ length: 40 }, () => 5)], new Set(gaps))
          const runs = chooseJoins(entries, ({ number }) => fixed.includes(number))
          for (const run of runs) {
            const [first] = run
            expect(run).toEqual(entries.slice(first!.number, first!.number + run.length))
            for (const [at, { firstSeq, number }] of run.entries()) {
              expect(firstSeq).toBe(first!.firstSeq + at)
              expect(fixed).not.toContain(number)
            }
            const bytes = run.reduce((sum, each) => sum + each.bytes, 0)
            expect(bytes).toBeLessThanOrEqual(segmentBytes)
            expect(bytes).toBeGreaterThanOrEqual(2 * Math.max(...run.map((each) => each.bytes)))
          }
          expect(runs.flat().reduce((sum, each) => sum + each.bytes, 0)).toBeLessThanOrEqual(joinedBytesMax)
        },
      ),
    )
  })

  it('[PI73] few are left of any number, and each byte is written about once for each doubling', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 20, max: 60_000 }), { minLength: 100, maxLength: 1000 }),
        (sizes) => {
          const { sizes: left, written } = joined(sizes)
          const sum = sizes.reduce((all, each) => all + each)
          expect(left.reduce((all, each) => all + each)).toBe(sum)
          expect(left.length).toBeLessThan(2 * joinsMin + (4 * sum) / segmentBytes)
          expect(written).toBeLessThan(sum * Math.log2(segmentBytes / 20))
        },
      ),
      { numRuns: 50 },
    )
  })
})
