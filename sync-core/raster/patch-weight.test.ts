import { describe, expect, it } from 'vitest'
import { limits } from '../base/limits.ts'
import { newTimeline } from '../testing/picture-memories.ts'
import { blank, part, play, tileIndices } from '../testing/timeline-script.ts'
import type { Operation, PatchPart } from './operation.ts'
import { patchWeight } from './patch-weight.ts'
import { planeTiles } from './plane.ts'

const begin: Operation = { kind: 'patch-begin', layer: 1, color: 0, alphaLock: false }
const parts = (...some: readonly PatchPart[]): Operation => ({ kind: 'patch-parts', parts: some })
const even = (index: number): PatchPart => ({ index, form: 'cover', bytes: Uint8Array.of(0, 255) })

describe('the weight of a patch', () => {
  it('[RA42] is that of its bytes, and of short parts a little more', () => {
    const long: PatchPart = { index: 1, form: 'over', bytes: new Uint8Array(1000) }
    const least = limits.patchPartBytesMin
    expect(patchWeight(begin, 11)).toBe(11)
    expect(patchWeight(parts(long), 1007)).toBe(1007)
    expect(patchWeight(parts(long, part(0), part(0)), 1020)).toBe(1020 + 2 * (least - 2))
  })

  it('[RA42] leaves out what comes on top of it, for everybody alike', () => {
    const count = Math.floor(limits.patchBytesMax / (limits.patchPartBytesMin + 5) / 512)
    const same = parts(...Array.from({ length: 512 }, () => part(0)))
    const timeline = play(newTimeline(blank), [1, begin])
    for (let times = 0; times < count; times++) play(timeline, [1, same])
    play(timeline, [1, parts(...Array.from({ length: 20 }, () => part(5)))])
    const { marks } = timeline.openActionOf(1)!
    expect([...marks.indices()]).toEqual([tileIndices[0], tileIndices[5]])
    play(timeline, [1, same], [1, same], [1, parts(...Array.from({ length: 511 }, () => part(6)))])
    expect(marks.has(tileIndices[6]!)).toBe(false)
    timeline.dispose()
  })

  it('[RA42] leaves room for a fill of the whole plane, and 17 000 of its tiles covered in part', () => {
    const timeline = play(newTimeline(blank), [1, begin])
    for (let from = 0; from < planeTiles; from += 512) {
      play(timeline, [1, parts(...Array.from({ length: 512 }, (_, i) => even(from + i)))])
    }
    const edge: PatchPart = { index: 0, form: 'cover', bytes: new Uint8Array(400) }
    const weight = patchWeight(parts(edge), 407) - patchWeight(parts(even(0)), 9)
    expect(new Set(timeline.openActionOf(1)!.marks.indices()).size).toBe(planeTiles)
    expect(planeTiles * (limits.patchPartBytesMin + 6) + 17_000 * weight).toBeLessThan(limits.patchBytesMax)
    timeline.dispose()
  })
})
