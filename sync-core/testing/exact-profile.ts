import type { Dab } from '../raster/dab.ts'

type Nib = Pick<Dab, 'x' | 'y' | 'radius' | 'flat' | 'cos' | 'sin' | 'hardness'>

/** The formula of kernel/dab-shape.ts for one pixel, 0..32768, without any shortcut. */
export function exactProfile(px: number, py: number, dab: Nib): number {
  const { x, y, radius, flat, cos, sin, hardness } = dab
  let unit = 1
  while (Math.floor((radius + flat + 128) / unit) > 16383) unit *= 2
  const r = Math.floor(radius / unit)
  const edge = Math.min(r * r, r * (256 / unit))
  const outer = r * r + edge
  const core = Math.floor(Math.floor((radius * hardness) / 255) / unit)
  const range = outer - Math.min(r * r - edge, core * core)
  const dx = Math.floor((px * 256 + 128 - x) / unit)
  const dy = Math.floor((py * 256 + 128 - y) / unit)
  let [u, v] = [dx, dy]
  const half = Math.floor(flat / unit)
  if (half > 0) {
    u = Math.max(0, Math.abs(Math.floor((dx * cos + dy * sin) / 16384)) - half)
    v = Math.floor((dy * cos - dx * sin) / 16384)
  }
  const rest = Math.min(Math.max(outer - u * u - v * v, 0), range)
  let scale = 1
  while (Math.floor(range / scale) > 0xffff) scale *= 2
  const k = Math.ceil(2 ** 31 / Math.floor(range / scale))
  const c = Math.floor((Math.floor(rest / scale) * k) / 65536)
  return Math.floor((Math.floor((c * c) / 32768) * (98304 - 2 * c)) / 32768)
}
