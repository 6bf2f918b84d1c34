import type { Layer, LayerMaskData } from 'ag-psd'
import { describe, expect, it } from 'vitest'
import { FileError } from './file-error.ts'
import { fileLimits } from './file-limits.ts'
import { LossCount } from './layered-image.ts'
import { readPsdLayers } from './read-psd-layers.ts'

const mask: LayerMaskData = { left: -2, top: 3, right: 5, bottom: 4, defaultColor: 0 }

function read(layer: Layer) {
  const losses = new LossCount()
  const [found] = readPsdLayers({ width: 8, height: 8, children: [layer] }, losses, fileLimits)
  return { mask: found?.mask, losses: losses.list().map(({ kind }) => kind) }
}

describe('masks of a PSD’s layers', () => {
  it('[FI85] are merged with their place and density', () => {
    const place = { x: -2, y: 3, width: 7, height: 1, beyond: 0 }
    expect(read({ mask })).toEqual({ mask: { ...place, density: 1 }, losses: ['merged-mask'] })
    expect(read({ mask: { ...mask, userMaskDensity: 0.5 } }).mask).toEqual({ ...place, density: 0.5 })
    // Of paths, painted by the program.
    const painted = { ...mask, fromVectorData: true, vectorMaskDensity: 0.25 }
    const ofPaths = read({ mask: painted, vectorMask: { paths: [] } })
    expect(ofPaths).toEqual({ mask: { ...place, density: 0.25 }, losses: ['merged-mask'] })
  })

  it('[FI85] are left out when switched off, of paths alone, or of a group', () => {
    expect(read({ mask: { ...mask, disabled: true } })).toEqual({ mask: undefined, losses: ['mask'] })
    expect(read({ vectorMask: { paths: [] } })).toEqual({ mask: undefined, losses: ['mask'] })
    expect(read({ mask, vectorMask: { paths: [] } }).losses).toEqual(['mask', 'merged-mask'])
    expect(read({ mask, blendMode: 'normal', children: [{ name: 'in it' }] })).toEqual({
      mask: undefined,
      losses: ['group', 'mask'],
    })
  })

  it('[FI10] in a place that is none are damage', () => {
    expect(() => read({ mask: { ...mask, right: -9 } })).toThrow(FileError)
  })
})
