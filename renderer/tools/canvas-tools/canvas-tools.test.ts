import { describe, expect, it } from 'vitest'
import { at, drag, frame, layer, setUp, withEditor } from './canvas-tools-trial.ts'

describe('crop', () => {
  it('[UI81] sends the frame that was dragged or typed, by Enter', () => {
    const { tools, sent, overlay } = setUp('crop')
    expect(overlay().preview).toEqual({ kind: 'crop', frame })
    drag(tools, at(7400, 7150), at(7350, 7150))
    tools.setCropSide('height', 200)
    expect(tools.activity.getState().crop).toEqual({ ...frame, width: 350, y: 7050, height: 200 })
    expect(tools.run('apply')).toBe(true)
    expect(sent).toEqual([
      {
        kind: 'change-layers',
        operation: { kind: 'resize', ...frame, width: 350, y: 7050, height: 200 },
      },
    ])
  })

  it('[UI81] sends nothing when nothing changed, and forgets the change by Esc', () => {
    const { tools, sent } = setUp('crop')
    expect(tools.run('apply')).toBe(false)
    drag(tools, at(7200, 7150), at(7210, 7150))
    expect(tools.run('cancel')).toBe(true)
    expect(tools.activity.getState().crop).toEqual(frame)
    expect(sent).toEqual([])
  })
})

describe('commands', () => {
  it('[UI91] gives up what is being dragged, and nothing else, on undo or Esc', () => {
    for (const tool of ['line', 'gradient', 'lasso', 'select-rectangle'] as const) {
      const { tools, tasks } = setUp(tool)
      tools.press(at(7010, 7010))
      tools.move(at(7040, 7030))
      expect(tools.run('cancel')).toBe(true)
      tools.release(at(7040, 7030))
      expect(tasks()).toEqual([])
      expect(tools.run('cancel')).toBe(false)
      drag(tools, at(7010, 7010), at(7040, 7030))
      expect(tools.run('cancel')).toBe(false)
    }
  })

  it('[UI93] says at the press that nothing can be painted on the layer', () => {
    for (const tool of ['fill', 'gradient', 'line', 'rectangle', 'ellipse', 'text'] as const) {
      const { tools, tasks, said, lock, overlay, isOpen } = withEditor(tool)
      lock.sentence = 'It is locked.'
      tools.press(at(7010, 7010))
      tools.move(at(7040, 7030))
      expect(overlay().preview).toBeUndefined()
      tools.release(at(7040, 7030))
      expect([tasks(), said, isOpen()]).toEqual([[], ['It is locked.'], false])
    }
  })

  it('[UI93] keeps a text and a pasted image until they can be laid down', () => {
    const { tools, tasks, said, lock, toolStore, isOpen } = withEditor()
    drag(tools, at(7010, 7010), at(7010, 7010))
    lock.sentence = 'It is locked.'
    expect(tools.run('apply')).toBe(true)
    toolStore.getState().chooseTool('brush')
    expect([toolStore.getState().tool, isOpen(), tasks()]).toEqual(['text', true, []])
    expect(said).toEqual(['It is locked.', 'It is locked.'])
    lock.sentence = undefined
    toolStore.getState().chooseTool('brush')
    expect([toolStore.getState().tool, isOpen()]).toEqual(['brush', false])
    expect(tasks()).toMatchObject([{ kind: 'place-image' }])

    const pixels = { width: 2, height: 1, rgba: new Uint8ClampedArray(8) }
    const pasted = { width: 2, height: 1, shown: {} as HTMLCanvasElement, pixels: () => pixels }
    tools.float(pasted, { x: 7100, y: 7000.5 }, 1)
    lock.sentence = 'It is locked.'
    toolStore.getState().chooseTool('fill')
    expect([toolStore.getState().tool, tasks().length]).toEqual(['transform', 1])
    lock.sentence = undefined
    expect(tools.run('apply')).toBe(true)
    expect(tasks().at(-1)).toMatchObject({ kind: 'place-image', map: { e: 7099, f: 7000 } })
  })

  it('[UI73] cancels long work before anything else', () => {
    const { tools, tasks } = setUp('fill')
    tools.handleReply({ kind: 'progress', work: 'fill', part: 0.5 })
    expect(tools.activity.getState().work).toEqual({ of: 'fill', part: 0.5 })
    expect(tools.run('cancel')).toBe(true)
    tools.handleReply({ kind: 'progress', work: undefined, part: 1 })
    expect(tools.run('cancel')).toBe(false)
    expect(tasks()).toEqual([{ kind: 'cancel' }])
  })

  it('[UI76] selects everything, nothing, the rest, and erases what is selected', () => {
    const { tools, tasks } = setUp('wand')
    for (const command of ['select-all', 'select-none', 'select-invert', 'erase-selected'] as const) {
      tools.run(command)
    }
    expect(tasks()).toEqual([
      { kind: 'select-all' },
      { kind: 'select-none' },
      { kind: 'select-invert' },
      { kind: 'erase-selected', layer },
    ])
  })
})
