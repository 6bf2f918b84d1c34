// How something that floats over the picture lies there: where the middle of its box is, how large and how turned. A plain
// matrix would say the same, but handles need the parts: scaling after turning goes along the box's own sides.
//
//   plane point = centre + turn(angle) · scale · (point − middle of the box)

import type { Affine, Box, Point } from '../../../sync-core/index.ts'

export interface Placing {
  readonly centre: Point
  /** Negative: flipped. */
  readonly scaleX: number
  readonly scaleY: number
  /** Clockwise, radians. */
  readonly angle: number
}

/** Which part of the box is held: -1, 0 or 1 along each side of it; `inside` moves and `outside` turns. */
export type Grip =
  { readonly kind: 'scale'; readonly u: -1 | 0 | 1; readonly v: -1 | 0 | 1 } | 'inside' | 'outside'

export interface GripModifiers {
  /** Shift: proportions stay, moves go along an axis, turns go in steps. */
  readonly regular: boolean
  /** Alt: the middle stays where it is. */
  readonly fromCentre: boolean
}

const turnStep = Math.PI / 12

/** Nothing gets thinner than this, so that it can be taken hold of again. */
const sidePxMin = 1

export const scaleGrips: readonly (readonly [-1 | 0 | 1, -1 | 0 | 1])[] = [
  [-1, -1],
  [0, -1],
  [1, -1],
  [1, 0],
  [1, 1],
  [0, 1],
  [-1, 1],
  [-1, 0],
]

/** In a small box the corners lie on the sides' middles. */
const cornersFirst = [...scaleGrips].sort(([a, b], [c, d]) => Math.abs(c * d) - Math.abs(a * b))

/** As it lies at first. */
export function placingOf(box: Box): Placing {
  return { centre: middleOf(box), scaleX: 1, scaleY: 1, angle: 0 }
}

export function isSamePlacing(a: Placing, b: Placing): boolean {
  return (
    a.centre.x === b.centre.x &&
    a.centre.y === b.centre.y &&
    a.scaleX === b.scaleX &&
    a.scaleY === b.scaleY &&
    a.angle === b.angle
  )
}

/** The map from where the box was to where it is placed. Flips and quarter turns fall on whole px, so they soften nothing. */
export function affineOf(box: Box, { centre, scaleX, scaleY, angle }: Placing): Affine {
  const middle = middleOf(box)
  const quarters = angle / (Math.PI / 2)
  const isQuarter = Math.abs(quarters - Math.round(quarters)) < 1e-9
  const cosine = isQuarter ? Math.round(Math.cos(angle)) : Math.cos(angle)
  const sine = isQuarter ? Math.round(Math.sin(angle)) : Math.sin(angle)
  const [a, b, c, d] = [cosine * scaleX, sine * scaleX, -sine * scaleY, cosine * scaleY]
  const e = centre.x - a * middle.x - c * middle.y
  const f = centre.y - b * middle.x - d * middle.y
  const keepsPx = isQuarter && Math.abs(scaleX) === 1 && Math.abs(scaleY) === 1
  return { a, b, c, d, e: keepsPx ? Math.round(e) : e, f: keepsPx ? Math.round(f) : f }
}

/** Where a place of the box (-1..1 along each side) is in the plane. */
export function pointOf(box: Box, placing: Placing, u: number, v: number): Point {
  const along = turn(
    { x: (u * placing.scaleX * box.width) / 2, y: (v * placing.scaleY * box.height) / 2 },
    placing.angle,
  )
  return { x: placing.centre.x + along.x, y: placing.centre.y + along.y }
}

/** What a press at the point takes hold of; handles reach `reachPx` px of the plane around them. */
export function gripAt(box: Box, placing: Placing, at: Point, reachPx: number): Grip {
  const halfX = Math.abs(placing.scaleX * box.width) / 2
  const halfY = Math.abs(placing.scaleY * box.height) / 2
  const local = turn({ x: at.x - placing.centre.x, y: at.y - placing.centre.y }, -placing.angle)
  const isInside = Math.abs(local.x) <= halfX && Math.abs(local.y) <= halfY
  // In a box that is small on the screen the inside keeps its middle, or it could not be moved any more.
  if (isInside && Math.abs(local.x) < halfX / 2 && Math.abs(local.y) < halfY / 2) return 'inside'
  for (const [u, v] of cornersFirst) {
    const handle = pointOf(box, placing, u, v)
    if (Math.max(Math.abs(handle.x - at.x), Math.abs(handle.y - at.y)) <= reachPx)
      return { kind: 'scale', u, v }
  }
  return isInside ? 'inside' : 'outside'
}

/** The placing after the grip was dragged from one point to another; `start` is how it lay at the press. */
export function dragPlacing(
  box: Box,
  start: Placing,
  grip: Grip,
  from: Point,
  to: Point,
  modifiers: GripModifiers,
): Placing {
  if (grip === 'inside') return move(start, from, to, modifiers.regular)
  if (grip === 'outside') return rotate(start, from, to, modifiers.regular)
  return scale(box, start, grip, from, to, modifiers)
}

/** Mirrored about its middle, as it is seen: left and right, or top and bottom, change places. */
export function flipPlacing(placing: Placing, direction: 'horizontal' | 'vertical'): Placing {
  const isHorizontal = direction === 'horizontal'
  return {
    ...placing,
    scaleX: isHorizontal ? -placing.scaleX : placing.scaleX,
    scaleY: isHorizontal ? placing.scaleY : -placing.scaleY,
    angle: placing.angle === 0 ? 0 : -placing.angle,
  }
}

function move(start: Placing, from: Point, to: Point, isAlongAxis: boolean): Placing {
  let dx = to.x - from.x
  let dy = to.y - from.y
  if (isAlongAxis && Math.abs(dx) >= Math.abs(dy)) dy = 0
  else if (isAlongAxis) dx = 0
  return { ...start, centre: { x: start.centre.x + Math.round(dx), y: start.centre.y + Math.round(dy) } }
}

function rotate(start: Placing, from: Point, to: Point, inSteps: boolean): Placing {
  const directionOf = (at: Point): number => Math.atan2(at.y - start.centre.y, at.x - start.centre.x)
  const angle = start.angle + directionOf(to) - directionOf(from)
  return { ...start, angle: inSteps ? Math.round(angle / turnStep) * turnStep : angle }
}

function scale(
  box: Box,
  start: Placing,
  { u, v }: Extract<Grip, { kind: 'scale' }>,
  from: Point,
  to: Point,
  { regular, fromCentre }: GripModifiers,
): Placing {
  const handle = pointOf(box, start, u, v)
  const anchor = fromCentre ? start.centre : pointOf(box, start, -u, -v)
  const pulled = { x: handle.x + to.x - from.x - anchor.x, y: handle.y + to.y - from.y - anchor.y }
  const local = turn(pulled, -start.angle)
  const reach = fromCentre ? 2 : 1
  let scaleX = u === 0 ? start.scaleX : kept((local.x * u * reach) / box.width, box.width)
  let scaleY = v === 0 ? start.scaleY : kept((local.y * v * reach) / box.height, box.height)
  if (regular) {
    const growX = scaleX / start.scaleX
    const growY = scaleY / start.scaleY
    const grow = u === 0 || (v !== 0 && Math.abs(growY) > Math.abs(growX)) ? Math.abs(growY) : Math.abs(growX)
    scaleX = start.scaleX * grow * (Math.sign(growX) || 1)
    scaleY = start.scaleY * grow * (Math.sign(growY) || 1)
  }
  const half = turn({ x: (u * scaleX * box.width) / 2, y: (v * scaleY * box.height) / 2 }, start.angle)
  const centre = fromCentre ? start.centre : { x: anchor.x + half.x, y: anchor.y + half.y }
  return { centre, scaleX, scaleY, angle: start.angle }
}

function kept(scaleBy: number, side: number): number {
  const least = Math.min(1, sidePxMin / side)
  if (Math.abs(scaleBy) >= least) return scaleBy
  return scaleBy < 0 ? -least : least
}

function turn({ x, y }: Point, angle: number): Point {
  const cosine = Math.cos(angle)
  const sine = Math.sin(angle)
  return { x: x * cosine - y * sine, y: x * sine + y * cosine }
}

function middleOf({ x, y, width, height }: Box): Point {
  return { x: x + width / 2, y: y + height / 2 }
}
