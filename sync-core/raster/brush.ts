/** A round brush. Whole numbers only, so that every machine paints the same bytes. */
export interface Brush {
  readonly tool: 'paint' | 'erase'
  /** Diameter in 1/16 px, 16..16384 (1 px to 1024 px). */
  readonly size: number
  /** 1..255: the stroke's greatest coverage; overlapping dabs of one stroke never exceed it (wash). */
  readonly opacity: number
  /** 0 (soft from the centre) .. 255 (hard, antialiased edge). */
  readonly hardness: number
  /** 0xRRGGBB, sRGB. Ignored by the eraser. */
  readonly color: number
  /** Whether pressure scales the diameter, the coverage, or both. */
  readonly pressureSize: boolean
  readonly pressureOpacity: boolean
}
