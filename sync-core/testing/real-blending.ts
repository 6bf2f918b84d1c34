// What W3C's Compositing and Blending says in its own words, in real numbers: what the kernel's blending is measured against.

import type { BlendMode } from '../kernel/blend-mode.ts'
import { type Composite, composite } from '../kernel/blend-kernel.ts'

type Formula = (backdrop: number, source: number) => number

const hardLight: Formula = (b, s) => (s <= 0.5 ? b * 2 * s : b + (2 * s - 1) - b * (2 * s - 1))
const softCurve = (b: number): number => (b <= 0.25 ? ((16 * b - 12) * b + 4) * b : Math.sqrt(b))

const formulas: Record<Exclude<BlendMode, 'add'>, Formula> = {
  normal: (_, s) => s,
  multiply: (b, s) => b * s,
  screen: (b, s) => b + s - b * s,
  overlay: (b, s) => hardLight(s, b),
  darken: (b, s) => Math.min(b, s),
  lighten: (b, s) => Math.max(b, s),
  'color-dodge': (b, s) => (b === 0 ? 0 : s === 1 ? 1 : Math.min(1, b / (1 - s))),
  'color-burn': (b, s) => (b === 1 ? 1 : s === 0 ? 0 : 1 - Math.min(1, (1 - b) / s)),
  'hard-light': hardLight,
  'soft-light': (b, s) => (s <= 0.5 ? b - (1 - 2 * s) * b * (1 - b) : b + (2 * s - 1) * (softCurve(b) - b)),
  difference: (b, s) => Math.abs(b - s),
}

/** How two pixels are blended; everything is 0..1, and colours are premultiplied. */
export interface RealBlend {
  readonly mode: BlendMode
  readonly rule: Composite
  readonly opacity: number
}

/** One colour of the result (or, of `add`, its alpha): source colour and alpha, backdrop colour and alpha. */
export function realColor(how: RealBlend, s: number, a: number, d: number, b: number): number {
  const { mode, rule, opacity } = how
  const alpha = a * opacity
  const isOver = rule === composite.over
  if (mode === 'add') return isOver ? Math.min(1, d + s * opacity) : Math.min(b, d + s * opacity * b)
  const mixed = a === 0 || b === 0 ? 0 : formulas[mode](d / b, s / a)
  return (isOver ? s * opacity * (1 - b) : 0) + d * (1 - alpha) + alpha * b * mixed
}

/** The alpha of the result. */
export function realAlpha({ mode, rule, opacity }: RealBlend, a: number, b: number): number {
  if (rule === composite.atop) return b
  return mode === 'add' ? Math.min(1, b + a * opacity) : b + a * opacity * (1 - b)
}
