// Canvas tools with nothing behind them: what they send, show and say is kept for a test to look at.

import { roundBrush, type Frame, type Point } from '../../../sync-core/index.ts'
import { createToolOptionsStore } from '../../stores/tool-options-store.ts'
import { createToolStore } from '../../stores/tool-store.ts'
import type { AuthoringTask } from '../../worker/authoring-contract.ts'
import type { WindowMessage } from '../../worker/contract.ts'
import type { ToolPointer } from './canvas-tool.ts'
import { CanvasTools, type Overlay } from './canvas-tools.ts'
import type { CanvasToolName } from './tool-names.ts'

export const frame: Frame = { x: 7000, y: 7000, width: 400, height: 300 }
export const layer = 5
export const box = { x: 7010, y: 7010, width: 40, height: 20 }
export const liftedImage = { close: () => undefined } as unknown as ImageBitmap

export function setUp(tool: CanvasToolName) {
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

export const at = (x: number, y: number, held: Partial<ToolPointer> = {}): ToolPointer => ({
  at: { x, y },
  shift: false,
  alt: false,
  pxPerScreenPx: 1,
  ...held,
})

export function drag(tools: CanvasTools, from: ToolPointer, to: ToolPointer): void {
  tools.press(from)
  tools.move(to)
  tools.release(to)
}

export function withEditor(tool: CanvasToolName = 'text') {
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
