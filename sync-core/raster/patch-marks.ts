import { unreachable } from '../base/assert.ts'
import { ProtocolError } from '../base/errors.ts'
import { decodeCoverage } from './coverage-codec.ts'
import type { Marks } from './marks.ts'
import { layCover, layErase, layOver } from './lay-parts.ts'
import type { PatchPart } from './operation.ts'
import type { LayerId } from './structure.ts'
import { decodeTile } from './tile-codec.ts'

type DecodedPart =
  | { readonly form: 'cover' | 'erase'; readonly coverage: Uint8Array }
  | { readonly form: 'over'; readonly pixels: Uint16Array }
  /** Bytes that are no tile: the same nothing for everybody. */
  | { readonly form: 'nothing' }

export interface PatchStyle {
  readonly layer: LayerId
  /** 0xRRGGBB of the parts that cover. */
  readonly color: number
  readonly alphaLock: boolean
}

/** What a patch lays on its layer: parts by tile, each as it was sent until somebody needs to see it. */
export class PatchMarks implements Marks {
  readonly layer: LayerId
  private readonly style: PatchStyle
  private readonly parts = new Map<number, { readonly sent: PatchPart; decoded?: DecodedPart }[]>()
  private dirty = new Set<number>()

  constructor(style: PatchStyle) {
    this.layer = style.layer
    this.style = style
  }

  add(parts: readonly PatchPart[]): void {
    for (const part of parts) {
      const others = this.parts.get(part.index)
      if (others === undefined) this.parts.set(part.index, [{ sent: part }])
      else others.push({ sent: part })
      this.dirty.add(part.index)
    }
  }

  has(index: number): boolean {
    return this.parts.has(index)
  }

  indices(): Iterable<number> {
    return this.parts.keys()
  }

  layOn(index: number, pixels: Uint16Array): boolean {
    let isChanged = false
    for (const part of this.parts.get(index) ?? []) {
      part.decoded ??= decodePart(part.sent)
      if (this.lay(part.decoded, pixels)) isChanged = true
    }
    return isChanged
  }

  /** Indices touched since the last call. */
  takeDirty(): Set<number> {
    const taken = this.dirty
    this.dirty = new Set()
    return taken
  }

  private lay(part: DecodedPart, pixels: Uint16Array): boolean {
    const { color, alphaLock } = this.style
    switch (part.form) {
      case 'cover':
        return layCover(pixels, part.coverage, color, alphaLock)
      case 'erase':
        return !alphaLock && layErase(pixels, part.coverage)
      case 'over':
        return layOver(pixels, part.pixels, alphaLock)
      case 'nothing':
        return false
      default:
        return unreachable(part)
    }
  }
}

function decodePart({ form, bytes }: PatchPart): DecodedPart {
  try {
    if (form === 'over') return { form, pixels: decodeTile(bytes).pixels }
    return { form, coverage: decodeCoverage(bytes) }
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    return { form: 'nothing' }
  }
}
