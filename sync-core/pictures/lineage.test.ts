import fc from 'fast-check'
import { expect, it } from 'vitest'
import { extendLineage, lastSeqInCommon, lastSeqInPicture, type EpochStart } from './lineage.ts'
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

it('[PI31] finds up to where any hostings, one after another, are those of the picture', () => {
  // Each step: somebody goes on from the picture's order, or from the one that another computer still has.
  const anySteps = fc.array(fc.record({ isMine: fc.boolean(), drawn: fc.nat(3) }), { maxLength: 12 })
  fc.assert(
    fc.property(anySteps, (steps) => {
      interface Side {
        readonly order: readonly string[]
        readonly lineage: readonly EpochStart[]
        readonly hostings: readonly { epoch: number; startSeq: number; lastSeq: number }[]
      }
      let mine: Side = { order: [], lineage: [], hostings: [] }
      let picture: Side = mine
      let last = 0
      for (const [at, { isMine, drawn }] of steps.entries()) {
        const before = isMine ? mine : picture
        const startSeq = before.order.length
        last = at + 1
        const order = [...before.order, ...Array.from({ length: drawn }, (_, n) => `${last}-${n}`)]
        const after: Side = {
          order,
          lineage: extendLineage(before.lineage, { epoch: last, startSeq }),
          hostings: [...before.hostings, { epoch: last, startSeq, lastSeq: order.length }],
        }
        if (isMine) mine = after
        else picture = after
      }
      const lineage = extendLineage(picture.lineage, { epoch: last + 1, startSeq: picture.order.length })
      let common = 0
      while (common < mine.order.length && mine.order[common] === picture.order[common]) common++
      expect(lastSeqInCommon(lineage, mine.hostings)).toBe(common)
    }),
  )
})
