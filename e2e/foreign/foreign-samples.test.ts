import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readGpl } from '../../renderer/files/gpl.ts'
import type { FlatImage, ReadImage } from '../../renderer/files/layered-image.ts'
import { decodeOra } from '../../renderer/files/ora.ts'
import { decodePng } from '../../renderer/files/png.ts'
import { decodePsd } from '../../renderer/files/psd.ts'
import { flattenByEngine } from './flatten-by-engine.ts'
import { toleranceOf255 } from './known-differences.ts'
import { sampleDifferences } from './sample-differences.ts'
import {
  distanceOfCell,
  flatSamples,
  layeredSamples,
  palette,
  shownName,
  type LayeredSample,
} from './samples.ts'

const sample = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(join(import.meta.dirname, 'samples', name)))

const read = async ({ file, format }: Pick<LayeredSample, 'file' | 'format'>): Promise<ReadImage> =>
  format === 'ora' ? decodeOra(sample(file)) : decodePsd(sample(file))

/** Those that no browser has to read. */
const readHere = flatSamples.filter((name) => name !== 'gimp.webp')

/** The most that a channel differs by; infinite when the sizes do. */
function distanceOf(one: FlatImage, other: FlatImage): number {
  if (one.width !== other.width || one.height !== other.height) return Infinity
  return one.rgba.reduce((most, value, at) => Math.max(most, Math.abs(value - other.rgba[at]!)), 0)
}

describe('files that other programs painted', () => {
  const unneeded = new Set(sampleDifferences)

  it.each(layeredSamples)('[FI80] $file shows in each cell what $program shows', async (layered) => {
    const ours = flattenByEngine((await read(layered)).image)
    const theirs = decodePng(sample(shownName(layered.file)))
    expect([ours.width, ours.height]).toEqual([theirs.width, theirs.height])
    const apart = layered.cells.flatMap((name, cell) => {
      const distance = distanceOfCell(ours, theirs, cell)
      if (distance <= toleranceOf255) return []
      const known = sampleDifferences.find(({ file, cells }) => file.test(layered.file) && cells.test(name))
      if (known === undefined) return [`${name} by ${distance} of 255`]
      unneeded.delete(known)
      return []
    })
    expect(apart).toEqual([])
  })

  it('[FI80] differ where a reason is named', () => {
    expect([...unneeded].map(({ reason }) => reason)).toEqual([])
  })

  it('[FI80] tell what could not be kept of them', async () => {
    const told = await Promise.all(layeredSamples.map(async (each) => [each.file, (await read(each)).losses]))
    expect(Object.fromEntries(told)).toEqual({
      'krita.ora': [
        { kind: 'group', count: 6 },
        { kind: 'mode', count: 1 },
      ],
      // In a PSD a figure's group is no clipping: Krita writes none.
      'krita.psd': [
        { kind: 'group', count: 7 },
        { kind: 'mode', count: 1 },
      ],
      // Krita's own OpenRaster has 8 bits.
      'krita-16.ora': [],
      'krita-16.psd': [{ kind: 'bits', count: 5 }],
      'mypaint.ora': [
        { kind: 'group', count: 5 },
        { kind: 'mode', count: 1 },
      ],
      'mypaint-light.ora': [{ kind: 'mode', count: 2 }],
      'gimp.psd': [
        { kind: 'group', count: 4 },
        { kind: 'mode', count: 1 },
        { kind: 'merged-mask', count: 1 },
      ],
      // The hidden layer is beside the one.
      'gimp-16.psd': [{ kind: 'bits', count: 2 }],
    })
  })

  it.each(['krita.ora', 'krita.psd', 'gimp.psd', 'mypaint.ora'])(
    '[FI80] %s has the names, the opacity and the places of its layers',
    async (file) => {
      const { image } = await read(layeredSamples.find((each) => each.file === file)!)
      const named = (name: string) => image.layers.find((layer) => layer.name === name)
      expect(named('Faint ✎ & <Über>')?.opacity).toBe(102)
      expect(named('Hidden')?.visible).toBe(false)
      const { x, y } = named('Beyond the edge')!
      // MyPaint writes whole tiles.
      expect([x, y]).toEqual(file === 'mypaint.ora' ? [-64, -64] : [-4, -3])
    },
  )

  it.each(readHere)('[FI82] %s has the pixels that ImageMagick reads', async (file) => {
    const bytes = sample(file)
    const found = file.endsWith('.psd') ? (await decodePsd(bytes)).image.layers[0]! : decodePng(bytes)
    const shown = decodePng(sample(shownName(file)))
    // Of 16 bits ImageMagick 6 cuts off the lower ones; we take the nearest.
    expect(distanceOf(found, shown)).toBeLessThanOrEqual(file.includes('16') ? 1 : 0)
  })

  it('[FI84] a palette of GIMP has its name, its columns, its colours and their names', () => {
    expect(readGpl(sample(palette))).toEqual({
      kind: 'palette',
      skipped: 0,
      leftOut: 0,
      palette: {
        name: 'Harbour, übermalt',
        columns: 3,
        colors: [
          { color: 0xff8000, name: 'Sodium light' },
          { color: 0x0c2238, name: '' },
          { color: 0x00806e, name: 'Wasser: grün & kühl' },
          { color: 0xffffff, name: 'White' },
        ],
      },
    })
  })
})
