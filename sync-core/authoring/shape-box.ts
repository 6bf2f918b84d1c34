/** A point in px of the plane; fractions allowed. */
export interface Point {
  readonly x: number
  readonly y: number
}

/** A rectangle in px of the plane; fractions allowed, sides 0 or more. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** How a dragged shape follows the pointer; what Shift and Alt are for. */
export interface DragRule {
  /** Both sides alike: a square, a circle; a line in steps of 15°. */
  readonly regular: boolean
  /** The shape grows from the first point to both sides. */
  readonly fromCentre: boolean
}

/** The box that a drag from one point to another spans. */
export function boxOfDrag(from: Point, to: Point, rule: DragRule): Box {
  let dx = to.x - from.x
  let dy = to.y - from.y
  if (rule.regular) {
    const side = Math.max(Math.abs(dx), Math.abs(dy))
    dx = dx < 0 ? -side : side
    dy = dy < 0 ? -side : side
  }
  const x = rule.fromCentre ? from.x - Math.abs(dx) : Math.min(from.x, from.x + dx)
  const y = rule.fromCentre ? from.y - Math.abs(dy) : Math.min(from.y, from.y + dy)
  const scale = rule.fromCentre ? 2 : 1
  return { x, y, width: scale * Math.abs(dx), height: scale * Math.abs(dy) }
}

/** The ends of a line that a drag spans. */
export function lineOfDrag(from: Point, to: Point, rule: DragRule): readonly [Point, Point] {
  const end = rule.regular ? snapTo15Degrees(from, to) : to
  return rule.fromCentre ? [{ x: 2 * from.x - end.x, y: 2 * from.y - end.y }, end] : [from, end]
}

/** The point nearest to `to` on the rays from `from` in steps of 15°. */
function snapTo15Degrees(from: Point, to: Point): Point {
  const dx = to.x - from.x
  const dy = to.y - from.y
  const steps = Math.round(Math.atan2(dy, dx) / (Math.PI / 12))
  const angle = steps * (Math.PI / 12)
  // Along the axes the sine of a multiple of pi is not quite 0.
  const cosine = steps % 12 === 6 || steps % 12 === -6 ? 0 : Math.cos(angle)
  const sine = steps % 12 === 0 ? 0 : Math.sin(angle)
  const length = dx * cosine + dy * sine
  return { x: from.x + length * cosine, y: from.y + length * sine }
}

/** Corners of a polygon that is nowhere further than 1/64 px from the ellipse in the box. */
export function ellipseRing({ x, y, width, height }: Box): Float64Array {
  const radius = Math.max(width, height) / 2
  // A chord over an angle a strays from the circle by radius · (1 - cos(a / 2)), about radius · a² / 8.
  const corners = Math.max(16, Math.ceil(Math.PI * Math.sqrt(32 * radius)))
  const ring = new Float64Array(corners * 2)
  for (let i = 0; i < corners; i++) {
    const angle = (2 * Math.PI * i) / corners
    ring[2 * i] = x + (width / 2) * (1 + Math.cos(angle))
    ring[2 * i + 1] = y + (height / 2) * (1 + Math.sin(angle))
  }
  return ring
}

/** The corners of a box. */
export function boxRing({ x, y, width, height }: Box): readonly number[] {
  return [x, y, x + width, y, x + width, y + height, x, y + height]
}
