// Wires the canvas area: the canvas to the worker, pointers to strokes and views, and the overlay (brush ring, others'
// cursors) to what moves it. None of this passes through React.

import type { SessionBridge } from '../session/session-bridge.ts'
import { activeLayer, type LayerStore } from '../stores/layer-store.ts'
import type { HintStore } from '../stores/hint-store.ts'
import type { ToolOptionsStore } from '../stores/tool-options-store.ts'
import type { ToolStore } from '../stores/tool-store.ts'
import type { ViewStore } from '../stores/view-store.ts'
import { toBrush } from '../tools/brush-settings.ts'
import { paintingRefusal } from '../tools/layer-commands.ts'
import { randomU32 } from '../tools/random-numbers.ts'
import type { CanvasTools } from '../tools/canvas-tools/canvas-tools.ts'
import { isCanvasTool } from '../tools/canvas-tools/tool-names.ts'
import { isSameFrame } from '../view/is-same-frame.ts'
import { BrushOutline } from './brush-outline.ts'
import { CursorLayer } from './cursor-layer.ts'
import { listenForImages } from './loose-images.ts'
import { PointerInput } from './pointer-input.ts'
import { placeInView } from './place-in-view.ts'
import { presenceSender } from './presence-sender.ts'
import { createTextEditor } from './text-editor.ts'
import { ToolOverlay } from './tool-overlay.ts'

export interface StageElements {
  readonly stage: HTMLElement
  readonly overlay: HTMLCanvasElement
  readonly cursors: HTMLElement
  readonly ring: HTMLElement
}

export interface StagePorts {
  readonly bridge: SessionBridge
  readonly toolStore: ToolStore
  readonly viewStore: ViewStore
  readonly layerStore: LayerStore
  readonly options: ToolOptionsStore
  readonly canvasTools: CanvasTools
  readonly hintStore: HintStore
}

/** Returns how to take everything down again. */
export function mountStage(
  elements: StageElements,
  { bridge, toolStore, viewStore, layerStore, options, canvasTools, hintStore }: StagePorts,
): () => void {
  const { stage } = elements
  const canvas = document.createElement('canvas')
  canvas.className = 'stage-canvas'
  stage.prepend(canvas)
  bridge.attachCanvas(canvas)

  const outline = new BrushOutline(stage, elements.ring)
  const cursors = new CursorLayer(elements.cursors)
  const currentTool = () => toolStore.getState().heldTool ?? toolStore.getState().tool
  const presence = presenceSender(bridge.send)
  const overlay = new ToolOverlay(elements.overlay)
  const editor = createTextEditor(stage, {
    toolStore,
    options,
    viewStore,
    onApply: () => canvasTools.run('apply'),
    onCancel: () => canvasTools.run('cancel'),
  })
  canvasTools.setTextEditor(editor)

  const input = new PointerInput(stage, {
    send: bridge.send,
    view: viewStore.getState,
    tool: currentTool,
    brush: (tool) => {
      const { brush, eraser, color } = toolStore.getState()
      const settings = tool === 'paint' ? brush : eraser
      return { brush: toBrush(settings, tool, color, randomU32()), steadiness: settings.steadiness }
    },
    layer: () => layerStore.getState().active,
    canvasTool: canvasTools,
    onPick: (at) => {
      const { sidePx, sees } = options.getState().pick
      const layer = sees === 'all' ? sees : layerStore.getState().active
      bridge.send({ kind: 'author', task: { kind: 'pick-color', at, sidePx, sees: layer } })
    },
    onHover: (at, role) => {
      const isDrawing = role === 'paint' || role === 'erase'
      outline.moveTo(isDrawing ? at : undefined)
      if (isDrawing) outline.resize(diameterPx(role))
      if (stage.dataset['role'] !== role) stage.dataset['role'] = role
    },
    onPainted: toolStore.getState().noteColor,
    onPresence: (sample, down, role) => {
      const tool =
        role === 'erase' ? 'erase' : role === 'pan' ? 'pan' : currentTool() === 'eraser' ? 'erase' : 'paint'
      presence.report({ x: Math.round(sample.x), y: Math.round(sample.y), down, tool })
    },
  })

  const diameterPx = (role: 'paint' | 'erase'): number => {
    const { brush, eraser } = toolStore.getState()
    const { view, viewport } = viewStore.getState()
    return ((role === 'paint' ? brush : eraser).sizePx * view.scale) / viewport.ratio
  }

  const showView = (): void => {
    const { view, viewport } = viewStore.getState()
    bridge.send({ kind: 'view', view, viewport })
    cursors.setView(view, viewport.ratio)
    overlay.setPlace(viewStore.getState())
    outline.resize(diameterPx(currentTool() === 'eraser' ? 'erase' : 'paint'))
  }
  const showTool = (): void => {
    const tool = currentTool()
    stage.dataset['tool'] = tool
    // Until the pointer moves, and the tool says what is under it.
    stage.style.cursor = isCanvasTool(tool) ? 'crosshair' : ''
    if (tool === 'pan' || tool === 'pick' || isCanvasTool(tool)) outline.moveTo(undefined)
    else outline.resize(diameterPx(tool === 'eraser' ? 'erase' : 'paint'))
  }
  const showLayer = (): void => {
    const isRefused = paintingRefusal(activeLayer(layerStore.getState())) !== undefined
    stage.dataset['refused'] = isRefused ? 'yes' : 'no'
  }
  const showSession = (): void => {
    const { state } = bridge.store.getState()
    if (state.frame !== undefined && !isSameFrame(viewStore.getState().frame, state.frame)) {
      viewStore.getState().setFrame(state.frame)
      canvasTools.handleFrame()
    }
    cursors.setPeople(state.roster)
  }

  const endings = [
    watchSize(stage, (width, height, ratio) => viewStore.getState().setViewport({ width, height, ratio })),
    viewStore.subscribe(showView),
    toolStore.subscribe(showTool),
    layerStore.subscribe(showLayer),
    bridge.store.subscribe(showSession),
    bridge.onPresence((people) => cursors.move(people)),
    canvasTools.onOverlay((shown) => overlay.show(shown)),
    canvasTools.start(),
    bridge.onAuthored((reply) => canvasTools.handleReply(reply)),
    listenForImages(stage, {
      onImage(image) {
        const place = placeInView(image, viewStore.getState())
        if (place !== undefined) canvasTools.float(image, place.centre, place.scale)
      },
      onSentence: hintStore.getState().say,
    }),
    bridge.onPicked((color) => toolStore.getState().chooseColor(color)),
    () => input.dispose(),
    () => presence.dispose(),
    () => overlay.dispose(),
    () => editor.dispose(),
    () => cursors.dispose(),
    () => canvas.remove(),
  ]
  showTool()
  showLayer()
  showSession()
  showView()
  return () => endings.forEach((end) => end())
}

/** Tells the area's size in device px, now and whenever it changes. */
function watchSize(
  stage: HTMLElement,
  tell: (width: number, height: number, ratio: number) => void,
): () => void {
  const observer = new ResizeObserver(([entry]) => {
    const exact = entry?.devicePixelContentBoxSize[0]
    const ratio = window.devicePixelRatio
    const box = stage.getBoundingClientRect()
    tell(
      devicePx(box.width * ratio, exact?.inlineSize),
      devicePx(box.height * ratio, exact?.blockSize),
      ratio,
    )
  })
  observer.observe(stage, { box: 'device-pixel-content-box' })
  return () => observer.disconnect()
}

/** The exact size where the browser knows it; one that emulates another screen gives the size of its own there. */
function devicePx(computed: number, exact: number | undefined): number {
  const isExact = exact !== undefined && Math.abs(exact - computed) <= 1
  return Math.max(1, isExact ? exact : Math.round(computed))
}
