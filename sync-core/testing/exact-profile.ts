import type { Dab } from '../raster/dab.ts'

type Nib = Pick<Dab, 'x' | 'y' | 'radius' | 'flat' | 'cos' | 'sin' | 'hardness'>

/** The formula of kernel/dab-profile.ts and dab-shape.ts for one pixel, 0..32768, without any shortcut. */
export function exactProfile(px: number, py: number, dab: Nib): number {
  const { x, y, radius, flat, cos, sin, hardness } = dab
  let unit = 1
  while (Math.floor((radius + flat + 128) / unit) > 16383) unit *= 2
  const r = Math.floor(radius / unit)
  const edge = Math.min(r * r, r * (256 / unit))
  const outer = r * r + edge
  const core = Math.floor(Math.floor((radius * hardness) / 255) / unit)
  const inner = Math.min(r * r - edge, core * core)
  const dx = Math.floor((px * 256 + 128 - x) / unit)
  const dy = Math.floor((py * 256 + 128 - y) / unit)
  let [u, v] = [dx, dy]
  const half = Math.floor(flat / unit)
  if (half > 0) {
    u = Math.max(0, Math.abs(Math.floor((dx * cos + dy * sin) / 16384)) - half)
    v = Math.floor((dy * cos - dx * sin) / 16384)
  }
  return exactFalloff(u * u + v * v, outer, inner)
}

/** The profile at a squared distance. */
export function exactFalloff(distance: number, outer: number, inner: number): number {
  let fine = 1
  while (Math.floor((outer - inner) / fine) > 32767) fine *= 2
  while ((outer - inner) / fine < 16384) fine /= 2
  const half = Math.floor((outer - inner) / fine)
  const stretch = Math.ceil(((32768 - half) * 32768) / half)
  const v = Math.floor((outer + inner - 2 * distance) / fine)
  const wide = Math.min(32767, Math.max(-32768, v - Math.floor((16384 - v * stretch) / 32768)))
  const y = 2 * Math.floor(wide / 2) + 1
  const slope = 24576 - Math.floor(Math.floor((y * y + 16384) / 32768) / 4)
  return 16384 + Math.floor((y * slope + 16384) / 32768)
}
