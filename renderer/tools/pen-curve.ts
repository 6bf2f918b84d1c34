// How hard a person presses, for all brushes: their pressure goes through this curve before any brush sees it. A straight line, which
// everybody has at first, changes nothing, so pictures stay what they were.

/** The two handles of a curve from no pressure to all of it, percent of pressure across and of what comes of it up. */
export interface PenCurve {
  readonly low: CurveHandle
  readonly high: CurveHandle
}

/** 0..100 each, so the curve never goes back. */
export interface CurveHandle {
  readonly x: number
  readonly y: number
}

export const penCurves = {
  soft: { low: { x: 8, y: 38 }, high: { x: 45, y: 92 } },
  straight: { low: { x: 33, y: 33 }, high: { x: 67, y: 67 } },
  firm: { low: { x: 55, y: 8 }, high: { x: 92, y: 62 } },
} as const satisfies Record<string, PenCurve>
export type PenCurveName = keyof typeof penCurves

const pressureMax = 1023
/** Halvings until the place on the curve is known better than a step of the pressure. */
const halvings = 14

/** What comes of each pressure, 0..1023 both. */
export function pressureTable({ low, high }: PenCurve): Uint16Array {
  const table = new Uint16Array(pressureMax + 1)
  const isStraight = low.x === low.y && high.x === high.y
  for (let pressure = 0; pressure <= pressureMax; pressure++) {
    table[pressure] = isStraight ? pressure : pressureOn(low, high, pressure)
  }
  return table
}

function pressureOn(low: CurveHandle, high: CurveHandle, pressure: number): number {
  const across = pressure / pressureMax
  let [from, to] = [0, 1]
  for (let step = 0; step < halvings; step++) {
    const middle = (from + to) / 2
    if (bezier(low.x / 100, high.x / 100, middle) < across) from = middle
    else to = middle
  }
  return Math.round(bezier(low.y / 100, high.y / 100, pressure === pressureMax ? 1 : to) * pressureMax)
}

/** From 0 to 1 with these two points between. */
function bezier(first: number, second: number, at: number): number {
  const rest = 1 - at
  return 3 * rest * rest * at * first + 3 * rest * at * at * second + at * at * at
}

/** A curve from a value of unknown origin; the straight one where it is none. */
export function readPenCurve(value: unknown): PenCurve {
  const { low, high } = (value ?? {}) as Partial<Record<keyof PenCurve, unknown>>
  return isHandle(low) && isHandle(high)
    ? { low: { x: low.x, y: low.y }, high: { x: high.x, y: high.y } }
    : penCurves.straight
}

function isHandle(value: unknown): value is CurveHandle {
  const { x, y } = (value ?? {}) as Partial<CurveHandle>
  return [x, y].every((each) => Number.isInteger(each) && Number(each) >= 0 && Number(each) <= 100)
}

/** The handle a step further, within the curve's room. */
export function moveHandle({ x, y }: CurveHandle, across: number, up: number): CurveHandle {
  return { x: clampPercent(x + across), y: clampPercent(y + up) }
}

function clampPercent(value: number): number {
  return Math.min(100, Math.max(0, Math.round(value)))
}
