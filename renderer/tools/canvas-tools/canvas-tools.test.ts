import { describe, expect, it, vi } from 'vitest'
import { roundBrush, type Frame, type Point } from '../../../sync-core/index.ts'
import { createToolOptionsStore } from '../../stores/tool-options-store.ts'
import { createToolStore } from '../../stores/tool-store.ts'
import type { AuthoringTask } from '../../worker/authoring-contract.ts'
import type { WindowMessage } from '../../worker/contract.ts'
import type { ToolPointer } from './canvas-tool.ts'
import { CanvasTools, type Overlay } from './canvas-tools.ts'
import type { CanvasToolName } from './tool-names.ts'

const frame: Frame = { x: 7000, y: 7000, width: 400, height: 300 }
const layer = 5
const box = { x: 7010, y: 7010, width: 40, height: 20 }
const image = { close: vi.fn<() => void>() } as unknown as ImageBitmap

function setUp(tool: CanvasToolName) {
  const sent: WindowMessage[] = []
  const toolStore = createToolStore()
  const options = createToolOptionsStore()
  const said: string[] = []
  const lock: { sentence: string | undefined } = { sentence: undefined }
  const tools = new CanvasTools({
    send: (message) => sent.push(message),
    toolStore,
    options,
    brush: () => roundBrush({ size: 64, color: toolStore.getState().color, taperStart: 9, smudge: 30 }),
    layer: () => layer,
    refusal: () => lock.sentence,
    say: (sentence) => said.push(sentence),
    frame: () => frame,
  })
  tools.start()
  toolStore.getState().chooseColor(0x123456)
  toolStore.getState().chooseTool(tool)
  let overlay: Overlay = { preview: undefined, settling: [], selection: undefined }
  tools.onOverlay((shown) => (overlay = shown))
  const tasks = (): AuthoringTask[] =>
    sent.flatMap((message) => (message.kind === 'author' ? [message.task] : []))
  return { tools, toolStore, options, sent, tasks, said, lock, overlay: () => overlay }
}

const at = (x: number, y: number, held: Partial<ToolPointer> = {}): ToolPointer => ({
  at: { x, y },
  shift: false,
  alt: false,
  pxPerScreenPx: 1,
  ...held,
})

function drag(tools: CanvasTools, from: ToolPointer, to: ToolPointer): void {
  tools.press(from)
  tools.move(to)
  tools.release(to)
}

function withEditor(tool: CanvasToolName = 'text') {
  const all = setUp(tool)
  const image = { width: 8, height: 4, rgba: new Uint8ClampedArray(128) }
  let typedAt: Point | undefined
  all.tools.setTextEditor({
    get isOpen() {
      return typedAt !== undefined
    },
    open: (where) => (typedAt = where),
    take() {
      const taken = typedAt && {
        image,
        at: { x: typedAt.x - 2, y: typedAt.y },
        shown: {} as HTMLCanvasElement,
      }
      typedAt = undefined
      return taken
    },
  })
  return { ...all, image, isOpen: () => typedAt !== undefined }
}

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

describe('what floats', () => {
  it('[UI80] is lifted when the tool is chosen, dragged, and laid down by Enter', () => {
    const { tools, tasks, overlay } = setUp('transform')
    expect(tasks()).toEqual([{ kind: 'lift', layer }])
    tools.handleReply({ kind: 'lifted', box, image })
    drag(tools, at(7030, 7020), at(7035, 7017))
    expect(overlay().preview).toMatchObject({ kind: 'floating', map: { e: 5, f: -3 } })
    expect(tools.run('apply')).toBe(true)
    expect(tasks().at(-1)).toMatchObject({ kind: 'drop', map: { a: 1, b: 0, d: 1, e: 5, f: -3 } })
    expect(overlay()).toMatchObject({ preview: undefined, settling: { length: 1 } })
    expect(tools.run('apply')).toBe(false)
  })

  it('[UI79] is moved by arrow keys, and by nothing while another tool is on', () => {
    const { tools, tasks, toolStore } = setUp('transform')
    tools.handleReply({ kind: 'lifted', box, image })
    tools.nudge(-10, 0)
    tools.nudge(0, 1)
    tools.run('apply')
    toolStore.getState().chooseTool('brush')
    tools.nudge(5, 5)
    expect(tasks().slice(1)).toMatchObject([{ kind: 'drop', map: { e: -10, f: 1 } }])
  })

  it('[UI79] is put back without an action when it was not moved', () => {
    const { tools, tasks } = setUp('transform')
    tools.handleReply({ kind: 'lifted', box, image })
    tools.run('apply')
    expect(tasks().at(-1)).toEqual({ kind: 'put-back' })
  })

  it('[UI80] is put back by Esc, laid down by another tool, and after Ctrl+T the tool before comes back', () => {
    const { tools, tasks, toolStore } = setUp('transform')
    tools.handleReply({ kind: 'lifted', box, image })
    drag(tools, at(7030, 7020), at(7035, 7020))
    expect(tools.run('cancel')).toBe(true)
    expect(tasks().at(-1)).toEqual({ kind: 'put-back' })
    expect(tools.run('cancel')).toBe(false)

    toolStore.getState().chooseTool('lasso')
    tools.run('transform')
    expect(toolStore.getState().tool).toBe('transform')
    tools.handleReply({ kind: 'lifted', box, image })
    drag(tools, at(7030, 7020), at(7035, 7020))
    tools.run('apply')
    expect(toolStore.getState().tool).toBe('lasso')

    tools.run('transform')
    tools.handleReply({ kind: 'lifted', box, image })
    drag(tools, at(7030, 7020), at(7030, 7027))
    toolStore.getState().chooseTool('brush')
    expect(tasks().at(-1)).toMatchObject({ kind: 'drop', map: { e: 0, f: 7 } })
    expect(toolStore.getState().tool).toBe('brush')
  })

  it('[UI80] goes back to the layer when nobody waits for it any more', () => {
    const { tools, tasks, toolStore } = setUp('transform')
    toolStore.getState().chooseTool('brush')
    tools.handleReply({ kind: 'lifted', box, image })
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
    tools.float({ width: 2, height: 1, shown: image, pixels: () => pixels }, { x: 7100, y: 7000.5 }, 1)
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
