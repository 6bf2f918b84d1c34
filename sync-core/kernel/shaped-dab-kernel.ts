// A shaped dab is one stamp of a nib that is flat, textured or coloured, a record of sixteen i32 in memory:
//
//   x, y, radius, hardness, limit, flow     as a round dab's (dab-kernel.ts)
//   flat                                    how much longer the nib is on either side, 1/256 px; radius + flat ≤ 131072
//   cos, sin                                where its longer diameter points, 1.0 = 16384
//   grainX, grainY                          0..127: how far the relief is moved for this dab, px
//   red, green, blue, alpha                 premultiplied 0..32767, for `colorRule` · 1 unused
//
// A tip is a header of four i32 (`lies`, `gain` 1..16, 2 unused) followed by its heights, u16 each: a relief of 128 rows of
// 192 (texture-row.ts), or the 65 heights of a stroke's hairs.

/** i32 of one shaped dab. */
export const shapedDabWords = 16
export const tipHeaderBytes = 16
/** `lies` of a tip: pressed by the dab's flow, there at any flow, or across the nib. */
export const tipOnPlane = 0
export const tipAnywhere = 1
export const tipOnNib = 2

/** The third rule beside washRule and buildUpRule: a mask is followed by a pixel tile of its dabs' colours. */
export const colorRule = 2

export interface ShapedDabKernel {
  /** As paintDabs, for shaped dabs; `tip` is the pointer of a tip's header, or 0. */
  paintShapedDabs(
    dabs: number,
    count: number,
    table: number,
    tileX: number,
    tileY: number,
    across: number,
    down: number,
    rule: number,
    tip: number,
  ): number
}
