import type { Point } from './shape-box.ts'

/** A map of the plane: x' = a·x + c·y + e, y' = b·x + d·y + f, in px; the same letters as a DOMMatrix. */
export interface Affine {
  readonly a: number
  readonly b: number
  readonly c: number
  readonly d: number
  readonly e: number
  readonly f: number
}

export const identity: Affine = { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 }

export function moveBy(x: number, y: number): Affine {
  return { ...identity, e: x, f: y }
}

/** Scales about a point; -1 flips. */
export function scaleAbout({ x, y }: Point, scaleX: number, scaleY: number): Affine {
  return { a: scaleX, b: 0, c: 0, d: scaleY, e: x - scaleX * x, f: y - scaleY * y }
}

/** Turns about a point, clockwise on the screen; quarter turns are exact. */
export function rotateAbout({ x, y }: Point, degrees: number): Affine {
  const quarters = degrees / 90
  const isExact = Number.isInteger(quarters)
  const turn = ((quarters % 4) + 4) % 4
  const cosine = isExact ? [1, 0, -1, 0][turn]! : Math.cos((degrees * Math.PI) / 180)
  const sine = isExact ? [0, 1, 0, -1][turn]! : Math.sin((degrees * Math.PI) / 180)
  return {
    a: cosine,
    b: sine,
    c: -sine,
    d: cosine,
    e: x - cosine * x + sine * y,
    f: y - sine * x - cosine * y,
  }
}

/** First `first`, then `then`. */
export function chain(first: Affine, then: Affine): Affine {
  return {
    a: then.a * first.a + then.c * first.b,
    b: then.b * first.a + then.d * first.b,
    c: then.a * first.c + then.c * first.d,
    d: then.b * first.c + then.d * first.d,
    e: then.a * first.e + then.c * first.f + then.e,
    f: then.b * first.e + then.d * first.f + then.f,
  }
}

/** The way back; undefined when the map flattens the plane, or isn't finite. */
export function inverse({ a, b, c, d, e, f }: Affine): Affine | undefined {
  const area = a * d - b * c
  if (!Number.isFinite(area + e + f) || Math.abs(area) < 1e-9) return undefined
  return {
    a: d / area,
    b: -b / area,
    c: -c / area,
    d: a / area,
    e: (c * f - d * e) / area,
    f: (b * e - a * f) / area,
  }
}

export function mapPoint({ a, b, c, d, e, f }: Affine, x: number, y: number): Point {
  return { x: a * x + c * y + e, y: b * x + d * y + f }
}

/** The box around a square after the map. */
export function mapSquare(
  map: Affine,
  left: number,
  top: number,
  side: number,
): { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number } {
  const corners = [
    mapPoint(map, left, top),
    mapPoint(map, left + side, top),
    mapPoint(map, left, top + side),
    mapPoint(map, left + side, top + side),
  ]
  const xs = corners.map(({ x }) => x)
  const ys = corners.map(({ y }) => y)
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) }
}

/** Whether it moves by whole px and does nothing else. */
export function isWholeMove({ a, b, c, d, e, f }: Affine): boolean {
  return a === 1 && b === 0 && c === 0 && d === 1 && Number.isInteger(e) && Number.isInteger(f)
}
