import fc from 'fast-check'
import { expect, it } from 'vitest'
import { extendLineage, lastSeqInPicture, type EpochStart } from './lineage.ts'
import { pictureLimits } from './picture-limits.ts'

const lineage: readonly EpochStart[] = [
  { epoch: 1, startSeq: 0 },
  { epoch: 2, startSeq: 40 },
  { epoch: 5, startSeq: 90 },
]

it('[PI31] tells up to where the work of an older hosting is in the picture', () => {
  const last = [0, 1, 2, 3, 4, 5, 6].map((epoch) => lastSeqInPicture(lineage, epoch))
  expect(last).toEqual([0, 40, 90, 90, 90, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER])
  expect(lastSeqInPicture([], 3)).toBe(Number.MAX_SAFE_INTEGER)
})

it('[PI31] leaves out hostings of which no update is left, and those it knows', () => {
  expect(extendLineage(lineage, { epoch: 7, startSeq: 60 })).toEqual([
    ...lineage.slice(0, 2),
    { epoch: 7, startSeq: 60 },
  ])
  expect(extendLineage(lineage, { epoch: 7, startSeq: 90 })).toEqual([
    ...lineage.slice(0, 2),
    { epoch: 7, startSeq: 90 },
  ])
  expect(extendLineage(lineage, { epoch: 5, startSeq: 95 })).toBe(lineage)
})

it('[PI31] says of any hosting what the whole list of starts would say', () => {
  const any = fc.array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.nat(50)), { maxLength: 30 })
  fc.assert(
    fc.property(any, fc.nat(60), (steps, epoch) => {
      let at = 1
      const all = [
        { epoch: 1, startSeq: 0 },
        ...steps.map(([more, startSeq]) => ({ epoch: (at += more), startSeq })),
      ]
      const kept = all.reduce<readonly EpochStart[]>(extendLineage, [])
      const later = all.filter((each) => each.epoch > epoch).map(({ startSeq }) => startSeq)
      expect(lastSeqInPicture(kept, epoch)).toBe(Math.min(Number.MAX_SAFE_INTEGER, ...later))
      for (const [i, { epoch: each, startSeq }] of kept.entries()) {
        if (i > 0) expect(each > kept[i - 1]!.epoch && startSeq > kept[i - 1]!.startSeq).toBe(true)
      }
    }),
  )
})

it('[PI31] counts nothing of a hosting that it forgot as in the picture', () => {
  let long: readonly EpochStart[] = []
  for (let epoch = 1; epoch <= pictureLimits.lineageMax + 10; epoch++) {
    long = extendLineage(long, { epoch, startSeq: 5 * (epoch - 1) })
  }
  expect(long).toHaveLength(pictureLimits.lineageMax)
  expect([9, 10, 11].map((epoch) => lastSeqInPicture(long, epoch))).toEqual([0, 0, 55])
})
