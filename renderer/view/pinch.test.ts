import { expect, it } from 'vitest'
import { Pinch, type Fingers } from './pinch.ts'
import { screenToPicture, upright, type View } from './view-transform.ts'

const frame = { x: 7168, y: 7424, width: 2048, height: 1536 }
const viewport = { width: 1000, height: 800, ratio: 1 }
const view: View = { scale: 1, x: 500 - 8000, y: 400 - 8000, ...upright }

function fingers(degrees: number, apart = 100): Fingers {
  const radians = (degrees * Math.PI) / 180
  const [x, y] = [Math.cos(radians) * apart, Math.sin(radians) * apart]
  return [
    { x: 500 - x, y: 400 - y },
    { x: 500 + x, y: 400 + y },
  ]
}

/** The angles, in degrees, while the fingers go from one direction to the next. */
function follow(start: View, directions: readonly number[]): number[] {
  const pinch = new Pinch(start, fingers(0))
  return directions.map((to) => pinch.follow(fingers(to), frame, viewport).turn * 360)
}

it('[UI125] does not turn before the fingers turned by 8°, and does not jump then', () => {
  expect(follow(view, [3, 7.9, -7.9])).toEqual([0, 0, 0])
  const [before, after, far] = follow({ ...view, turn: 0.25 }, [7.9, 8.5, 30])
  expect(before).toBe(90)
  expect(after).toBeCloseTo(90.5, 8)
  expect(far).toBeCloseTo(112, 8)
})

it('[UI125] is upright within 4° of upright, coming from either side, and goes on beyond', () => {
  const turns = follow(view, [11.9, 13, 60, 11.9, 0, -6])
  expect(turns.map((turn) => Math.round(turn))).toEqual([0, 5, 52, 0, -8, -14])
  expect(turns[0]).toBe(0)
  expect(turns[3]).toBe(0)
})

it('[UI125] follows fingers all the way around', () => {
  const around = Array.from({ length: 18 }, (_, step) => (step + 1) * 20)
  expect(follow(view, around).at(-1)).toBeCloseTo(-8, 8)
})

it('[UI4] keeps what is between two fingers between them while it zooms and turns', () => {
  const pinch = new Pinch(view, fingers(0))
  pinch.follow(fingers(20, 150), frame, viewport)
  const after = pinch.follow(fingers(58, 200), frame, viewport)
  expect(after.scale).toBeCloseTo(2, 10)
  expect(after.turn * 360).toBeCloseTo(50, 8)
  const held = screenToPicture(after, { x: 500, y: 400 })
  expect(held.x).toBeCloseTo(8000, 6)
  expect(held.y).toBeCloseTo(8000, 6)
})
