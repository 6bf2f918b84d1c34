import { channelOne } from '../kernel/tile-layout.ts'
import { widen } from '../kernel/widen.ts'
import type { Brush } from './brush.ts'

/** What a brush lays down, as pixel channels 0..32767. */
export interface BrushSource {
  readonly red: number
  readonly green: number
  readonly blue: number
  readonly alpha: number
}

const nothing: BrushSource = { red: 0, green: 0, blue: 0, alpha: 0 }

/** The pixel that full coverage of this brush results in: paint is an opaque colour, and the eraser nothing at all. */
export function brushSource({ blend, color }: Pick<Brush, 'blend' | 'color'>): BrushSource {
  if (blend === 'erase') return nothing
  return {
    red: widenChannel(color >> 16),
    green: widenChannel((color >> 8) & 0xff),
    blue: widenChannel(color & 0xff),
    alpha: channelOne,
  }
}

/** A channel of 8 bits as 15 bits, rounded. */
export function widenChannel(value: number): number {
  return widen(value, channelOne)
}
