// Colours are 0xRRGGBB everywhere; hue, saturation and value exist only while a person chooses one.

export interface Hsv {
  /** 0..360 */
  readonly hue: number
  /** 0..1 */
  readonly saturation: number
  /** 0..1 */
  readonly value: number
}

/** "#rrggbb" */
export function toHex(color: number): string {
  return `#${color.toString(16).padStart(6, '0')}`
}

/** Reads "#rrggbb", "rrggbb" or the short "#rgb"; undefined for anything else. */
export function parseHex(text: string): number | undefined {
  const [, digits] = /^#?([0-9a-f]{6}|[0-9a-f]{3})$/i.exec(text.trim()) ?? []
  if (digits === undefined) return undefined
  const full = digits.length === 6 ? digits : digits.replaceAll(/./g, '$&$&')
  return Number.parseInt(full, 16)
}

export function hsvToColor({ hue, saturation, value }: Hsv): number {
  const channel = (shift: number): number => {
    const k = (shift + hue / 60) % 6
    return Math.round(255 * value * (1 - saturation * Math.max(0, Math.min(k, 4 - k, 1))))
  }
  return (channel(5) << 16) | (channel(3) << 8) | channel(1)
}

/** The hue of a grey is 0, and so is the saturation of black. */
export function colorToHsv(color: number): Hsv {
  const red = (color >> 16) / 255
  const green = ((color >> 8) & 255) / 255
  const blue = (color & 255) / 255
  const value = Math.max(red, green, blue)
  const spread = value - Math.min(red, green, blue)
  if (spread === 0) return { hue: 0, saturation: 0, value }
  const sixth =
    value === red
      ? ((green - blue) / spread + 6) % 6
      : value === green
        ? (blue - red) / spread + 2
        : (red - green) / spread + 4
  return { hue: sixth * 60, saturation: spread / value, value }
}

/** A grey has no hue of its own, and black no saturation: both stay where they were before. */
export function keepHue(before: Hsv, after: Hsv): Hsv {
  if (after.value === 0) return { ...before, value: 0 }
  return after.saturation === 0 ? { ...after, hue: before.hue } : after
}

/** Whether dark marks are readable on the colour. */
export function isLight(color: number): boolean {
  const luma = 0.299 * (color >> 16) + 0.587 * ((color >> 8) & 255) + 0.114 * (color & 255)
  return luma > 140
}
