// What laser pointers leave behind for a moment, one's own and others': lines on a canvas over the picture, kept in px of the
// plane so that they stay where they point when the view moves. Nothing of it is painted or stored.

import { toHex } from '../tools/color.ts'
import { pictureToScreen, type Point, type View } from '../view/view-transform.ts'

/** A trail is gone after so many ms. */
export const trailMs = 1_200

/** Of one person; what is older would be gone soon anyway. */
export const trailPointsMax = 128

export interface TrailPoint extends Point {
  readonly atMs: number
  /** Not connected to the point before. */
  readonly isFirst: boolean
}

/** The points that are still to be seen, with a new one; in px of the plane. */
export function growTrail(
  trail: readonly TrailPoint[],
  next: Omit<TrailPoint, 'isFirst'>,
  isOn: boolean,
): readonly TrailPoint[] {
  const kept = trail.filter(({ atMs }) => next.atMs - atMs < trailMs).slice(1 - trailPointsMax)
  return [...kept, { ...next, isFirst: !isOn || kept.length === 0 }]
}

/** 1 when it was just drawn, 0 when it is gone. */
export function strengthOf({ atMs }: Pick<TrailPoint, 'atMs'>, nowMs: number): number {
  return Math.min(1, Math.max(0, 1 - (nowMs - atMs) / trailMs))
}

interface Trail {
  color: number
  points: readonly TrailPoint[]
  isOn: boolean
}

export class LaserTrails {
  private readonly canvas = document.createElement('canvas')
  private readonly isCalm = window.matchMedia('(prefers-reduced-motion: reduce)')
  private readonly trails = new Map<number | 'own', Trail>()
  private view: View | undefined
  private size = { width: 1, height: 1, ratio: 1 }
  private request: number | undefined

  constructor(layer: HTMLElement) {
    this.canvas.className = 'laser-trails'
    this.canvas.hidden = true
    layer.append(this.canvas)
  }

  /** A pointer that is on is there, in px of the plane. */
  point(who: number | 'own', color: number, at: Point): void {
    if (this.isCalm.matches) return
    const trail = this.trails.get(who) ?? { color, points: [], isOn: false }
    trail.color = color
    trail.points = growTrail(trail.points, { x: at.x, y: at.y, atMs: performance.now() }, trail.isOn)
    trail.isOn = true
    this.trails.set(who, trail)
    this.wake()
  }

  /** The pointer is off; its trail fades. */
  lift(who: number | 'own'): void {
    const trail = this.trails.get(who)
    if (trail !== undefined) trail.isOn = false
  }

  setView(
    view: View,
    size: { readonly width: number; readonly height: number; readonly ratio: number },
  ): void {
    this.view = view
    this.size = size
    if (this.trails.size > 0) this.wake()
  }

  dispose(): void {
    if (this.request !== undefined) cancelAnimationFrame(this.request)
    this.canvas.remove()
  }

  private wake(): void {
    this.request ??= requestAnimationFrame((nowMs) => this.draw(nowMs))
  }

  private draw(nowMs: number): void {
    this.request = undefined
    const { canvas, size, view } = this
    const context = canvas.getContext('2d')
    if (context === null || view === undefined) return
    if (canvas.width !== size.width) canvas.width = size.width
    if (canvas.height !== size.height) canvas.height = size.height
    context.clearRect(0, 0, size.width, size.height)
    context.lineCap = 'round'
    for (const [who, { color, points }] of this.trails) {
      if (points.every((point) => strengthOf(point, nowMs) === 0)) this.trails.delete(who)
      points.forEach((point, at) => {
        const before = points[at - 1]
        const strength = strengthOf(point, nowMs)
        if (strength === 0) return
        const to = pictureToScreen(view, point)
        const from = before === undefined || point.isFirst ? to : pictureToScreen(view, before)
        // A light edge keeps the line visible on its own colour.
        for (const [style, widthPx] of [
          ['#ffffff', 7],
          [toHex(color), 4],
        ] as const) {
          context.globalAlpha = strength * (style === '#ffffff' ? 0.4 : 0.9)
          context.strokeStyle = style
          context.lineWidth = widthPx * size.ratio * (0.4 + 0.6 * strength)
          context.beginPath()
          context.moveTo(from.x, from.y)
          context.lineTo(to.x, to.y)
          context.stroke()
        }
      })
    }
    canvas.hidden = this.trails.size === 0
    if (this.trails.size > 0) this.wake()
  }
}
