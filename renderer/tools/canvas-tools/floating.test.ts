import { describe, expect, it } from 'vitest'
import { at, box, drag, layer, liftedImage, setUp, withEditor } from './canvas-tools-trial.ts'

describe('what floats', () => {
  it('[UI80] is lifted when the tool is chosen, dragged, and laid down by Enter', () => {
    const { tools, tasks, overlay } = setUp('transform')
    expect(tasks()).toEqual([{ kind: 'lift', layer }])
    tools.handleReply({ kind: 'lifted', box, image: liftedImage })
    drag(tools, at(7030, 7020), at(7035, 7017))
    expect(overlay().preview).toMatchObject({ kind: 'floating', map: { e: 5, f: -3 } })
    expect(tools.run('apply')).toBe(true)
    expect(tasks().at(-1)).toMatchObject({ kind: 'drop', map: { a: 1, b: 0, d: 1, e: 5, f: -3 } })
    expect(overlay()).toMatchObject({ preview: undefined, settling: { length: 1 } })
    expect(tools.run('apply')).toBe(false)
  })

  it('[UI79] is moved by arrow keys, and by nothing while another tool is on', () => {
    const { tools, tasks, toolStore } = setUp('transform')
    tools.handleReply({ kind: 'lifted', box, image: liftedImage })
    tools.nudge(-10, 0)
    tools.nudge(0, 1)
    tools.run('apply')
    toolStore.getState().chooseTool('brush')
    tools.nudge(5, 5)
    expect(tasks().slice(1)).toMatchObject([{ kind: 'drop', map: { e: -10, f: 1 } }])
  })

  it('[UI79] is put back without an action when it was not moved', () => {
    const { tools, tasks } = setUp('transform')
    tools.handleReply({ kind: 'lifted', box, image: liftedImage })
    tools.run('apply')
    expect(tasks().at(-1)).toEqual({ kind: 'put-back' })
  })

  it('[UI80] is put back by Esc, laid down by another tool, and after Ctrl+T the tool before comes back', () => {
    const { tools, tasks, toolStore } = setUp('transform')
    tools.handleReply({ kind: 'lifted', box, image: liftedImage })
    drag(tools, at(7030, 7020), at(7035, 7020))
    expect(tools.run('cancel')).toBe(true)
    expect(tasks().at(-1)).toEqual({ kind: 'put-back' })
    expect(tools.run('cancel')).toBe(false)

    toolStore.getState().chooseTool('lasso')
    tools.run('transform')
    expect(toolStore.getState().tool).toBe('transform')
    tools.handleReply({ kind: 'lifted', box, image: liftedImage })
    drag(tools, at(7030, 7020), at(7035, 7020))
    tools.run('apply')
    expect(toolStore.getState().tool).toBe('lasso')

    tools.run('transform')
    tools.handleReply({ kind: 'lifted', box, image: liftedImage })
    drag(tools, at(7030, 7020), at(7030, 7027))
    toolStore.getState().chooseTool('brush')
    expect(tasks().at(-1)).toMatchObject({ kind: 'drop', map: { e: 0, f: 7 } })
    expect(toolStore.getState().tool).toBe('brush')
  })

  it('[UI80] goes back to the layer when nobody waits for it any more', () => {
    const { tools, tasks, toolStore } = setUp('transform')
    toolStore.getState().chooseTool('brush')
    tools.handleReply({ kind: 'lifted', box, image: liftedImage })
    expect(tasks()).toEqual([{ kind: 'lift', layer }, { kind: 'cancel' }, { kind: 'put-back' }])
  })

  it('[UI89] can be asked for again when it came to nothing', () => {
    const { tools, tasks } = setUp('transform')
    tools.press(at(7020, 7020))
    expect(tasks()).toEqual([{ kind: 'lift', layer }])
    tools.handleReply({ kind: 'not-lifted' })
    tools.press(at(7020, 7020))
    expect(tasks()).toEqual([
      { kind: 'lift', layer },
      { kind: 'lift', layer },
    ])
  })

  it('[UI82] may be an image from outside', () => {
    const { tools, tasks, toolStore } = setUp('fill')
    const pixels = { width: 2, height: 1, rgba: new Uint8ClampedArray(8) }
    tools.float({ width: 2, height: 1, shown: liftedImage, pixels: () => pixels }, { x: 7100, y: 7000.5 }, 1)
    expect(toolStore.getState().tool).toBe('transform')
    expect(tools.activity.getState().isFloating).toBe(true)
    tools.run('apply')
    expect(tasks()).toMatchObject([{ kind: 'place-image', layer, image: pixels, map: { e: 7099, f: 7000 } }])
    expect(toolStore.getState().tool).toBe('fill')
  })
})

describe('text', () => {
  it('[UI83] begins where it is pressed, and goes onto the picture by a press elsewhere', () => {
    const { tools, tasks, image, isOpen } = withEditor()
    drag(tools, at(7010.4, 7020.6), at(7010.4, 7020.6))
    expect(isOpen()).toBe(true)
    drag(tools, at(7200, 7200), at(7200, 7200))
    expect(isOpen()).toBe(false)
    expect(tasks()).toEqual([
      { kind: 'place-image', layer, image, map: { a: 1, b: 0, c: 0, d: 1, e: 7008, f: 7021 } },
    ])
  })

  it('[UI83] goes onto the picture when another tool is chosen, and away by Esc', () => {
    const { tools, tasks, toolStore, isOpen } = withEditor()
    drag(tools, at(7010, 7020), at(7010, 7020))
    expect(tools.run('cancel')).toBe(true)
    expect(isOpen()).toBe(false)
    expect(tasks()).toEqual([])
    drag(tools, at(7010, 7020), at(7010, 7020))
    toolStore.getState().chooseTool('brush')
    expect(tasks()).toHaveLength(1)
  })

  it('[UI84] is shown until it is on the screen, with what was asked for after it', () => {
    const { tools, toolStore, overlay } = withEditor()
    drag(tools, at(7010, 7020), at(7010, 7020))
    tools.run('apply')
    toolStore.getState().chooseTool('rectangle')
    drag(tools, at(7000, 7000), at(7100, 7100))
    expect(overlay().settling.map(({ kind }) => kind)).toEqual(['floating', 'shape'])
    tools.handleReply({ kind: 'settled' })
    expect(overlay().settling.map(({ kind }) => kind)).toEqual(['shape'])
  })
})
