import { describe, expect, it } from 'vitest'
import { fuzzReader } from '../../sync-core/testing/fuzz-decoder.ts'
import { hostileJson } from '../../sync-core/testing/hostile-json.ts'
import { moveHandle, penCurves, pressureTable, readPenCurve } from './pen-curve.ts'

const all = Array.from({ length: 1024 }, (_, pressure) => pressure)

describe('pressure curve', () => {
  it('[UI252] changes nothing when it is straight', () => {
    expect([...pressureTable(penCurves.straight)]).toEqual(all)
    expect([...pressureTable({ low: { x: 10, y: 10 }, high: { x: 100, y: 100 } })]).toEqual(all)
  })

  it('[UI252] begins at nothing, ends at all of it and never goes back', () => {
    const steep = { low: { x: 100, y: 0 }, high: { x: 0, y: 100 } }
    for (const curve of [
      ...Object.values(penCurves),
      steep,
      { low: { x: 0, y: 100 }, high: { x: 0, y: 100 } },
    ]) {
      const table = [...pressureTable(curve)]
      expect(table[1023]).toBe(1023)
      expect(table).toEqual([...table].sort((a, b) => a - b))
    }
    for (const curve of Object.values(penCurves)) expect(pressureTable(curve)[0]).toBe(0)
    expect(pressureTable(penCurves.soft)[300]).toBeGreaterThan(400)
    expect(pressureTable(penCurves.firm)[300]).toBeLessThan(200)
  })

  it('[UI252][UI174] comes back from storage as two handles in their room, or straight', () => {
    expect(readPenCurve(JSON.parse(JSON.stringify(penCurves.soft)))).toEqual(penCurves.soft)
    for (const wrong of [
      undefined,
      4,
      {},
      { low: { x: 1, y: 2 } },
      { low: { x: 1.5, y: 2 }, high: { x: 0, y: 0 } },
    ])
      expect(readPenCurve(wrong)).toEqual(penCurves.straight)
    fuzzReader({
      read: readPenCurve,
      any: hostileJson([penCurves.firm]),
      isRefusal: () => false,
      check: (curve) => expect(readPenCurve(curve)).toEqual(curve),
    })
    expect(moveHandle({ x: 95, y: 3 }, 10, -10)).toEqual({ x: 100, y: 0 })
  })
})
