import { unreachable } from '../base/assert.ts'
import { ProtocolError } from '../base/errors.ts'
import type { BlockCounts } from '../kernel/block-arena.ts'
import type { PictureMemory } from '../kernel/picture-memory.ts'
import { decodeCoverage, isFullCoverage } from './coverage-codec.ts'
import type { Marks } from './marks.ts'
import { layCover, layErase, layOver } from './lay-parts.ts'
import type { PatchPart } from './operation.ts'
import type { LayerId } from './structure.ts'
import { readTile } from './tile-codec.ts'

export interface PatchStyle {
  readonly layer: LayerId
  /** 0xRRGGBB of the parts that cover. */
  readonly color: number
  readonly alphaLock: boolean
}

/**
 * What a patch lays on its layer: parts by tile, each as it was sent. They are decoded when they are laid on, which is seldom more
 * than twice; decoded, an image would take four times the memory for as long as it can be undone.
 */
export class PatchMarks implements Marks {
  readonly layer: LayerId
  readonly bytes = 0
  private readonly memory: PictureMemory
  private readonly style: PatchStyle
  private readonly parts = new Map<number, PatchPart[]>()
  /** The forms of its parts, each once. */
  readonly forms = new Set<PatchPart['form']>()
  private dirty = new Set<number>()

  constructor(memory: PictureMemory, style: PatchStyle) {
    this.layer = style.layer
    this.memory = memory
    this.style = style
  }

  add(parts: readonly PatchPart[]): void {
    for (const part of parts) {
      this.forms.add(part.form)
      const others = this.parts.get(part.index)
      if (others === undefined) this.parts.set(part.index, [part])
      else others.push(part)
      this.dirty.add(part.index)
    }
  }

  /** The most memory that laying all of it on tiles takes. */
  endNeed(): BlockCounts {
    return { pixels: this.parts.size }
  }

  has(index: number): boolean {
    return this.parts.has(index)
  }

  indices(): Iterable<number> {
    return this.parts.keys()
  }

  /** An image may hide what is below it too, but finding that out costs as much as laying it on. */
  hides(index: number): boolean {
    if (this.style.alphaLock) return false
    return this.parts.get(index)?.some(({ form, bytes }) => form !== 'over' && isFullCoverage(bytes)) ?? false
  }

  layOn(index: number, pixels: number): boolean {
    let isChanged = false
    for (const part of this.parts.get(index) ?? []) {
      if (this.layPart(part, pixels)) isChanged = true
    }
    return isChanged
  }

  free(): void {
    // Nothing of it lies in the picture's memory.
  }

  /** Indices touched since the last call. */
  takeDirty(): Set<number> {
    const taken = this.dirty
    this.dirty = new Set()
    return taken
  }

  /** A part whose bytes can't be read is the same nothing for everybody. */
  private layPart(part: PatchPart, pixels: number): boolean {
    try {
      return this.lay(part, pixels)
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error
      return false
    }
  }

  private lay({ form, bytes }: PatchPart, pixels: number): boolean {
    const { memory } = this
    const { color, alphaLock } = this.style
    switch (form) {
      case 'cover':
        return layCover(memory, pixels, decodeCoverage(bytes), color, alphaLock)
      case 'erase':
        return !alphaLock && layErase(memory, pixels, decodeCoverage(bytes))
      case 'over': {
        const above = memory.lasting('patch part', 'pixels')
        readTile(memory.kernel, bytes, above)
        return layOver(memory, pixels, above, alphaLock)
      }
      default:
        return unreachable(form)
    }
  }
}
