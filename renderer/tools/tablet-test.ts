// What a tablet test has seen of pointers so far, and what that says. Browsers give a pen without pressure the constant 0.5, so
// a pen whose pressure stays the same over a whole stroke tells of a driver, not of a steady hand.

/** The parts of a pointer event that are looked at. */
export interface SeenPointer {
  readonly pointerType: string
  readonly pressure: number
  readonly tiltX: number
  readonly tiltY: number
  readonly buttons: number
}

export interface TabletSeen {
  readonly mouse: boolean
  readonly touch: boolean
  /** A pen was there, pressed or not. */
  readonly pen: boolean
  /** Positions of a pressed pen. */
  readonly count: number
  /** 0..1 */
  readonly least: number
  readonly most: number
  /** Degrees, the furthest that the pen leant. */
  readonly tilt: number
  readonly eraser: boolean
  readonly sideButton: boolean
}

export const nothingSeen: TabletSeen = {
  mouse: false,
  touch: false,
  pen: false,
  count: 0,
  least: 1,
  most: 0,
  tilt: 0,
  eraser: false,
  sideButton: false,
}

/** Fewer positions say nothing yet. */
const countMin = 12
/** Two steps of a pen with 1024. */
const spanMin = 2 / 1023

export function seePointer(seen: TabletSeen, pointer: SeenPointer): TabletSeen {
  const { pointerType, pressure, tiltX, tiltY, buttons } = pointer
  if (pointerType === 'mouse') return buttons === 0 || seen.mouse ? seen : { ...seen, mouse: true }
  if (pointerType === 'touch') return seen.touch ? seen : { ...seen, touch: true }
  if (pointerType !== 'pen') return seen
  const isDown = buttons !== 0 && pressure > 0
  return {
    ...seen,
    pen: true,
    count: seen.count + (isDown ? 1 : 0),
    least: isDown ? Math.min(seen.least, pressure) : seen.least,
    most: isDown ? Math.max(seen.most, pressure) : seen.most,
    tilt: Math.max(seen.tilt, Math.abs(tiltX), Math.abs(tiltY)),
    eraser: seen.eraser || (buttons & 32) !== 0,
    sideButton: seen.sideButton || (buttons & 2) !== 0,
  }
}

export type TabletVerdict = 'nothing' | 'mouse' | 'touch' | 'hovering' | 'drawing' | 'constant' | 'pressure'

/** What the person is told: the best news there is. */
export function tabletVerdict({ mouse, touch, pen, count, least, most }: TabletSeen): TabletVerdict {
  if (pen) {
    if (count === 0) return 'hovering'
    if (most - least > spanMin) return 'pressure'
    return count < countMin ? 'drawing' : 'constant'
  }
  if (touch) return 'touch'
  return mouse ? 'mouse' : 'nothing'
}
