import { describe, expect, it } from 'vitest'
import { roundBrush } from '../../../sync-core/index.ts'
import { at, drag, layer, setUp } from './canvas-tools-trial.ts'

describe('fill and shapes', () => {
  it('[UI70] asks for a fill where it is pressed, in the colour at hand', () => {
    const { tools, tasks, toolStore } = setUp('fill')
    tools.press(at(7005.5, 7006))
    expect(tasks()).toEqual([
      {
        kind: 'fill',
        layer,
        color: 0x123456,
        at: { x: 7005.5, y: 7006 },
        rule: { tolerance: 32, growPx: 1, gapPx: 0, reach: 'connected', sees: 'all' },
      },
    ])
    expect(toolStore.getState().recentColors[0]).toBe(0x123456)
  })

  it('[UI75] draws nothing without a drag, or when the press was taken away', () => {
    const { tools, tasks, overlay } = setUp('line')
    drag(tools, at(7000, 7000), at(7001, 7001))
    tools.press(at(7000, 7000))
    tools.move(at(7100, 7000))
    expect(overlay().preview).toMatchObject({ kind: 'shape', shape: 'line' })
    tools.abort()
    expect(overlay().preview).toBeUndefined()
    tools.release(at(7100, 7000))
    expect(tasks()).toEqual([])
  })

  it('[UI75] draws regular shapes with Shift and from the first point with Alt, by an even brush', () => {
    const { tools, tasks, overlay } = setUp('rectangle')
    drag(tools, at(7000, 7000), at(7100, 7050, { shift: true, alt: true }))
    expect(tasks()).toEqual([
      {
        kind: 'shape',
        layer,
        shape: 'rectangle',
        from: { x: 7000, y: 7000 },
        to: { x: 7100, y: 7050 },
        rule: { regular: true, fromCentre: true },
        look: { kind: 'outlined', brush: roundBrush({ size: 64, color: 0x123456 }) },
      },
    ])
    expect(overlay().settling).toHaveLength(1)
    tools.handleReply({ kind: 'settled' })
    expect(overlay().settling).toEqual([])
  })

  it('[UI75] fills shapes, but never lines', () => {
    const { tools, tasks, options, toolStore } = setUp('ellipse')
    options.getState().change('shape', { look: 'filled' })
    drag(tools, at(7000, 7000), at(7100, 7050))
    toolStore.getState().chooseTool('line')
    drag(tools, at(7000, 7000), at(7100, 7050))
    expect(tasks().map((task) => task.kind === 'shape' && task.look.kind)).toEqual(['filled', 'outlined'])
  })

  it('[UI75] goes from the colour to nothing, or to another colour', () => {
    const { tools, tasks, options } = setUp('gradient')
    drag(tools, at(7000, 7000), at(7010, 7000.5))
    options.getState().change('gradient', { end: 'color', color: 0xff8000, shape: 'radial' })
    drag(tools, at(7000, 7000), at(7010, 7001, { shift: true }))
    const start = { red: 0x12, green: 0x34, blue: 0x56, alpha: 255 }
    const from = { x: 7000 * 16, y: 7000 * 16 }
    expect(tasks().map((task) => task.kind === 'gradient' && task.gradient)).toEqual([
      {
        layer,
        shape: 'linear',
        from,
        to: { x: 7010 * 16, y: 7000 * 16 + 8 },
        start,
        stop: { ...start, alpha: 0 },
      },
      {
        layer,
        shape: 'radial',
        from,
        to: { x: 7010 * 16, y: 7000 * 16 },
        start,
        stop: { red: 255, green: 128, blue: 0, alpha: 255 },
      },
    ])
  })

  it('[UI86] cuts a gradient off where it can’t be sent any more, and shows it so', () => {
    const { tools, tasks, overlay } = setUp('gradient')
    drag(tools, at(7000, 7000), at(7000 - 4 * 23384, 7000 + 400))
    const to = { x: -16384, y: 7100 }
    expect(overlay().settling).toMatchObject([{ kind: 'gradient', from: { x: 7000, y: 7000 }, to }])
    expect(tasks()).toMatchObject([
      { kind: 'gradient', gradient: { from: { x: 112000, y: 112000 }, to: { x: -262144, y: 113600 } } },
    ])
  })
})
