// The tools of one session's canvas: keeps the chosen one, gives it the pointer, and gathers what is to be shown above the
// picture. It knows no DOM, so the whole way from a press to the worker's task is tested without a window.

import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Brush, Frame, LayerId, Outline, Point } from '../../../sync-core/index.ts'
import type { ToolOptionsStore } from '../../stores/tool-options-store.ts'
import type { Tool, ToolStore } from '../../stores/tool-store.ts'
import type { AuthoringReply, AuthoringTask, LongWork } from '../../worker/authoring-contract.ts'
import type { WindowMessage } from '../../worker/contract.ts'
import type { CanvasTool, Preview, ToolPointer, ToolPorts } from './canvas-tool.ts'
import { cropTool, type CropTool } from './crop-tool.ts'
import { fillTool } from './fill-tool.ts'
import { gradientTool } from './gradient-tool.ts'
import { lassoTool } from './lasso-tool.ts'
import { marqueeTool } from './marquee-tool.ts'
import { shapeTool } from './shape-tool.ts'
import { textTool, type TextEditor } from './text-tool.ts'
import { isCanvasTool, type CanvasToolName } from './tool-names.ts'
import { transformTool, type LooseImage, type TransformTool } from './transform-tool.ts'
import { wandTool } from './wand-tool.ts'

export interface CanvasToolsPorts {
  readonly send: (message: WindowMessage) => void
  readonly toolStore: ToolStore
  readonly options: ToolOptionsStore
  readonly brush: () => Brush
  readonly layer: () => LayerId
  /** Why nothing can be painted on that layer now. */
  readonly refusal: () => string | undefined
  readonly say: (sentence: string) => void
  readonly frame: () => Frame | undefined
}

/** Their presses are for nothing when the layer can't be painted on. */
const painting: ReadonlySet<Tool> = new Set<CanvasToolName>([
  'fill',
  'gradient',
  'line',
  'rectangle',
  'ellipse',
  'text',
])

/** What the panels show of the tools. */
export interface ToolActivity {
  /** The frame in the making. */
  readonly crop: Frame | undefined
  readonly isFloating: boolean
  readonly hasSelection: boolean
  /** Work that takes a while, and how far it is, 0..1. */
  readonly work: { readonly of: LongWork; readonly part: number } | undefined
}

/** What is drawn above the picture. */
export interface Overlay {
  readonly preview: Preview | undefined
  /** What was asked for and is not on the screen yet, in order. */
  readonly settling: readonly Preview[]
  readonly selection: Outline | undefined
}

export type CanvasCommand =
  | 'select-all'
  | 'select-none'
  | 'select-invert'
  | 'erase-selected'
  | 'apply'
  | 'cancel'
  | 'transform'
  | 'flip-horizontal'
  | 'flip-vertical'

export class CanvasTools {
  readonly activity: StoreApi<ToolActivity> = createStore<ToolActivity>(() => ({
    crop: undefined,
    isFloating: false,
    hasSelection: false,
    work: undefined,
  }))
  private readonly ports: CanvasToolsPorts
  private readonly tools: Readonly<Record<CanvasToolName, CanvasTool>>
  private readonly transform: TransformTool
  private readonly crop: CropTool
  private readonly listeners = new Set<(overlay: Overlay) => void>()
  private overlay: Overlay = { preview: undefined, settling: [], selection: undefined }
  private editor: TextEditor | undefined
  private chosen: Tool
  private gesture: 'none' | 'under way' = 'none'
  /** The tool that pixels float for by the way, as after Ctrl+T or a paste, gives way to this one. */
  private returnTo: Tool | undefined

  constructor(ports: CanvasToolsPorts) {
    this.ports = ports
    const { toolStore, options } = ports
    const toolPorts: ToolPorts = {
      ask: (task) => this.ask(task),
      settle: (task, preview) => {
        this.show({ ...this.overlay, settling: [...this.overlay.settling, preview] })
        this.ask(task)
      },
      send: ports.send,
      show: (preview) => this.show({ ...this.overlay, preview }),
      options: options.getState,
      color: () => toolStore.getState().color,
      brush: ports.brush,
      noteColor: (color) => toolStore.getState().noteColor(color),
      layer: ports.layer,
      frame: ports.frame,
    }
    this.transform = transformTool(toolPorts, (isFloating) => this.activity.setState({ isFloating }))
    this.crop = cropTool(toolPorts, (crop) => this.activity.setState({ crop }))
    this.tools = {
      'select-rectangle': marqueeTool(toolPorts, 'rectangle'),
      'select-ellipse': marqueeTool(toolPorts, 'ellipse'),
      lasso: lassoTool(toolPorts),
      wand: wandTool(toolPorts),
      transform: this.transform,
      crop: this.crop,
      fill: fillTool(toolPorts),
      gradient: gradientTool(toolPorts),
      line: shapeTool(toolPorts, 'line'),
      rectangle: shapeTool(toolPorts, 'rectangle'),
      ellipse: shapeTool(toolPorts, 'ellipse'),
      text: textTool(toolPorts, () => this.editor),
    }
    this.chosen = toolStore.getState().tool
  }

  /** Follows the choice of tools from now on. Returns how to stop. */
  start(): () => void {
    const { toolStore } = this.ports
    this.handleTool(toolStore.getState().tool)
    const unsubscribe = toolStore.subscribe(({ tool }) => this.handleTool(tool))
    return () => {
      unsubscribe()
      this.current()?.abort()
    }
  }

  /** Called now and whenever something else is to be drawn. Returns how to stop. */
  onOverlay(listener: (overlay: Overlay) => void): () => void {
    this.listeners.add(listener)
    listener(this.overlay)
    return () => this.listeners.delete(listener)
  }

  setTextEditor(editor: TextEditor | undefined): void {
    this.editor = editor
  }

  press(pointer: ToolPointer): void {
    if (painting.has(this.chosen) && this.isRefused()) return
    this.gesture = 'under way'
    this.current()?.press(pointer)
  }

  move(pointer: ToolPointer): void {
    this.current()?.move(pointer)
  }

  release(pointer: ToolPointer): void {
    this.gesture = 'none'
    this.current()?.release(pointer)
  }

  abort(): void {
    this.gesture = 'none'
    this.current()?.abort()
  }

  cursorAt(pointer: ToolPointer): string {
    return this.current()?.cursorAt?.(pointer) ?? 'crosshair'
  }

  /** The picture has another frame: a frame in the making starts from it. */
  handleFrame(): void {
    if (this.chosen === 'crop') this.crop.enter?.()
  }

  handleReply(reply: AuthoringReply): void {
    switch (reply.kind) {
      case 'selection':
        this.activity.setState({ hasSelection: reply.outline !== undefined })
        return this.show({ ...this.overlay, selection: reply.outline })
      case 'lifted':
        return this.transform.handleLifted(reply.box, reply.image)
      case 'not-lifted':
        this.transform.handleNotLifted()
        return this.goBack()
      case 'settled':
        return this.show({ ...this.overlay, settling: this.overlay.settling.slice(1) })
      case 'imported':
      case 'not-imported':
        return undefined
      case 'progress':
        return this.activity.setState({ work: reply.work && { of: reply.work, part: reply.part } })
    }
  }

  /** Says whether the command meant something just now; undo asks, because it takes back what floats first. */
  run(command: CanvasCommand): boolean {
    switch (command) {
      case 'apply':
        if (this.isStuck()) return true
        return this.finish(this.current()?.apply?.() === true)
      case 'cancel': {
        if (this.activity.getState().work !== undefined) {
          this.ask({ kind: 'cancel' })
          return true
        }
        const wasUnderWay = this.gesture === 'under way'
        this.abort()
        return this.finish(this.current()?.cancel?.() === true) || wasUnderWay
      }
      case 'transform':
        return this.startTransform()
      case 'flip-horizontal':
      case 'flip-vertical':
        this.transform.flip(command === 'flip-horizontal' ? 'horizontal' : 'vertical')
        return true
      case 'erase-selected':
        this.ask({ kind: 'erase-selected', layer: this.ports.layer() })
        return true
      default:
        this.ask({ kind: command })
        return true
    }
  }

  /** Moves what floats. */
  nudge(dx: number, dy: number): void {
    if (this.chosen === 'transform') this.transform.nudge(dx, dy)
  }

  setCropSide(side: 'width' | 'height', px: number): void {
    this.crop.setSide(side, px)
  }

  /** An image from outside floats until it is applied. */
  float(image: LooseImage, centre: Point, scale: number): void {
    this.transform.float(image, centre, scale)
    this.startTransform()
  }

  private startTransform(): boolean {
    const { toolStore } = this.ports
    const { tool } = toolStore.getState()
    if (tool === 'transform') {
      this.transform.enter?.()
      return true
    }
    toolStore.getState().chooseTool('transform')
    this.returnTo = tool
    return true
  }

  private finish(isDone: boolean): boolean {
    if (isDone) this.goBack()
    return isDone
  }

  private goBack(): void {
    const { returnTo } = this
    this.returnTo = undefined
    if (returnTo !== undefined && this.chosen === 'transform') {
      this.ports.toolStore.getState().chooseTool(returnTo)
    }
  }

  private handleTool(tool: Tool): void {
    if (tool === this.chosen) return
    if (this.isStuck()) return this.ports.toolStore.getState().chooseTool(this.chosen)
    const before = this.current()
    this.chosen = tool
    this.returnTo = undefined
    this.gesture = 'none'
    before?.abort()
    before?.leave?.()
    this.current()?.enter?.()
  }

  /** Whether what was made can't be laid down now, and is not to be lost. */
  private isStuck(): boolean {
    return this.current()?.holds?.() === true && this.isRefused()
  }

  private isRefused(): boolean {
    const refusal = this.ports.refusal()
    if (refusal !== undefined) this.ports.say(refusal)
    return refusal !== undefined
  }

  private current(): CanvasTool | undefined {
    return isCanvasTool(this.chosen) ? this.tools[this.chosen] : undefined
  }

  private ask(task: AuthoringTask): void {
    this.ports.send({ kind: 'author', task })
  }

  private show(overlay: Overlay): void {
    this.overlay = overlay
    this.listeners.forEach((listener) => listener(overlay))
  }
}
