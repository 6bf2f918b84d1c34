/** Black or white, whichever is read better on a colour: at least 4.5 to 1 on every one (WCAG 2's relative luminance). */
export function readableOn(color: number): '#000000' | '#ffffff' {
  const linear = (channel: number): number =>
    channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  const [red, green, blue] = [16, 8, 0].map((shift) => linear(((color >> shift) & 255) / 255))
  const luminance = 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!
  // Here both are read equally well.
  return luminance > 0.179 ? '#000000' : '#ffffff'
}
