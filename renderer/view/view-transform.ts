// Where the picture lies in the window. Everything here counts in device pixels, so that at 100 % one pixel of the
// picture is exactly one pixel of the screen, whatever the display's scaling. A point of the picture is a point of the plane
// that it is a frame of: so nothing on the screen moves when the frame changes.
//
//   screen = turn(flip(point) * scale) + offset
//
// The flip comes first, so `turn` is always what is seen: clockwise, whichever side of the picture looks at us. Turns rather
// than radians or degrees, because quarters of them are exact: a picture that was turned four times is where it was.

import type { Frame } from '../../sync-core/index.ts'
import { clamp } from './clamp.ts'

export interface View {
  /** Device px per picture px. */
  readonly scale: number
  /** Where the plane's top left corner is, in device px from the top left of the canvas area. */
  readonly x: number
  readonly y: number
  /** Clockwise as seen, in turns: more than -0.5, at most 0.5. */
  readonly turn: number
  /** The picture is seen as in a mirror, left and right exchanged. */
  readonly isFlipped: boolean
}

/** The canvas area in device px, and how many of them make one CSS px. */
export interface Viewport {
  readonly width: number
  readonly height: number
  readonly ratio: number
  /** The part that no panel covers, in device px; absent: all of it. */
  readonly free?: Box
}

export interface Point {
  readonly x: number
  readonly y: number
}

export interface Box extends Point {
  readonly width: number
  readonly height: number
}

/** How the picture is turned and flipped. */
export type Facing = Pick<View, 'turn' | 'isFlipped'>

export const upright: Facing = { turn: 0, isFlipped: false }

/** A pixel of the picture may become this large: 3200 %. */
const scaleMax = 32

/** Free space around a fitted picture, in CSS px. */
const fitMarginPx = 24

/** At least so much of the picture stays in the window, in CSS px. */
const keepVisiblePx = 48

/** A turned picture is pushed back along its own sides and the window's by turns; it is in its place after very few. */
const reachRounds = 8

/** The view as a canvas and CSS have it: x' = a x + c y + e, y' = b x + d y + f. */
export function matrixOf(view: View): [a: number, b: number, c: number, d: number, e: number, f: number] {
  const { a, b, c, d } = linearOf(view, view.scale)
  return [a, b, c, d, view.x, view.y]
}

export function pictureToScreen(view: View, point: Point): Point {
  const { a, b, c, d } = linearOf(view, view.scale)
  return { x: a * point.x + c * point.y + view.x, y: b * point.x + d * point.y + view.y }
}

export function screenToPicture(view: View, point: Point): Point {
  const { a, b, c, d } = linearOf(view, 1)
  const x = point.x - view.x
  const y = point.y - view.y
  // Turning and flipping keep lengths, so the way back is the same table read the other way.
  return { x: (a * x + b * y) / view.scale, y: (c * x + d * y) / view.scale }
}

/** Neither turned nor flipped: px of the picture lie in rows and columns of the screen, the right way round. */
export function isUpright({ turn, isFlipped }: Facing): boolean {
  return turn === 0 && !isFlipped
}

/** Px of the picture lie in rows and columns of the screen. */
export function isRightAngled({ turn }: Facing): boolean {
  return Number.isInteger(turn * 4)
}

/** The same direction as more than -0.5 and at most 0.5 turns. */
export function normalTurn(turn: number): number {
  const rest = turn - Math.round(turn)
  return rest <= -0.5 ? rest + 1 : rest === 0 ? 0 : rest
}

/** The smallest scale on offer: half of what shows the whole picture, and always at least down to 5 %. */
export function scaleMin(frame: Frame, viewport: Viewport): number {
  return Math.min(0.05, fitScale(frame, viewport, upright) / 2)
}

/** Shows the whole picture, centred, as it is turned; small pictures are not enlarged. */
export function fitView(frame: Frame, viewport: Viewport, facing: Facing = upright): View {
  const { turn, isFlipped } = facing
  const view = { scale: fitScale(frame, viewport, facing), x: 0, y: 0, turn, isFlipped }
  const { x, y, width, height } = boundsOnScreen(view, frame)
  const free = freeOf(viewport)
  return {
    ...view,
    x: Math.round(free.x + (free.width - width) / 2) - x,
    y: Math.round(free.y + (free.height - height) / 2) - y,
  }
}

/** The same centre of the window at another scale. */
export function withScale(view: View, scale: number, frame: Frame, viewport: Viewport): View {
  return zoomAt(view, scale / view.scale, middleOfWindow(viewport), frame, viewport)
}

/** Zooms by `factor` so that what is under `at` stays there. */
export function zoomAt(view: View, factor: number, at: Point, frame: Frame, viewport: Viewport): View {
  const scale = clamp(view.scale * factor, scaleMin(frame, viewport), scaleMax)
  const grown = scale / view.scale
  const next = { ...view, scale, x: at.x - (at.x - view.x) * grown, y: at.y - (at.y - view.y) * grown }
  return keepInReach(next, frame, viewport)
}

/** Turns to `turn` so that what is under `at` stays there. */
export function turnTo(view: View, turn: number, at: Point, frame: Frame, viewport: Viewport): View {
  const turned = { ...view, turn: normalTurn(turn) }
  return keepInReach(holdAt(turned, screenToPicture(view, at), at), frame, viewport)
}

/** Looks into a mirror: what was left of the window's middle is right of it, just as far. */
export function flipView(view: View, viewport: Viewport): View {
  return {
    ...view,
    x: 2 * middleOfWindow(viewport).x - view.x,
    turn: normalTurn(-view.turn),
    isFlipped: !view.isFlipped,
  }
}

export function panBy(view: View, dx: number, dy: number, frame: Frame, viewport: Viewport): View {
  return keepInReach({ ...view, x: view.x + dx, y: view.y + dy }, frame, viewport)
}

/** Brings a point of the picture into the middle of the window. */
export function centreOn(view: View, point: Point, frame: Frame, viewport: Viewport): View {
  return keepInReach(holdAt(view, point, middleOfWindow(viewport)), frame, viewport)
}

/**
 * After the window changed its size: what was in the middle of its free part stays there. Panels that come and go over the canvas
 * move nothing.
 */
export function resizeView(view: View, before: Viewport, after: Viewport, frame: Frame): View {
  const isSameWindow = before.width === after.width && before.height === after.height
  const from = middleOfWindow(before)
  const to = middleOfWindow(after)
  return isSameWindow
    ? keepInReach(view, frame, after)
    : panBy(view, to.x - from.x, to.y - from.y, frame, after)
}

/**
 * Follows two fingers that took the picture in `view`: what was between them is between them, as much larger as they are
 * further apart, turned by `turn`.
 */
export function pinchView(
  view: View,
  before: readonly [Point, Point],
  after: readonly [Point, Point],
  turn: number,
  frame: Frame,
  viewport: Viewport,
): View {
  const factor = distance(after) / Math.max(1, distance(before))
  const scale = clamp(view.scale * factor, scaleMin(frame, viewport), scaleMax)
  const held = screenToPicture(view, middleOf(before))
  const next = { ...view, scale, turn: normalTurn(turn) }
  return keepInReach(holdAt(next, held, middleOf(after)), frame, viewport)
}

/** The corners of the window's free part in px of the plane, in their order around it. */
export function windowInPicture(view: View, viewport: Viewport): readonly Point[] {
  return cornersOf(freeOf(viewport)).map((corner) => screenToPicture(view, corner))
}

/**
 * What an area of the window shows of the picture, in whole px of the plane inside the frame: of a turned picture the smallest
 * upright rectangle that has all of it. Width and height are 0 when it shows none.
 */
export function visiblePart(view: View, frame: Frame, area: Box): Box {
  const seen = boundsOf(cornersOf(area).map((corner) => screenToPicture(view, corner)))
  const right = frame.x + frame.width
  const bottom = frame.y + frame.height
  const x = clamp(Math.floor(seen.x), frame.x, right)
  const y = clamp(Math.floor(seen.y), frame.y, bottom)
  return {
    x,
    y,
    width: clamp(Math.ceil(seen.x + seen.width), frame.x, right) - x,
    height: clamp(Math.ceil(seen.y + seen.height), frame.y, bottom) - y,
  }
}

/** The corners of a box of the plane on the screen, in their order around it. */
export function cornersOnScreen(view: View, box: Box): readonly Point[] {
  return cornersOf(box).map((corner) => pictureToScreen(view, corner))
}

/** The smallest rectangle of the screen that has all of a box of the plane. */
export function boundsOnScreen(view: View, box: Box): Box {
  return boundsOf(cornersOnScreen(view, box))
}

/** Where the frame is on the screen of an upright view, in whole device px. */
export function frameOnScreen(view: View, frame: Frame): Box {
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

/** As people read it: degrees clockwise, -179..180. */
export function turnDegrees({ turn }: Facing): number {
  return Math.round(turn * 360) || 0
}

/** The middle of what no panel covers. */
export function middleOfWindow(viewport: Viewport): Point {
  const { x, y, width, height } = freeOf(viewport)
  return { x: x + width / 2, y: y + height / 2 }
}

/** All of the canvas area. */
export function wholeOf({ width, height }: Viewport): Box {
  return { x: 0, y: 0, width, height }
}

/** The part of the canvas area that no panel covers. */
export function freeOf(viewport: Viewport): Box {
  return viewport.free ?? wholeOf(viewport)
}

export function boundsOf(points: readonly Point[]): Box {
  const x = Math.min(...points.map((point) => point.x))
  const y = Math.min(...points.map((point) => point.y))
  return {
    x,
    y,
    width: Math.max(...points.map((point) => point.x)) - x,
    height: Math.max(...points.map((point) => point.y)) - y,
  }
}

function linearOf(
  { turn, isFlipped }: Facing,
  scale: number,
): { a: number; b: number; c: number; d: number } {
  const { cos, sin } = directionOf(turn)
  const across = isFlipped ? -scale : scale
  return { a: across * cos, b: across * sin, c: -scale * sin, d: scale * cos }
}

const quarters = [
  { cos: 1, sin: 0 },
  { cos: 0, sin: 1 },
  { cos: -1, sin: 0 },
  { cos: 0, sin: -1 },
] as const

function directionOf(turn: number): { readonly cos: number; readonly sin: number } {
  const quarter = turn * 4
  if (Number.isInteger(quarter)) return quarters[((quarter % 4) + 4) % 4]!
  const radians = turn * 2 * Math.PI
  return { cos: Math.cos(radians), sin: Math.sin(radians) }
}

/** The view moved so that a point of the picture is there on the screen. */
function holdAt(view: View, point: Point, at: Point): View {
  const now = pictureToScreen(view, point)
  return { ...view, x: view.x + at.x - now.x, y: view.y + at.y - now.y }
}

function fitScale(frame: Frame, viewport: Viewport, { turn, isFlipped }: Facing): number {
  const margin = 2 * fitMarginPx * viewport.ratio
  const { width, height } = boundsOnScreen({ scale: 1, x: 0, y: 0, turn, isFlipped }, frame)
  const free = freeOf(viewport)
  const across = Math.max(16, free.width - margin) / width
  const down = Math.max(16, free.height - margin) / height
  return Math.min(1, across, down)
}

/** Two rectangles have something in common if they do along the sides of both: so both are looked at. */
function keepInReach(view: View, frame: Frame, viewport: Viewport): View {
  const keep = keepVisiblePx * viewport.ratio
  let kept = keepAlongWindow(view, frame, viewport, keep)
  for (let round = 0; round < reachRounds && !isRightAngled(view); round++) {
    kept = keepAlongWindow(keepAlongPicture(kept, frame, viewport, keep), frame, viewport, keep)
  }
  return kept
}

function keepAlongWindow(view: View, frame: Frame, viewport: Viewport, keep: number): View {
  const { x, y, width, height } = boundsOnScreen({ ...view, x: 0, y: 0 }, frame)
  const free = freeOf(viewport)
  const within = (offset: number, start: number, length: number, from: number, room: number): number => {
    const kept = Math.min(keep, length)
    return clamp(offset, from + kept - length - start, from + room - kept - start)
  }
  return {
    ...view,
    x: within(view.x, x, width, free.x, free.width),
    y: within(view.y, y, height, free.y, free.height),
  }
}

function keepAlongPicture(view: View, frame: Frame, viewport: Viewport, keep: number): View {
  const seen = boundsOf(windowInPicture(view, viewport))
  const push = (from: number, length: number, seenFrom: number, seenLength: number): number => {
    const kept = Math.min(keep / view.scale, length)
    return clamp(seenFrom, from + kept - seenLength, from + length - kept) - seenFrom
  }
  const dx = push(frame.x, frame.width, seen.x, seen.width)
  const dy = push(frame.y, frame.height, seen.y, seen.height)
  if (dx === 0 && dy === 0) return view
  const { a, b, c, d } = linearOf(view, view.scale)
  return { ...view, x: view.x - a * dx - c * dy, y: view.y - b * dx - d * dy }
}

function cornersOf({ x, y, width, height }: Box): readonly Point[] {
  return [
    { x, y },
    { x: x + width, y },
    { x: x + width, y: y + height },
    { x, y: y + height },
  ]
}

function middleOf([a, b]: readonly [Point, Point]): Point {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }
}

function distance([a, b]: readonly [Point, Point]): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}
