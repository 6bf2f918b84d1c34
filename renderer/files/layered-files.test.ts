import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { blendModes, limits } from '../../sync-core/index.ts'
import { decodePng as decodeByRule } from '../../sync-core/testing/decode-png.ts'
import { FileError } from './file-error.ts'
import { fileLimits, type FileLimits } from './file-limits.ts'
import { fitName } from './fit-name.ts'
import { fixtureImage } from './fixtures/fixture-image.ts'
import type { FlatImage, ImageLayer, LayeredImage, ReadImage } from './layered-image.ts'
import { decodeOra, encodeOra } from './ora.ts'
import { onPaper, withoutPaper } from './paper-layer.ts'
import { encodePng } from './png.ts'
import { decodePsd, encodePsd } from './psd.ts'

const plain: Omit<ImageLayer, 'name' | 'rgba'> = {
  opacity: 255,
  blend: 'normal',
  visible: true,
  locked: false,
  alphaLocked: false,
  clipped: false,
  x: 0,
  y: 0,
  width: 1,
  height: 1,
}

const anyLayer: fc.Arbitrary<ImageLayer> = fc
  .record({
    name: fc.string({ unit: 'grapheme', maxLength: 12 }).map(fitName),
    opacity: fc.integer({ min: 0, max: 255 }),
    blend: fc.constantFrom(...blendModes),
    visible: fc.boolean(),
    locked: fc.boolean(),
    alphaLocked: fc.boolean(),
    clipped: fc.boolean(),
    x: fc.integer({ min: -40, max: 40 }),
    y: fc.integer({ min: -40, max: 40 }),
    width: fc.integer({ min: 1, max: 9 }),
    height: fc.integer({ min: 1, max: 9 }),
    seed: fc.integer({ min: 1, max: 255 }),
  })
  .map(({ seed, ...layer }) => ({
    ...layer,
    rgba: Uint8Array.from({ length: layer.width * layer.height * 4 }, (_, i) => (i * seed + seed) & 255),
  }))
  .filter(({ rgba }) => rgba.some((value, i) => i % 4 === 3 && value > 0))

const anyImage: fc.Arbitrary<LayeredImage> = fc.record({
  width: fc.integer({ min: 1, max: 30 }),
  height: fc.integer({ min: 1, max: 30 }),
  layers: fc.array(anyLayer, { minLength: 1, maxLength: 8 }),
})

const white = ({ width, height }: LayeredImage): FlatImage => ({
  width,
  height,
  rgba: new Uint8Array(width * height * 4).fill(255),
})

const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(join(import.meta.dirname, 'fixtures', name)))

const onePixel = encodePng({ width: 1, height: 1, rgba: Uint8Array.of(9, 8, 7, 255) }, true)

/** An OpenRaster file of another program: its list of layers, and files with one pixel. */
function ora(stack: string, files: readonly string[] = ['a.png'], attributes = 'w="4" h="4"'): Uint8Array {
  return zipSync({
    mimetype: [strToU8('image/openraster'), { level: 0 }],
    'stack.xml': strToU8(`<?xml version="1.0"?><!-- hello --><image ${attributes}>${stack}</image>`),
    ...Object.fromEntries(files.map((name) => [name, onePixel])),
  })
}

const layerA = '<layer src="a.png" name="a"/>'

async function errorOf(read: () => unknown): Promise<FileError> {
  try {
    await read()
  } catch (error) {
    if (error instanceof FileError) return error
    throw error
  }
  throw new Error('it was read')
}

function bounds(smaller: Partial<Record<keyof FileLimits, number>>): FileLimits {
  return { ...fileLimits, ...smaller }
}

describe('files with layers', () => {
  it('[FI1] come back from OpenRaster the same', () => {
    fc.assert(
      fc.property(anyImage, (image) => {
        expect(decodeOra(encodeOra(image, white(image)))).toEqual({ image, losses: [] })
      }),
      { numRuns: 60 },
    )
  })

  it('[FI1] come back from PSD the same', async () => {
    await fc.assert(
      fc.asyncProperty(anyImage, async (image) => {
        expect(await decodePsd(await encodePsd(image, white(image)))).toEqual({ image, losses: [] })
      }),
      { numRuns: 60 },
    )
  })

  it('[FI4] as OpenRaster have their type first, stored, and the same bytes each time', () => {
    const image = fixtureImage()
    const merged = { width: 600, height: 300, rgba: new Uint8Array(600 * 300 * 4).fill(200) }
    const bytes = encodeOra(image, merged)
    expect(strFromU8(bytes.subarray(30, 54))).toBe('mimetypeimage/openraster')
    expect([...bytes.subarray(8, 10)]).toEqual([0, 0])
    expect(Buffer.compare(bytes, encodeOra(image, merged))).toBe(0)
    const entries = unzipSync(bytes)
    expect(Object.keys(entries)).toEqual([
      'mimetype',
      'stack.xml',
      ...image.layers.map((_, place) => `data/layer${place}.png`),
      'mergedimage.png',
      'Thumbnails/thumbnail.png',
    ])
    expect(Buffer.compare(decodeByRule(entries['mergedimage.png']!).rgba, merged.rgba)).toBe(0)
    const { width, height, rgba } = decodeByRule(entries['Thumbnails/thumbnail.png']!)
    expect([width, height]).toEqual([256, 128])
    expect(rgba.every((value) => value === 200)).toBe(true)
  })

  it('[FI5] have a group for a base with what is clipped to it, and take such a group for clipping', () => {
    const pixels = { ...plain, rgba: Uint8Array.of(1, 2, 3, 255) }
    const image: LayeredImage = {
      width: 4,
      height: 4,
      layers: [
        { ...pixels, name: 'base', opacity: 51, blend: 'multiply', visible: false },
        { ...pixels, name: 'shade', clipped: true },
      ],
    }
    const stack = strFromU8(unzipSync(encodeOra(image, white(image)))['stack.xml']!)
    expect(stack).toContain(
      '<stack name="base" composite-op="svg:multiply" opacity="0.2" visibility="hidden" isolation="isolate">',
    )
    expect(stack).toContain('name="shade" src="data/layer1.png" x="0" y="0" composite-op="svg:src-atop"')
    const theirs = decodeOra(
      ora(
        `<stack><stack x="2" opacity="0.2" composite-op="svg:screen">
          <layer src="a.png" name="shade" composite-op="svg:src-atop"/><layer src="a.png" name="base" y="1"/>
        </stack></stack>`,
      ),
    )
    expect(theirs.losses).toEqual([])
    expect(theirs.image.layers).toMatchObject([
      { name: 'base', clipped: false, opacity: 51, blend: 'screen', x: 2, y: 1 },
      { name: 'shade', clipped: true, opacity: 255, blend: 'normal', x: 2, y: 0 },
    ])
  })

  it('[FI6] lose groups and modes that we don’t have, but not what they do to layers', () => {
    const { image, losses } = decodeOra(
      ora(
        `<stack>
          <layer src="a.png" name="top" composite-op="svg:hue"/>
          <stack opacity="0.5" visibility="hidden" x="1" y="2" composite-op="krita:dissolve">
            <stack opacity="0.5"><layer src="a.png" name="in" x="-3" opacity="0.8"/></stack>
          </stack>
          ${layerA}
        </stack>`,
      ),
    )
    expect(losses).toEqual([
      { kind: 'group', count: 2 },
      { kind: 'mode', count: 2 },
    ])
    expect(image.layers).toMatchObject([
      { name: 'a', visible: true, opacity: 255 },
      { name: 'in', visible: false, opacity: 51, x: -2, y: 2 },
      { name: 'top', blend: 'normal', visible: true },
    ])
  })

  it('[FI7] count what else is lost', () => {
    const far = `<layer src="a.png" name="far" x="${fileLimits.offsetPxMax + 1}"/>`
    const { image, losses } = decodeOra(ora(`<stack>${far}<text/><layer name="empty"/>${layerA}</stack>`))
    expect(losses).toEqual([
      { kind: 'effect', count: 2 },
      { kind: 'outside', count: 1 },
    ])
    expect(image.layers).toMatchObject([{ name: 'a' }, { name: 'far', x: 0, width: 0, height: 0 }])
  })

  it('[FI8] have paper below all, which comes back as the paper', () => {
    const image = fixtureImage()
    const { layers } = onPaper(image, 'Paper')
    expect(layers[0]).toMatchObject({ name: 'Paper', locked: true, width: 16, height: 16 })
    expect(withoutPaper(onPaper(image, 'Paper'))).toEqual(image)
    expect(withoutPaper(image)).toBe(image)
    const alone = onPaper({ ...image, layers: [] }, 'Paper')
    expect(withoutPaper(alone)).toBe(alone)
    const painted = onPaper(image, 'Paper')
    painted.layers[0]!.rgba[77] = 254
    expect(withoutPaper(painted)).toBe(painted)
  })

  it('[FI9] have names of one line that fit, and no pixels where nothing shows', () => {
    expect(fitName('  a\nb\u0000c  ')).toBe('a b c')
    expect(fitName('層'.repeat(30))).toBe('層'.repeat(Math.floor(limits.nameBytesMax / 3)))
    const clear: LayeredImage = {
      width: 4,
      height: 4,
      layers: [{ ...plain, name: 'clear', x: 3, width: 2, height: 2, rgba: new Uint8Array(16) }],
    }
    expect(decodeOra(encodeOra(clear, white(clear))).image.layers[0]).toEqual({
      ...plain,
      name: 'clear',
      x: 0,
      width: 0,
      height: 0,
      rgba: new Uint8Array(0),
    })
  })

  it('[FI10] are read or refused, whatever their bytes', async () => {
    const image = fixtureImage()
    const valid = [encodeOra(image, white(image)), await encodePsd(image, white(image)), fixture('gimp.psd')]
    const damage = fc.record({
      which: fc.constantFrom(...valid),
      at: fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 }),
      head: fc.boolean(),
      end: fc.option(fc.nat()),
    })
    let refused = 0
    await fc.assert(
      fc.asyncProperty(damage, async ({ which, at, head, end }) => {
        const bytes = which.slice(0, end === null ? which.length : end % which.length)
        for (const [place, value] of at) {
          bytes[place % Math.max(1, head ? Math.min(400, bytes.length) : bytes.length)] = value
        }
        const read = async (): Promise<ReadImage> => (which[0] === 0x50 ? decodeOra(bytes) : decodePsd(bytes))
        try {
          const { image: found } = await read()
          for (const layer of found.layers) expect(layer.rgba.length).toBe(layer.width * layer.height * 4)
        } catch (error) {
          if (!(error instanceof FileError)) throw error
          refused += 1
        }
      }),
      { numRuns: 400 },
    )
    expect(refused).toBeGreaterThan(100)
  })

  it('[FI10] say how much there is and may be', async () => {
    const image = fixtureImage()
    const [asOra, asPsd] = [encodeOra(image, white(image)), await encodePsd(image, white(image))]
    const few = bounds({ layersMax: 3 })
    expect((await errorOf(() => decodeOra(asOra, few))).detail.tooLarge).toEqual({
      of: 'layers',
      value: 5,
      max: 3,
    })
    expect((await errorOf(() => decodePsd(asPsd, few))).detail.tooLarge).toEqual({
      of: 'layers',
      value: 5,
      max: 3,
    })
    const tiny = bounds({ unpackedBytesMax: 1500 })
    expect((await errorOf(() => decodeOra(asOra, tiny))).detail.tooLarge).toMatchObject({ of: 'bytes' })
    expect((await errorOf(() => decodePsd(asPsd, tiny))).detail.tooLarge).toMatchObject({ of: 'bytes' })
    const wide = ora(`<stack>${layerA}</stack>`, ['a.png'], 'w="99999" h="4"')
    expect((await errorOf(() => decodeOra(wide))).detail.tooLarge).toEqual({
      of: 'side',
      value: 99_999,
      max: 16_384,
    })
    const many = ora(
      `<stack>${layerA}</stack>`,
      Array.from({ length: 900 }, (_, i) => `x${i}`),
    )
    expect((await errorOf(() => decodeOra(many))).detail.tooLarge).toMatchObject({
      of: 'entries',
      value: 902,
    })
    const cmyk = asPsd.slice()
    cmyk[25] = 4
    expect((await errorOf(() => decodePsd(cmyk))).message).toBe('psd unsupported, CMYK')
    expect((await errorOf(() => decodeOra(zipSync({ 'a.txt': strToU8('a') })))).code).toBe('not-this-format')
    expect((await errorOf(() => decodePsd(asOra))).code).toBe('not-this-format')
  })

  it('[FI11] are damaged when they declare less than they unpack to, or name what is not there', async () => {
    const bytes = zipSync({ mimetype: strToU8('image/openraster'), 'stack.xml': new Uint8Array(200_000) })
    const row = Buffer.from(bytes).lastIndexOf('stack.xml') - 46
    const declare = (size: number): Uint8Array => {
      const lying = bytes.slice()
      new DataView(lying.buffer).setUint32(row + 24, size, true)
      return lying
    }
    expect((await errorOf(() => decodeOra(declare(100)))).detail.part).toBe('stack.xml')
    expect((await errorOf(() => decodeOra(declare(300_000)))).detail.part).toBe('stack.xml')
    expect((await errorOf(() => decodeOra(declare(2 ** 31)))).detail.tooLarge).toMatchObject({ of: 'bytes' })
    const missing = ora('<stack><layer src="../../etc/passwd"/></stack>')
    expect((await errorOf(() => decodeOra(missing))).detail.part).toBe('../../etc/passwd is missing')
  })

  it('[FI12] know no declarations, no other entities and no endless depth', async () => {
    const bomb = `<!DOCTYPE x [<!ENTITY a "aaaa">]><stack>${layerA}</stack>`
    const deep = `${'<stack>'.repeat(100)}${layerA}${'</stack>'.repeat(100)}`
    for (const stack of [bomb, deep, '<stack><layer src="&a;"/></stack>', '<stack>', '<stack></layer>']) {
      const error = await errorOf(() => decodeOra(ora(stack)))
      expect([error.code, error.detail.part?.slice(0, 9)]).toEqual(['damaged', 'stack.xml'])
    }
    const named = decodeOra(ora(`<stack><layer src="a.png" name='&lt;&#228;&#x5c64;&amp;"'/></stack>`))
    expect(named.image.layers[0]!.name).toBe('<ä層&"')
  })

  // MyPaint makes whole tiles of a picture's size.
  it.each([
    ['krita.ora', 16],
    ['mypaint.ora', 64],
    ['krita.psd', 16],
    ['gimp.psd', 16],
  ] as const)('[FI14] of %s have the layers that were opened there', async (name, side) => {
    const bytes = fixture(name)
    const { image } = name.endsWith('.ora') ? decodeOra(bytes) : await decodePsd(bytes)
    const lookOf = ({ layers }: LayeredImage): unknown =>
      layers.map((layer) => [layer.name, layer.blend, layer.visible, pixelAt(layer, 7, 8)])
    expect([image.width, image.height]).toEqual([side, side])
    // MyPaint writes its white background as a layer.
    expect(lookOf(withoutPaper(image))).toEqual(lookOf(fixtureImage()))
  })
})

/** What a layer has at a place of the image. */
function pixelAt({ x, y, width, height, rgba }: ImageLayer, atX: number, atY: number): number[] {
  if (atX < x || atY < y || atX >= x + width || atY >= y + height) return []
  const at = ((atY - y) * width + atX - x) * 4
  return [...rgba.subarray(at, at + 4)]
}
