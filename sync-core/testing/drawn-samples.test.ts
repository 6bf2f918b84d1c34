import { describe, expect, it } from 'vitest'
import { encodeOperation } from '../raster/operation-codec.ts'
import { byPressure, roundBrush } from '../raster/brush.ts'
import type { Sample } from '../raster/sample.ts'
import { checkDrawn, type DrawnLife } from './drawn-samples.ts'
import type { SeenUpdate } from './session-history.ts'

const place = { layer: 1, alphaLock: false, selected: false, brush: roundBrush({ sizeBy: byPressure }) }

const at = (x: number): Sample => ({ x, y: 2 * x, pressure: 500 })

/** Ann's updates: each list of places is a stroke's begin. */
function order(...strokes: readonly (readonly number[])[]): SeenUpdate[] {
  return strokes.map((places, i) => {
    const operation = encodeOperation({ kind: 'stroke-begin', ...place, samples: places.map(at) })
    return { seq: i + 1, author: 1, clientSeq: i + 1, operation }
  })
}

function life(ended: DrawnLife['ended'], ...places: readonly number[]): DrawnLife {
  return { samples: places.map(at), ended }
}

describe('drawn samples', () => {
  it('[SI6] accepts what was drawn, a killed window without its last part, and a stroke begun again', () => {
    checkDrawn('ann', 1, [life('no', 1, 2, 3)], order([1], [2, 3]))
    checkDrawn('ann', 1, [life('killed', 1, 2, 3), life('no', 7, 8)], order([1, 2], [7, 8]))
    checkDrawn('ann', 1, [life('killed', 1, 2, 3), life('no', 7)], order([7]))
    checkDrawn('ann', 1, [life('no', 1, 2, 3)], order([1, 2], [2, 3]))
  })

  it('[SI7] finds samples that are lost, repeated, moved or invented', () => {
    const lives = [life('no', 1, 2, 3)]
    expect(() => checkDrawn('ann', 1, lives, order([1, 2]))).toThrow(/drew 3 samples, and the session has 2/)
    expect(() => checkDrawn('ann', 1, lives, order([1, 3, 2]))).toThrow(/the session has 1 of them/)
    expect(() => checkDrawn('ann', 1, lives, order([1, 2, 3], [1, 2, 3]))).toThrow(/has 6 samples of ann/)
    expect(() => checkDrawn('ann', 1, lives, order([1, 2, 3, 4]))).toThrow(/has 4 samples of ann/)
  })
})
