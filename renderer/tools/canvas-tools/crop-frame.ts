import { limits, planeSidePx, type Frame, type Point } from '../../../sync-core/index.ts'
import { clamp } from '../../view/clamp.ts'

/** Which part of a crop frame is held: edges and corners by -1, 0, 1; its inside moves it; outside begins another. */
export type CropGrip =
  { readonly kind: 'edge'; readonly u: -1 | 0 | 1; readonly v: -1 | 0 | 1 } | 'inside' | 'outside'

const { pictureSidePxMin: sideMin, pictureSidePxMax: sideMax } = limits

/** What a press takes hold of. Edges can be taken everywhere along them, handles reach `reachPx` px around. */
export function cropGripAt(frame: Frame, at: Point, reachPx: number): CropGrip {
  const across = holdAlong(at.x, frame.x, frame.x + frame.width, reachPx)
  const down = holdAlong(at.y, frame.y, frame.y + frame.height, reachPx)
  if (across === undefined || down === undefined) return 'outside'
  return across === 0 && down === 0 ? 'inside' : { kind: 'edge', u: across, v: down }
}

/** The frame after the grip was dragged; whole px, inside the plane, of a size that a picture may have. */
export function dragCrop(
  start: Frame,
  grip: CropGrip,
  from: Point,
  to: Point,
  rule: { readonly square: boolean },
): Frame {
  if (grip === 'inside') {
    return {
      ...start,
      x: clamp(Math.round(start.x + to.x - from.x), 0, planeSidePx - start.width),
      y: clamp(Math.round(start.y + to.y - from.y), 0, planeSidePx - start.height),
    }
  }
  if (grip === 'outside') return spanned(from, to, rule.square)
  const across = stretch(start.x, start.width, grip.u, to.x - from.x)
  const down = stretch(start.y, start.height, grip.v, to.y - from.y)
  const changed = { x: across.from, width: across.side, y: down.from, height: down.side }
  return rule.square ? proportional(start, grip, changed) : changed
}

/** The frame with another side, about its middle. */
export function withSide(frame: Frame, side: 'width' | 'height', px: number): Frame {
  const length = clamp(Math.round(px), sideMin, sideMax)
  const [from, before] = side === 'width' ? [frame.x, frame.width] : [frame.y, frame.height]
  const start = clamp(from + Math.trunc((before - length) / 2), 0, planeSidePx - length)
  return side === 'width' ? { ...frame, x: start, width: length } : { ...frame, y: start, height: length }
}

function spanned(from: Point, to: Point, isSquare: boolean): Frame {
  const side = Math.max(Math.abs(to.x - from.x), Math.abs(to.y - from.y))
  const endX = isSquare ? from.x + side * (to.x < from.x ? -1 : 1) : to.x
  const endY = isSquare ? from.y + side * (to.y < from.y ? -1 : 1) : to.y
  const across = between(from.x, endX)
  const down = between(from.y, endY)
  return { x: across.from, width: across.side, y: down.from, height: down.side }
}

function between(a: number, b: number): { from: number; side: number } {
  const low = clamp(Math.round(Math.min(a, b)), 0, planeSidePx - sideMin)
  const high = clamp(Math.round(Math.max(a, b)), 0, planeSidePx)
  return { from: low, side: clamp(high - low, sideMin, Math.min(sideMax, planeSidePx - low)) }
}

function stretch(from: number, side: number, hold: -1 | 0 | 1, by: number): { from: number; side: number } {
  if (hold === 0) return { from, side }
  if (hold > 0)
    return { from, side: clamp(Math.round(side + by), sideMin, Math.min(sideMax, planeSidePx - from)) }
  const end = from + side
  const start = clamp(Math.round(from + by), Math.max(0, end - sideMax), end - sideMin)
  return { from: start, side: end - start }
}

/** The same proportions as at the press, by the side that changed more; the corner across stays. */
function proportional(start: Frame, grip: { u: -1 | 0 | 1; v: -1 | 0 | 1 }, changed: Frame): Frame {
  const grown = Math.max(
    grip.u === 0 ? 0 : changed.width / start.width,
    grip.v === 0 ? 0 : changed.height / start.height,
  )
  const roomX = grip.u < 0 ? start.x + start.width : planeSidePx - start.x
  const roomY = grip.v < 0 ? start.y + start.height : planeSidePx - start.y
  const grow = clamp(
    grown,
    Math.max(sideMin / start.width, sideMin / start.height),
    Math.min(Math.min(roomX, sideMax) / start.width, Math.min(roomY, sideMax) / start.height),
  )
  const width = Math.round(start.width * grow)
  const height = Math.round(start.height * grow)
  return {
    x: grip.u < 0 ? start.x + start.width - width : start.x,
    y: grip.v < 0 ? start.y + start.height - height : start.y,
    width,
    height,
  }
}

function holdAlong(at: number, from: number, to: number, reach: number): -1 | 0 | 1 | undefined {
  // A frame that is small on the screen keeps its inside.
  const within = Math.min(reach, (to - from) / 4)
  if (at < from - reach || at > to + reach) return undefined
  if (at < from + within) return -1
  return at > to - within ? 1 : 0
}
