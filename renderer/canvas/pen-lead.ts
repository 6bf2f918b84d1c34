// The line from where it is to where it will be by the time the screen shows it, as the browser foresees the pen, steadied as it
// will be: so it goes on from what is painted. It is only shown: nothing of it is painted or sent, and the next report of the pen takes
// its place.

import type { BrushSettings } from '../tools/brush-settings.ts'
import { toHex } from '../tools/color.ts'
import type { Point } from '../view/view-transform.ts'

/** What is fainter would be seen twice where the lead lies over the stroke. */
const opacityMin = 230

/** A pen that says nothing for so long rests, and rests are not foreseen. */
const restMs = 40

/** Whether a brush lays down a plain line, of which a part can be shown in advance. */
export function hasLead(settings: BrushSettings): boolean {
  const { smudge, opacity, flow, tip, hardness, roundness } = settings
  const isPlain = tip === 'round' && roundness === 255 && smudge === 0 && hardness >= 128
  return isPlain && Math.min(opacity, flow) >= opacityMin
}

export interface Lead {
  /** From the end of the line on, in CSS px of the stage. */
  readonly points: readonly Point[]
  /** In CSS px. */
  readonly width: number
  /** 0xRRGGBB */
  readonly color: number
}

/** The line ahead of a pen that painted with `settings`; none where the browser foresees nothing. */
export function leadOf(
  settings: BrushSettings,
  color: number,
  pen: { readonly points: readonly Point[]; readonly pressure: number },
  cssPxPerPx: number,
): Lead | undefined {
  if (pen.points.length < 2 || !hasLead(settings)) return undefined
  const pressed = settings.sizeBy.curve === undefined ? 1 : pen.pressure
  return { points: pen.points, width: settings.sizePx * pressed * cssPxPerPx, color }
}

export class PenLead {
  private readonly svg: SVGSVGElement
  private readonly line: SVGPolylineElement
  private timer: number | undefined

  constructor(stage: HTMLElement) {
    this.svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
    this.line = document.createElementNS('http://www.w3.org/2000/svg', 'polyline')
    this.svg.setAttribute('class', 'pen-lead')
    this.svg.setAttribute('aria-hidden', 'true')
    this.svg.append(this.line)
    stage.querySelector('canvas')?.after(this.svg)
  }

  /** Undefined shows none. */
  show(lead: Lead | undefined): void {
    clearTimeout(this.timer)
    this.timer = undefined
    if (lead === undefined) return this.line.removeAttribute('points')
    this.line.setAttribute('points', lead.points.map(({ x, y }) => `${x},${y}`).join(' '))
    this.line.setAttribute('stroke', toHex(lead.color))
    this.line.setAttribute('stroke-width', String(lead.width))
    this.timer = window.setTimeout(() => this.show(undefined), restMs)
  }

  dispose(): void {
    clearTimeout(this.timer)
    this.svg.remove()
  }
}
