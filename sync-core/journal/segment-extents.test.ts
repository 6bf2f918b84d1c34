import fc from 'fast-check'
import { expect, it } from 'vitest'
import { SegmentExtents } from './segment-extents.ts'

const anyStep = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('append' as const), length: fc.integer({ min: 1, max: 9 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('overlay' as const),
      at: fc.nat(60),
      length: fc.integer({ min: 1, max: 20 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('truncate' as const), at: fc.nat(60) }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'look' as const }) },
)

it('[SJ7] always knows how much of a segment lies in each file', () => {
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 40 }), (steps) => {
      const extents = new SegmentExtents(1)
      const check = (): void => {
        const counted = new Map<number, { extents: number; bytes: number }>()
        for (let i = 0; i < extents.size; i++) {
          const { file, length } = extents.at(i)
          const { extents: count, bytes } = counted.get(file) ?? { extents: 0, bytes: 0 }
          counted.set(file, { extents: count + 1, bytes: bytes + length })
        }
        expect(new Map(extents.perFile())).toEqual(counted)
      }
      for (const [number, step] of steps.entries()) {
        const file = 1 + (number >> 2)
        const place = 1000 * number
        if (step.kind === 'append')
          extents.overlay({ position: extents.end, length: step.length, file, place })
        if (step.kind === 'overlay') extents.overlay({ position: step.at, length: step.length, file, place })
        if (step.kind === 'truncate') extents.truncate(step.at)
        if (step.kind === 'look') check()
      }
      check()
    }),
  )
})
