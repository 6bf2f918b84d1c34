import type { KernelMemory } from './kernel-memory.ts'
import type { MergeKernel } from './merge-kernel.ts'
import { share } from './share.ts'
import { channelOne, tilePixels } from './tile-layout.ts'

// How a mark changes a channel of a pixel, with coverage c = 0..32768, so that "nothing" and "all" are exact:
//
//   flat      dst' = dst − ((16384 − c·(src − dst)) >> 15)
//   locked    the same towards src·alpha; alpha stays
//   colours   dst' = dst − ((c·dst + 16384) >> 15) + S          S premultiplied and already times c
//   both      dst' = dst − Sα·dst + S·alpha                     what was covered, not what was reached: it may be transparent
//   selected  c and S are first scaled by the selection, cut off
//
// The form follows SIMD's rounding multiply (i16x8.q15mulr with −c, which reaches −1.0 where +1.0 does not fit). The eraser is
// src = 0,0,0,0. All are monotone in dst and src, so colour stays ≤ alpha.

// Names of this file, because tools that run TypeScript as it is look up imported ones at each use, 20 ns each.
const one = channelOne
const count = tilePixels
const rounded = share

export function twinMergeKernel(memory: KernelMemory): MergeKernel {
  return {
    mergeFlat(pixels, mask, selection, lock, red, green, blue, alpha) {
      const { u8, u16 } = memory
      let difference = 0
      for (let i = 0; i < count; i++) {
        const c = selectedPart(u16[(mask >>> 1) + i]!, u8, selection, i)
        if (c === 0) continue
        const at = (pixels >>> 1) + i * 4
        const a = u16[at + 3]!
        const isLocked = lock !== 0
        difference |= move(u16, at, isLocked ? rounded(red, a) : red, c)
        difference |= move(u16, at + 1, isLocked ? rounded(green, a) : green, c)
        difference |= move(u16, at + 2, isLocked ? rounded(blue, a) : blue, c)
        if (!isLocked) difference |= move(u16, at + 3, alpha, c)
      }
      return difference === 0 ? 0 : 1
    },

    mergeColors(pixels, colors, mask, selection, lock) {
      const { u8, u16 } = memory
      let difference = 0
      for (let i = 0; i < count; i++) {
        const c = selectedPart(u16[(mask >>> 1) + i]!, u8, selection, i)
        const from = (colors >>> 1) + i * 4
        const covered = selectedPart(u16[from + 3]!, u8, selection, i)
        if (lock === 0 ? c === 0 : covered === 0) continue
        const to = (pixels >>> 1) + i * 4
        const alpha = u16[to + 3]!
        for (let channel = 0; channel < (lock === 0 ? 4 : 3); channel++) {
          const before = u16[to + channel]!
          const color = selectedPart(u16[from + channel]!, u8, selection, i)
          // Rounding may leave S a little above c.
          const after =
            lock === 0
              ? Math.min(one, before - ((Math.imul(c, before) + 16384) >> 15) + color)
              : Math.min(alpha, before - rounded(covered, before) + rounded(color, alpha))
          u16[to + channel] = after
          difference |= after ^ before
        }
      }
      return difference === 0 ? 0 : 1
    },
  }
}

/** 0..255 as coverage 0..32768, rounded. */
export function widenByte(value: number): number {
  const rest = value * 128 + 127
  // rest / 255, as shifts that SIMD has too: value · 32768 / 255 rounded, for each of the 256.
  return (value << 7) + ((rest + 1 + (rest >> 8)) >> 8)
}

function selectedPart(value: number, u8: Uint8Array, selection: number, i: number): number {
  return selection === 0 ? value : Math.imul(value, widenByte(u8[selection + i]!)) >>> 15
}

/** Moves a channel, and returns by how much. */
function move(u16: Uint16Array, at: number, to: number, c: number): number {
  const moved = (16384 - Math.imul(c, to - u16[at]!)) >> 15
  u16[at]! -= moved
  return moved
}
