import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Prng } from '../base/prng.ts'
import { type Composite, composite } from '../kernel/blend-kernel.ts'
import { blendModes } from '../kernel/blend-mode.ts'
import { channelOne, ownerPointer, pixelTileBytes, tileValues } from '../kernel/tile-layout.ts'
import { createTwinKernel } from '../kernel/twin-kernel.ts'
import { expectSame } from '../testing/expect-same.ts'
import { newMemory, onTile } from '../testing/picture-memories.ts'
import { randomPixels } from '../testing/random-pixels.ts'
import { type Backdrop, composeStack } from './compose-stack.ts'
import { mergeTiles, widenOpacity } from './merge-tiles.ts'
import { showTile } from './show-tile.ts'
import { type Layer, plainLayer } from './structure.ts'

interface Painting extends Layer {
  readonly pixels: Uint16Array | undefined
}

const paintings = new Prng(1)
const blank = new Uint16Array(tileValues)
const paper = new Uint16Array(tileValues).fill(channelOne)

let ids = 0
function layer(looks: Partial<Painting> = {}): Painting {
  return { ...plainLayer(++ids, 'Layer'), pixels: randomPixels(paintings), ...looks }
}

const memory = newMemory()

/** What a stack looks like; the lowest layer is the first. The layers' own pixels take what the engine makes of them. */
function compose(stack: readonly Painting[], backdrop: Backdrop): Uint16Array | 'blank' {
  const blocks = stack.map(({ pixels }) => {
    if (pixels === undefined) return undefined
    const block = memory.newBlock('pixels')
    memory.kernel.u16.set(pixels, block.pointer / 2)
    return block
  })
  const pointerOf = (id: number): number => blocks[stack.findIndex((each) => each.id === id)]?.pointer ?? 0
  const at = composeStack(memory, stack, pointerOf, backdrop) / 2
  const look = at === 0 ? 'blank' : memory.kernel.u16.slice(at, at + tileValues)
  blocks.forEach((block, n) => {
    if (block === undefined) return
    stack[n]!.pixels!.set(memory.kernel.u16.subarray(block.pointer / 2, block.pointer / 2 + tileValues))
    block.free()
  })
  return look
}

const orBlank = (composed: Uint16Array | 'blank'): Uint16Array => (composed === 'blank' ? blank : composed)
const look = (...stack: Painting[]): Uint16Array => orBlank(compose(stack, 'nothing'))
const lookOnPaper = (...stack: Painting[]): Uint16Array => orBlank(compose(stack, 'paper'))

function showPixels(pixels: Uint16Array, out: Uint8Array): void {
  onTile(memory, pixels.slice(), (pointer) => showTile(memory.kernel, pointer, out))
}

const twin = createTwinKernel()
twin.grow(ownerPointer + 2 * pixelTileBytes)

/** A layer laid on pixels, as the twin does it. */
function lay(
  backdrop: Uint16Array,
  { opacity, blend }: Layer,
  pixels: Uint16Array,
  rule: Composite = composite.over,
): Uint16Array {
  twin.u16.set(backdrop, ownerPointer / 2)
  twin.u16.set(pixels, (ownerPointer + pixelTileBytes) / 2)
  const mode = blendModes.indexOf(blend)
  twin.blendTile(ownerPointer, ownerPointer + pixelTileBytes, widenOpacity(opacity), mode, rule)
  return twin.u16.slice(ownerPointer / 2, ownerPointer / 2 + tileValues)
}

const looks = fc.record({
  opacity: fc.oneof(fc.constantFrom(0, 1, 128, 255), fc.integer({ min: 0, max: 255 })),
  blend: fc.constantFrom(...blendModes),
})

describe('composeStack', () => {
  it('[BL7] lays the layers on each other, from bottom to top', () => {
    fc.assert(
      fc.property(looks, looks, looks, (low, middle, top) => {
        const stack = [layer(low), layer(middle), layer(top)]
        const expected = stack.reduce<Uint16Array>(
          (backdrop, each) => lay(backdrop, each, each.pixels!),
          blank,
        )
        expectSame(look(...stack), expected)
      }),
      { numRuns: 30 },
    )
  })

  it('[BL7] blends clipped layers atop their base, and then all with the looks of the base', () => {
    fc.assert(
      fc.property(looks, looks, looks, (baseLooks, lowLooks, topLooks) => {
        const below = layer()
        const base = layer(baseLooks)
        const low = layer({ ...lowLooks, clipped: true })
        const top = layer({ ...topLooks, clipped: true })
        const shaded = lay(base.pixels!, low, low.pixels!, composite.atop)
        const group = lay(shaded, top, top.pixels!, composite.atop)
        expectSame(look(below, base, low, top), lay(lay(blank, below, below.pixels!), base, group))
      }),
      { numRuns: 30 },
    )
  })

  it('[BL7] merging a clipped layer into its base changes nothing that is seen', () => {
    fc.assert(
      fc.property(looks, looks, (baseLooks, clippedLooks) => {
        const below = layer()
        const base = layer(baseLooks)
        const clipped = layer({ ...clippedLooks, clipped: true })
        const merged = base.pixels!.slice()
        const { opacity, blend } = clipped
        const operation = {
          kind: 'layer-merge' as const,
          top: clipped.id,
          below: base.id,
          opacity,
          blend,
          clipped: true,
        }
        onTile(memory, clipped.pixels!, (top) =>
          onTile(memory, merged, (under) => mergeTiles(memory.kernel, under, top, operation)),
        )
        expectSame(look(below, { ...base, pixels: merged }), look(below, base, clipped))
      }),
      { numRuns: 20 },
    )
  })

  it('[BL7] a hidden or blank base hides what is clipped to it, and what is not clipped is the next base', () => {
    const below = layer()
    const clipped = [layer({ clipped: true }), layer({ clipped: true, blend: 'multiply' })]
    const above = layer({ opacity: 100 })
    const shade = layer({ clipped: true, blend: 'screen' })
    for (const base of [layer({ visible: false }), layer({ opacity: 0 }), layer({ pixels: undefined })]) {
      expectSame(look(below, base, ...clipped, above, shade), look(below, above, shade))
    }
  })

  it('[BL7] a clipped layer with nothing below it counts as not clipped', () => {
    const bottom = layer({ clipped: true })
    const next = layer({ clipped: true, blend: 'add' })
    expectSame(look(bottom), bottom.pixels!)
    expectSame(look(bottom, next), look({ ...bottom, clipped: false }, next))
  })

  it('[BL7] keeps a soft edge soft', () => {
    const edge = new Uint16Array(tileValues).fill(16000)
    const ink = new Uint16Array(tileValues).fill(channelOne)
    const out = look(layer({ pixels: edge }), layer({ pixels: ink, clipped: true }))
    expect(out.every((value) => value === 16000)).toBe(true)
  })

  it('[BL8] one layer is copied, whatever its mode, and hidden or blank ones are as none', () => {
    for (const blend of blendModes) {
      const only = layer({ blend })
      expectSame(look(only), only.pixels!)
      const others = [layer({ visible: false }), layer({ opacity: 0 }), layer({ pixels: undefined })]
      expectSame(look(...others, only, ...others), only.pixels!)
    }
  })

  it('[BL8] says whether there is anything to see', () => {
    const hidden = layer({ visible: false })
    expect(compose([hidden], 'paper')).toBe('blank')
    expect(compose([hidden, layer()], 'nothing')).not.toBe('blank')
  })

  it('[BL9] leaves the pixels of the layers as they were', () => {
    const stack = [layer({ opacity: 99 }), layer({ clipped: true }), layer({ blend: 'difference' })]
    const copies = stack.map(({ pixels }) => pixels!.slice())
    look(...stack)
    stack.forEach(({ pixels }, n) => expectSame(pixels!, copies[n]!))
  })

  it('[BL10] modes see the paper, normal layers look the same with it and without', () => {
    const screen = layer({ blend: 'screen' })
    expectSame(lookOnPaper(screen), paper)
    const stack = [
      layer(),
      layer({ blend: 'multiply', opacity: 200 }),
      layer({ blend: 'add', clipped: true }),
    ]
    const group = lay(stack[1]!.pixels!, stack[2]!, stack[2]!.pixels!, composite.atop)
    expectSame(lookOnPaper(...stack), lay(lay(paper, stack[0]!, stack[0]!.pixels!), stack[1]!, group))

    const normal = [layer(), layer({ opacity: 77 })]
    expectSame(
      lookOnPaper(...normal),
      normal.reduce<Uint16Array>((under, each) => lay(under, each, each.pixels!), paper),
    )
  })

  it('[BL10] one normal layer is shown on paper as it is', () => {
    const only = layer()
    const shown = [new Uint8Array(tileValues), new Uint8Array(tileValues)] as const
    showPixels(lookOnPaper(only), shown[0])
    showPixels(lay(paper, only, only.pixels!), shown[1])
    expect(shown[0].findIndex((value, i) => value !== shown[1][i])).toBe(-1)
  })

  it('[BL18] looks the same whether a layer has no pixels at a place or blank ones', () => {
    const mostly = fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, fc.constant(false))
    const stackLooks = fc.record({
      opacity: fc.constantFrom(255, 128, 77, 1, 0),
      blend: fc.oneof(
        { weight: 3, arbitrary: fc.constant('normal' as const) },
        fc.constantFrom(...blendModes),
      ),
      visible: mostly,
      clipped: fc.boolean(),
      filled: mostly,
    })
    const backdrop = fc.constantFrom<Backdrop>('paper', 'nothing')
    fc.assert(
      fc.property(
        fc.array(stackLooks, { minLength: 2, maxLength: 4, size: 'max' }),
        backdrop,
        (all, onto) => {
          const absent = all.map(({ filled, ...each }) =>
            layer(filled ? each : { ...each, pixels: undefined }),
          )
          const blanks = absent.map((each) => ({ ...each, pixels: each.pixels ?? blank.slice() }))
          const shown = [absent, blanks].map((stack) => {
            const out = new Uint8Array(tileValues)
            showPixels(orBlank(compose(stack, onto)), out)
            return out
          })
          expect(shown[0]!.findIndex((value, i) => value !== shown[1]![i])).toBe(-1)
        },
      ),
      { numRuns: 100 },
    )
  })
})
