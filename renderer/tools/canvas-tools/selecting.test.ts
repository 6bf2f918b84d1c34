import { describe, expect, it } from 'vitest'
import { at, drag, layer, setUp } from './canvas-tools-trial.ts'

describe('selecting', () => {
  it('[UI76] replaces, adds, subtracts and intersects by what is held at the press', () => {
    const { tools, tasks } = setUp('select-rectangle')
    for (const held of [{}, { shift: true }, { alt: true }, { shift: true, alt: true }]) {
      drag(tools, at(7000, 7000, held), at(7020.4, 7010.6, held))
    }
    expect(tasks().map((task) => task.kind === 'select' && task.change)).toEqual([
      'replace',
      'add',
      'subtract',
      'intersect',
    ])
    expect(tasks()[3]).toMatchObject({
      area: { kind: 'rectangle', box: { x: 7000, y: 7000, width: 20, height: 11 } },
    })
  })

  it('[UI76] selects nothing in particular by a click, unless it would add or subtract', () => {
    const { tools, tasks } = setUp('lasso')
    drag(tools, at(7000, 7000), at(7000, 7000))
    drag(tools, at(7000, 7000, { shift: true }), at(7000, 7000, { shift: true }))
    expect(tasks()).toEqual([{ kind: 'select-none' }])
  })

  it('[UI77] shapes the selection by a modifier only when it is pressed anew', () => {
    const { tools, tasks } = setUp('select-ellipse')
    tools.press(at(7000, 7000, { shift: true }))
    tools.move(at(7020, 7010, { shift: true }))
    tools.move(at(7020, 7010))
    tools.release(at(7020, 7010, { shift: true }))
    expect(tasks()).toEqual([
      {
        kind: 'select',
        change: 'add',
        area: { kind: 'ellipse', box: { x: 7000, y: 7000, width: 20, height: 20 } },
      },
    ])
  })

  it('[UI76] takes the way of the lasso, and what is alike with the wand', () => {
    const { tools, tasks, toolStore } = setUp('lasso')
    tools.press(at(7000, 7000))
    for (const [x, y] of [
      [7010, 7000],
      [7010.1, 7000],
      [7010, 7010],
    ] as const) {
      tools.move(at(x, y))
    }
    tools.release(at(7000, 7010))
    toolStore.getState().chooseTool('wand')
    tools.press(at(7001, 7002, { alt: true }))
    expect(tasks()).toMatchObject([
      { kind: 'select', area: { kind: 'lasso', points: { length: 4 } } },
      { kind: 'select', change: 'subtract', area: { kind: 'alike', layer, at: { x: 7001, y: 7002 } } },
    ])
  })
})
