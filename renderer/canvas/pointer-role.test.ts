import { describe, expect, it } from 'vitest'
import { penKeepsFingersOffMs, pointerRole, wheelZoomFactor } from './pointer-role.ts'

const mouse = (button: number) => ({ pointerType: 'mouse', button, buttons: 1 })
const pen = (buttons: number) => ({ pointerType: 'pen', button: 0, buttons })
const finger = { pointerType: 'touch', button: 0, buttons: 1 }

describe('pointer role', () => {
  it('[UI22] draws with the main button, pans with the middle one, ignores the right one', () => {
    expect(pointerRole(mouse(0), 'brush', Infinity)).toBe('paint')
    expect(pointerRole(mouse(0), 'eraser', Infinity)).toBe('erase')
    expect(pointerRole(mouse(1), 'brush', Infinity)).toBe('pan')
    expect(pointerRole(mouse(2), 'brush', Infinity)).toBe('none')
  })

  it('[UI22] erases with the other end of the pen and with its side button', () => {
    expect(pointerRole(pen(1), 'brush', 0)).toBe('paint')
    expect(pointerRole(pen(32), 'brush', 0)).toBe('erase')
    expect(pointerRole(pen(2), 'brush', 0)).toBe('erase')
    expect(pointerRole(pen(32), 'pan', 0)).toBe('pan')
  })

  it('[UI70] gives every end of the pen to a tool of the canvas', () => {
    expect(pointerRole(mouse(0), 'fill', Infinity)).toBe('tool')
    expect(pointerRole(pen(32), 'lasso', 0)).toBe('tool')
    expect(pointerRole(mouse(1), 'lasso', Infinity)).toBe('pan')
    expect(pointerRole(finger, 'crop', 0)).toBe('pan')
  })

  it('[UI22] lets fingers only pan while a pen is in use', () => {
    expect(pointerRole(finger, 'brush', Infinity)).toBe('paint')
    expect(pointerRole(finger, 'brush', penKeepsFingersOffMs - 1)).toBe('pan')
    expect(pointerRole(finger, 'brush', penKeepsFingersOffMs)).toBe('paint')
  })

  it('[UI23] zooms in when the wheel turns away, bounded for a single turn', () => {
    const turn = (deltaY: number, deltaMode = 0, ctrlKey = false) =>
      wheelZoomFactor({ deltaY, deltaMode, ctrlKey })
    expect(turn(-120)).toBeGreaterThan(1.2)
    expect(turn(120) * turn(-120)).toBeCloseTo(1, 10)
    expect(turn(3, 1)).toBeCloseTo(turn(99), 10)
    expect(turn(-1e6)).toBe(turn(-300))
    expect(turn(-5, 0, true)).toBeGreaterThan(turn(-5))
  })
})
