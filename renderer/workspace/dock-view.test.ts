import { describe, expect, it } from 'vitest'
import { isInView, roomOf, scrollToShow } from './dock-view.ts'

describe('dock view', () => {
  it('[UI281] leaves a body the room between the headings above it, with its own, and those below', () => {
    expect(roomOf({ top: 50, bottom: 570 }, 30, { above: 2, below: 5 })).toEqual({ top: 140, bottom: 420 })
  })

  it('[UI282] scrolls no further than it takes to see all of a body, and to the beginning of one that is too high', () => {
    const room = { top: 100, bottom: 300 }
    expect(scrollToShow({ top: 120, bottom: 300 }, room)).toBe(0)
    expect(scrollToShow({ top: 260, bottom: 380 }, room)).toBe(80)
    expect(scrollToShow({ top: 40, bottom: 160 }, room)).toBe(-60)
    expect(scrollToShow({ top: 150, bottom: 650 }, room)).toBe(50)
    expect(scrollToShow({ top: 100, bottom: 600 }, room)).toBe(0)
  })

  it('[UI282] takes a body as seen of which half is, or that fills half of the room', () => {
    const room = { top: 100, bottom: 300 }
    expect(isInView({ top: 300, bottom: 400 }, room)).toBe(false)
    expect(isInView({ top: 270, bottom: 370 }, room)).toBe(false)
    expect(isInView({ top: 250, bottom: 350 }, room)).toBe(true)
    expect(isInView({ top: -400, bottom: 220 }, room)).toBe(true)
    expect(isInView({ top: -400, bottom: 150 }, room)).toBe(false)
  })
})
