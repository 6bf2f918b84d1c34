// Where the picture lies in the window. Everything here counts in device pixels, so that at 100 % one pixel of the
// picture is exactly one pixel of the screen, whatever the display's scaling. A point of the picture is a point of the plane
// that it is a frame of: so nothing on the screen moves when the frame changes.
//
//   screen = point * scale + offset

import type { Frame } from '../../sync-core/index.ts'
import { clamp } from './clamp.ts'

export interface View {
  /** Device px per picture px. */
  readonly scale: number
  /** Where the plane's top left corner is, in device px from the top left of the canvas area. */
  readonly x: number
  readonly y: number
}

/** The canvas area in device px, and how many of them make one CSS px. */
export interface Viewport {
  readonly width: number
  readonly height: number
  readonly ratio: number
}

export interface Point {
  readonly x: number
  readonly y: number
}

/** A pixel of the picture may become this large: 3200 %. */
const scaleMax = 32

/** Free space around a fitted picture, in CSS px. */
const fitMarginPx = 24

/** At least so much of the picture stays in the window, in CSS px. */
const keepVisiblePx = 48

export function pictureToScreen(view: View, point: Point): Point {
  return { x: point.x * view.scale + view.x, y: point.y * view.scale + view.y }
}

export function screenToPicture(view: View, point: Point): Point {
  return { x: (point.x - view.x) / view.scale, y: (point.y - view.y) / view.scale }
}

/** The smallest scale on offer: half of what shows the whole picture, and always at least down to 5 %. */
export function scaleMin(frame: Frame, viewport: Viewport): number {
  return Math.min(0.05, fitScale(frame, viewport) / 2)
}

/** Shows the whole picture, centred; small pictures are not enlarged. */
export function fitView(frame: Frame, viewport: Viewport): View {
  return centredView(frame, viewport, fitScale(frame, viewport))
}

/** The same centre of the window at another scale. */
export function withScale(view: View, scale: number, frame: Frame, viewport: Viewport): View {
  return zoomAt(view, scale / view.scale, { x: viewport.width / 2, y: viewport.height / 2 }, frame, viewport)
}

/** Zooms by `factor` so that what is under `at` stays there. */
export function zoomAt(view: View, factor: number, at: Point, frame: Frame, viewport: Viewport): View {
  const scale = Math.min(scaleMax, Math.max(scaleMin(frame, viewport), view.scale * factor))
  const grown = scale / view.scale
  const next = { scale, x: at.x - (at.x - view.x) * grown, y: at.y - (at.y - view.y) * grown }
  return keepInReach(next, frame, viewport)
}

export function panBy(view: View, dx: number, dy: number, frame: Frame, viewport: Viewport): View {
  return keepInReach({ scale: view.scale, x: view.x + dx, y: view.y + dy }, frame, viewport)
}

/** After the window changed its size: what was in its middle stays in its middle. */
export function resizeView(view: View, before: Viewport, after: Viewport, frame: Frame): View {
  const moved = {
    scale: view.scale,
    x: view.x + (after.width - before.width) / 2,
    y: view.y + (after.height - before.height) / 2,
  }
  return keepInReach(moved, frame, after)
}

/** Follows two fingers: they hold the same two points of the picture before and after. */
export function pinchView(
  view: View,
  before: readonly [Point, Point],
  after: readonly [Point, Point],
  frame: Frame,
  viewport: Viewport,
): View {
  const middleBefore = middleOf(before)
  const middleAfter = middleOf(after)
  const factor = distance(after) / Math.max(1, distance(before))
  const moved = {
    scale: view.scale,
    x: view.x + middleAfter.x - middleBefore.x,
    y: view.y + middleAfter.y - middleBefore.y,
  }
  return zoomAt(moved, factor, middleAfter, frame, viewport)
}

/** The part of the picture in view, in whole px of the plane inside the frame; width and height are 0 when none of it is. */
export function visiblePart(
  view: View,
  frame: Frame,
  viewport: Viewport,
): { x: number; y: number; width: number; height: number } {
  const from = screenToPicture(view, { x: 0, y: 0 })
  const to = screenToPicture(view, { x: viewport.width, y: viewport.height })
  const right = frame.x + frame.width
  const bottom = frame.y + frame.height
  const x = clamp(Math.floor(from.x), frame.x, right)
  const y = clamp(Math.floor(from.y), frame.y, bottom)
  return {
    x,
    y,
    width: clamp(Math.ceil(to.x), frame.x, right) - x,
    height: clamp(Math.ceil(to.y), frame.y, bottom) - y,
  }
}

/** Where the frame is on the screen, in whole device px. */
export function frameOnScreen(
  view: View,
  frame: Frame,
): { x: number; y: number; width: number; height: number } {
  const x = Math.round(view.x + frame.x * view.scale)
  const y = Math.round(view.y + frame.y * view.scale)
  return {
    x,
    y,
    width: Math.round(view.x + (frame.x + frame.width) * view.scale) - x,
    height: Math.round(view.y + (frame.y + frame.height) * view.scale) - y,
  }
}

/** As people read it: 100 % is one pixel for one pixel. */
export function zoomPercent(view: View): number {
  const percent = view.scale * 100
  return percent < 10 ? Math.round(percent * 10) / 10 : Math.round(percent)
}

function fitScale(frame: Frame, viewport: Viewport): number {
  const margin = 2 * fitMarginPx * viewport.ratio
  const across = Math.max(16, viewport.width - margin) / frame.width
  const down = Math.max(16, viewport.height - margin) / frame.height
  return Math.min(1, across, down)
}

function centredView(frame: Frame, viewport: Viewport, scale: number): View {
  return {
    scale,
    x: Math.round((viewport.width - frame.width * scale) / 2) - frame.x * scale,
    y: Math.round((viewport.height - frame.height * scale) / 2) - frame.y * scale,
  }
}

function keepInReach(view: View, frame: Frame, viewport: Viewport): View {
  const keep = keepVisiblePx * viewport.ratio
  const within = (offset: number, from: number, length: number, room: number): number => {
    const start = from * view.scale
    const kept = Math.min(keep, length * view.scale)
    return clamp(offset, kept - length * view.scale - start, room - kept - start)
  }
  return {
    scale: view.scale,
    x: within(view.x, frame.x, frame.width, viewport.width),
    y: within(view.y, frame.y, frame.height, viewport.height),
  }
}

function middleOf([a, b]: readonly [Point, Point]): Point {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }
}

function distance([a, b]: readonly [Point, Point]): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}
