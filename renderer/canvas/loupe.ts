// The loupe of the colour picker: px around the pointer, large, in a ring of the colour that would be picked and the one
// before it. What it shows is asked of the worker, one question at a time: a fast hand gets the newest answer, not all of them.

import type { LookedAt } from '../worker/look-around.ts'
import { toHex } from '../tools/color.ts'
import { placeLoupe } from '../view/place-loupe.ts'
import type { Box, Facing, Point } from '../view/view-transform.ts'

/** How the pointer that picks is there. */
export type AimedBy = 'hovering' | 'pressed' | 'touching'

export interface LoupePorts {
  /** Asks what is around a place, in CSS px of the stage; `show` is called with the answer. */
  readonly look: (at: Point) => void
  /** The part of the stage that no panel covers, in CSS px. */
  readonly free: () => Box
  readonly facing: () => Facing
  readonly colorInHand: () => number
  /** Px of a sample's side. */
  readonly samplePx: () => number
}

/** Of the ring's outside, as the style has it, in CSS px. */
const radiusPx = 62
/** To the loupe's middle: near enough to see both at once, and beyond a finger. */
const distancePx = 78
const distanceOfFingerPx = 116

export class Loupe {
  private readonly ports: LoupePorts
  private readonly element = document.createElement('div')
  private readonly canvas = document.createElement('canvas')
  private readonly sample = document.createElement('span')
  private at: Point | undefined
  private aimedBy: AimedBy = 'hovering'
  private side: 1 | -1 = 1
  /** In hand before the press. */
  private before: number | undefined
  private asking: 'no' | 'asked' | 'asked, and stale' = 'no'

  constructor(stage: HTMLElement, ports: LoupePorts) {
    this.ports = ports
    this.element.className = 'loupe'
    this.element.ariaHidden = 'true'
    this.element.hidden = true
    this.element.dataset['testid'] = 'loupe'
    const pane = document.createElement('div')
    pane.className = 'loupe-pane'
    this.sample.className = 'loupe-sample'
    pane.append(this.canvas, this.sample)
    this.element.append(pane)
    stage.append(this.element)
  }

  /** Where the pointer is that picks, in CSS px of the stage; undefined when none does. */
  aim(at: Point | undefined, by: AimedBy = 'hovering'): void {
    this.at = at
    this.aimedBy = by
    if (at === undefined) {
      this.before = undefined
      this.element.hidden = true
      return
    }
    if (by === 'hovering') this.before = undefined
    else this.before ??= this.ports.colorInHand()
    this.refresh()
    if (!this.element.hidden) this.place()
  }

  /** What is around the pointer may have changed, or how it is seen. */
  refresh(): void {
    if (this.at === undefined) return
    if (this.asking === 'no') {
      this.asking = 'asked'
      this.ports.look(this.at)
    } else this.asking = 'asked, and stale'
  }

  /** Shows what was asked for. */
  show(look: LookedAt | undefined): void {
    const isStale = this.asking === 'asked, and stale'
    this.asking = 'no'
    if (isStale) this.refresh()
    if (this.at === undefined || look === undefined) return
    // Of where the pointer was when it was last here.
    if (isStale && this.element.hidden) return
    const sidePx = Math.sqrt(look.rgba.length / 4)
    this.canvas.width = sidePx
    this.canvas.height = sidePx
    this.canvas.getContext('2d')?.putImageData(new ImageData(look.rgba, sidePx, sidePx), 0, 0)
    const { style } = this.element
    const picked = look.color === undefined ? undefined : toHex(look.color)
    this.element.dataset['picked'] = picked ?? 'nothing'
    style.setProperty('--picked', picked ?? 'var(--ground)')
    style.setProperty('--before', toHex(this.before ?? this.ports.colorInHand()))
    style.setProperty('--sample', String(this.ports.samplePx() / sidePx))
    const { turn, isFlipped } = this.ports.facing()
    style.setProperty('--facing', `rotate(${turn}turn) scaleX(${isFlipped ? -1 : 1})`)
    this.element.hidden = false
    this.place()
  }

  dispose(): void {
    this.element.remove()
  }

  private place(): void {
    if (this.at === undefined) return
    const distance = this.aimedBy === 'touching' ? distanceOfFingerPx : distancePx
    const { x, y, side } = placeLoupe(this.at, this.ports.free(), {
      radius: radiusPx,
      distance,
      side: this.side,
    })
    this.side = side
    this.element.style.transform = `translate(${x - radiusPx}px, ${y - radiusPx}px)`
  }
}
