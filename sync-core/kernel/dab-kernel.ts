// A dab is one round stamp, a record of six i32 in memory:
//
//   x, y       centre in 1/256 px of the plane, may be outside          hardness   0 (soft from the centre) .. 255
//   radius     128..131072 in 1/256 px                                  limit, flow   0..32768
//
// Many are painted in one call, because a call costs as much as a dab of 4 px. The masks are found through a table of one
// i32 for each tile of a window, row by row:
//
//   bits 4..31   pointer of the tile's mask, 0 while there is none
//   bit 1        closed: nothing is painted there, and nothing said about it
//   bit 0        reached: set by the call for every tile that has a pixel closer to a centre than the dab's outer edge

/** How dabs of one stroke combine; the formulas are in twin-dab-kernel.ts. */
export type DabRule = 0 | 1
/** Coverage goes towards the highest limit, and never beyond it. */
export const washRule = 0
/** Coverage grows with each dab. */
export const buildUpRule = 1

/** i32 of one dab. */
export const dabWords = 6
export const dabRadiusMin = 128
export const dabRadiusMax = 131_072

export const tileReached = 1
export const tileClosed = 2
/** What of an entry of the table is a pointer. */
export const tilePointerMask = ~15

export interface DabKernel {
  /**
   * Paints `count` dabs in order into the masks of the window of across × down tiles at tile tileX, tileY. Returns how many
   * were painted: fewer than `count` when the next one reaches a tile without a mask. Such tiles are marked as reached, the
   * dab is not begun; the caller makes the masks and goes on from there. `grain` is 0 or 4096 bytes, a tile of the tip's
   * grain: the profile is scaled by (grain + 1) / 256. A dab without limit or flow reaches nothing.
   */
  paintDabs(
    dabs: number,
    count: number,
    table: number,
    tileX: number,
    tileY: number,
    across: number,
    down: number,
    rule: number,
    grain: number,
  ): number
}
