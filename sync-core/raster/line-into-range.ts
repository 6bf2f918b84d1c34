import { limits } from '../base/limits.ts'

interface Place {
  readonly x: number
  readonly y: number
}

/**
 * A line from one place to another, in 1/16 px, as far as it can be sent: in whole numbers, and cut off where it leaves the
 * range of positions, so that it keeps its direction. A line that misses the range altogether is far from every picture; its
 * ends are brought to the nearest places.
 */
export function lineIntoRange(from: Place, to: Place): readonly [Place, Place] {
  const [begin, end] = partInRange(from, to)
  const at = (part: number): Place => ({
    x: intoRange(from.x + (to.x - from.x) * part),
    y: intoRange(from.y + (to.y - from.y) * part),
  })
  return begin <= end ? [at(begin), at(end)] : [at(0), at(1)]
}

/** Which part of the way lies in the range, 0..1; the first number is the greater one when nothing of it does. */
function partInRange(from: Place, to: Place): readonly [number, number] {
  let [begin, end] = [0, 1]
  for (const axis of ['x', 'y'] as const) {
    const way = to[axis] - from[axis]
    if (way === 0) continue
    const atMin = (limits.samplePositionMin - from[axis]) / way
    const atMax = (limits.samplePositionMax - from[axis]) / way
    begin = Math.max(begin, Math.min(atMin, atMax))
    end = Math.min(end, Math.max(atMin, atMax))
  }
  return [begin, end]
}

function intoRange(value: number): number {
  if (Number.isNaN(value)) return 0
  return Math.min(limits.samplePositionMax, Math.max(limits.samplePositionMin, Math.round(value)))
}
