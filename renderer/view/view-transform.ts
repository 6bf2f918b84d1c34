// Where the picture lies in the window. Everything here counts in device pixels, so that at 100 % one pixel of the
// picture is exactly one pixel of the screen, whatever the display's scaling.
//
//   screen = picture * scale + offset

import type { CanvasSize } from '../../sync-core/index.ts'

export interface View {
  /** Device px per picture px. */
  readonly scale: number
  /** Where the picture's top left corner is, in device px from the top left of the canvas area. */
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
export const scaleMax = 32

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
export function scaleMin(picture: CanvasSize, viewport: Viewport): number {
  return Math.min(0.05, fitScale(picture, viewport) / 2)
}

/** Shows the whole picture, centred; small pictures are not enlarged. */
export function fitView(picture: CanvasSize, viewport: Viewport): View {
  return centredView(picture, viewport, fitScale(picture, viewport))
}

/** The same centre of the window at another scale. */
export function withScale(view: View, scale: number, picture: CanvasSize, viewport: Viewport): View {
  return zoomAt(
    view,
    scale / view.scale,
    { x: viewport.width / 2, y: viewport.height / 2 },
    picture,
    viewport,
  )
}

/** Zooms by `factor` so that what is under `at` stays there. */
export function zoomAt(view: View, factor: number, at: Point, picture: CanvasSize, viewport: Viewport): View {
  const scale = Math.min(scaleMax, Math.max(scaleMin(picture, viewport), view.scale * factor))
  const grown = scale / view.scale
  const next = { scale, x: at.x - (at.x - view.x) * grown, y: at.y - (at.y - view.y) * grown }
  return keepInReach(next, picture, viewport)
}

export function panBy(view: View, dx: number, dy: number, picture: CanvasSize, viewport: Viewport): View {
  return keepInReach({ scale: view.scale, x: view.x + dx, y: view.y + dy }, picture, viewport)
}

/** After the window changed its size: what was in its middle stays in its middle. */
export function resizeView(view: View, before: Viewport, after: Viewport, picture: CanvasSize): View {
  const moved = {
    scale: view.scale,
    x: view.x + (after.width - before.width) / 2,
    y: view.y + (after.height - before.height) / 2,
  }
  return keepInReach(moved, picture, after)
}

/** Follows two fingers: they hold the same two points of the picture before and after. */
export function pinchView(
  view: View,
  before: readonly [Point, Point],
  after: readonly [Point, Point],
  picture: CanvasSize,
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
  return zoomAt(moved, factor, middleAfter, picture, viewport)
}

/** The part of the picture in view, in whole px inside the picture; width and height are 0 when none of it is. */
export function visiblePart(
  view: View,
  picture: CanvasSize,
  viewport: Viewport,
): { x: number; y: number; width: number; height: number } {
  const from = screenToPicture(view, { x: 0, y: 0 })
  const to = screenToPicture(view, { x: viewport.width, y: viewport.height })
  const x = clamp(Math.floor(from.x), 0, picture.width)
  const y = clamp(Math.floor(from.y), 0, picture.height)
  return {
    x,
    y,
    width: clamp(Math.ceil(to.x), 0, picture.width) - x,
    height: clamp(Math.ceil(to.y), 0, picture.height) - y,
  }
}

/** As people read it: 100 % is one pixel for one pixel. */
export function zoomPercent(view: View): number {
  const percent = view.scale * 100
  return percent < 10 ? Math.round(percent * 10) / 10 : Math.round(percent)
}

function fitScale(picture: CanvasSize, viewport: Viewport): number {
  const margin = 2 * fitMarginPx * viewport.ratio
  const across = Math.max(16, viewport.width - margin) / picture.width
  const down = Math.max(16, viewport.height - margin) / picture.height
  return Math.min(1, across, down)
}

function centredView(picture: CanvasSize, viewport: Viewport, scale: number): View {
  return {
    scale,
    x: Math.round((viewport.width - picture.width * scale) / 2),
    y: Math.round((viewport.height - picture.height * scale) / 2),
  }
}

function keepInReach(view: View, picture: CanvasSize, viewport: Viewport): View {
  const keep = keepVisiblePx * viewport.ratio
  const within = (offset: number, length: number, room: number): number => {
    const kept = Math.min(keep, length)
    return clamp(offset, kept - length, room - kept)
  }
  return {
    scale: view.scale,
    x: within(view.x, picture.width * view.scale, viewport.width),
    y: within(view.y, picture.height * view.scale, viewport.height),
  }
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value))
}

function middleOf([a, b]: readonly [Point, Point]): Point {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }
}

function distance([a, b]: readonly [Point, Point]): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}
