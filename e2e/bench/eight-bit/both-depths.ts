// Our kernel beside the same in 8 bits (./assembly), which gives up what 8 bits have no use for: care for the last bit of
// profiles and products, and half of the memory. Before anything is measured both paint the same, and must agree but for rounding.

import type { Kernel } from '../../../sync-core/kernel/kernel.ts'
import { ownerPointer } from '../../../sync-core/kernel/tile-layout.ts'
import { createWasmKernel } from '../../../sync-core/kernel/wasm-kernel.ts'
import { type Figure, floorOf } from '../figure.ts'
import { ratesInTurns, type Run } from '../measure.ts'
import { createEightBitKernel, type EightBitKernel } from './eight-bit-kernel.ts'

/** 15 bits may take 1.1 times the time of 8 (RASTER.md). */
const rateFloor = 1 / 1.1
/** Of 255: rounding of what goes in, and of what comes out. */
const apartMax = 2

/** The same numbers in both memories: where they lie, how many, and what is 1.0 of ours. */
export interface BothPlaces {
  readonly wide: number
  readonly narrow: number
  readonly count: number
  readonly one: number
}

export class BothDepths {
  readonly wide: Kernel
  readonly narrow: EightBitKernel
  private wideEnd = ownerPointer
  private narrowEnd = ownerPointer

  private constructor(wide: Kernel, narrow: EightBitKernel) {
    this.wide = wide
    this.narrow = narrow
  }

  static async create(): Promise<BothDepths> {
    return new BothDepths(createWasmKernel(), await createEightBitKernel())
  }

  /** Puts numbers of ours into its memory, and the nearest bytes into the other. */
  put(values: Uint16Array, one: number): BothPlaces {
    const { wide, narrow, wideEnd, narrowEnd } = this
    this.wideEnd += values.byteLength
    this.narrowEnd += values.length
    wide.grow(this.wideEnd)
    wide.u16.set(values, wideEnd / 2)
    narrow.u8.set(
      values.map((value) => Math.round((value * 255) / one)),
      narrowEnd,
    )
    return { wide: wideEnd, narrow: narrowEnd, count: values.length, one }
  }

  /** Throws where the two differ by more than rounding. */
  compare({ wide, narrow, count, one }: BothPlaces): void {
    for (let i = 0; i < count; i++) {
      const expected = (this.wide.u16[wide / 2 + i]! * 255) / one
      const byte = this.narrow.u8[narrow + i]!
      if (Math.abs(byte - expected) > apartMax) {
        throw new Error(`8 bits give ${byte}, and ours ${expected.toFixed(2)}`)
      }
    }
  }
}

/** How much of `work` both do in a second, and how many times as fast ours is. */
export async function bitFigures(
  name: string,
  unit: string,
  work: number,
  runs: { readonly wide: Run; readonly narrow: Run },
): Promise<Figure[]> {
  const { wide, narrow } = await ratesInTurns(work, runs)
  const figure = { name, value: wide, unit, peer: narrow, against: 'the same in 8 bits' }
  return [figure, floorOf(figure, rateFloor)]
}
