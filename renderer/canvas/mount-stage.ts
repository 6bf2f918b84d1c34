// Wires the canvas area: the canvas to the worker, pointers to strokes and views, and the overlay (brush ring, others'
// cursors) to what moves it. None of this passes through React.

import type { PersonPresence } from '../../sync-core/index.ts'
import type { SessionBridge } from '../session/session-bridge.ts'
import { activeLayer, type LayerStore } from '../stores/layer-store.ts'
import type { CopiedStore } from '../stores/copied-store.ts'
import type { HintStore } from '../stores/hint-store.ts'
import type { ToolOptionsStore } from '../stores/tool-options-store.ts'
import type { PreferencesStore } from '../stores/preferences-store.ts'
import type { Tool, ToolStore } from '../stores/tool-store.ts'
import type { ViewStore } from '../stores/view-store.ts'
import { toBrush } from '../tools/brush-settings.ts'
import { paintingRefusal } from '../tools/layer-answers.ts'
import { pressureTable } from '../tools/pen-curve.ts'
import { randomU32 } from '../tools/random-numbers.ts'
import type { CanvasTools } from '../tools/canvas-tools/canvas-tools.ts'
import { isCanvasTool } from '../tools/canvas-tools/tool-names.ts'
import { isSameFrame } from '../view/is-same-frame.ts'
import type { Viewport } from '../view/view-transform.ts'
import { BrushDrag } from './brush-drag.ts'
import { BrushOutline } from './brush-outline.ts'
import { CursorLayer } from './cursor-layer.ts'
import { mountEyedropper } from './eyedropper.ts'
import { followViews } from './follow-view.ts'
import { LaserTrails } from './laser-trails.ts'
import { listenForImages } from './loose-images.ts'
import { nibOnScreen, type Nib } from './nib-on-screen.ts'
import { leadOf, PenLead } from './pen-lead.ts'
import { PointerInput } from './pointer-input.ts'
import type { PointerRole } from './pointer-role.ts'
import { placeInView } from './place-in-view.ts'
import { presenceSender } from './presence-sender.ts'
import { createTextEditor } from './text-editor.ts'
import { ToolOverlay } from './tool-overlay.ts'

export interface StageElements {
  /** Lies under all panels. */
  readonly stage: HTMLElement
  /** The part that they leave. */
  readonly free: HTMLElement
  readonly overlay: HTMLCanvasElement
  readonly cursors: HTMLElement
  readonly ring: HTMLElement
}

export interface StagePorts {
  readonly bridge: SessionBridge
  readonly toolStore: ToolStore
  readonly preferencesStore: PreferencesStore
  readonly viewStore: ViewStore
  readonly layerStore: LayerStore
  readonly options: ToolOptionsStore
  readonly canvasTools: CanvasTools
  readonly hintStore: HintStore
  readonly copiedStore: CopiedStore
  readonly importFiles: (files: readonly File[]) => void
  readonly run: (id: 'edit.undo' | 'edit.redo') => void
}

/** Returns how to take everything down again. */
export function mountStage(
  elements: StageElements,
  {
    bridge,
    toolStore,
    preferencesStore,
    viewStore,
    layerStore,
    options,
    canvasTools,
    hintStore,
    copiedStore,
    importFiles,
    run,
  }: StagePorts,
): () => void {
  const { stage } = elements
  const canvas = document.createElement('canvas')
  canvas.className = 'stage-canvas'
  stage.prepend(canvas)
  bridge.attachCanvas(canvas)

  const outline = new BrushOutline(stage, elements.ring)
  const lead = new PenLead(stage)
  const cursors = new CursorLayer(elements.cursors)
  const lasers = new LaserTrails(elements.cursors)
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

  const eyedropper = mountEyedropper(stage, {
    bridge,
    toolStore,
    viewStore,
    layerStore,
    options,
    isIdle: () => input.isIdle,
  })

  const brushDrag = new BrushDrag(stage, {
    toolStore,
    cssPxPerPx() {
      const { view, viewport } = viewStore.getState()
      return view.scale / viewport.ratio
    },
    showRing(at, tool) {
      outline.moveTo(at)
      outline.shape(nibOf(tool === 'eraser' ? 'erase' : 'paint'))
    },
  })

  let pressures = pressureTable(preferencesStore.getState().penCurve)
  const followCurve = preferencesStore.subscribe(({ penCurve }, before) => {
    if (penCurve !== before.penCurve) pressures = pressureTable(penCurve)
  })

  const input = new PointerInput(stage, {
    send(message) {
      // Who paints looks where they paint.
      if (message.kind === 'stroke-begin') bridge.people.getState().follow(undefined)
      bridge.send(message)
    },
    view: viewStore.getState,
    tool: currentTool,
    brush: (tool) => {
      const { brush, eraser, color } = toolStore.getState()
      const settings = tool === 'paint' ? brush : eraser
      return { brush: toBrush(settings, tool, color, randomU32()), steadiness: settings.steadiness }
    },
    curved: (pressure) => pressures[pressure] ?? pressure,
    layer: () => layerStore.getState().active,
    canvasTool: canvasTools,
    brushDrag,
    onPick: eyedropper.pick,
    onAim: eyedropper.aim,
    onHover: (at, role) => {
      cursors.setOwnPen(at)
      eyedropper.hover(at)
      const isDrawing = role === 'paint' || role === 'erase'
      outline.moveTo(isDrawing ? at : undefined)
      if (isDrawing) outline.shape(nibOf(role))
      if (stage.dataset['role'] !== role) stage.dataset['role'] = role
    },
    onForeseen: (pen) => {
      const { brush, color } = toolStore.getState()
      const { view, viewport } = viewStore.getState()
      lead.show(pen && leadOf(brush, color, pen, view.scale / viewport.ratio))
    },
    onTap: (fingers) => {
      if (fingers === 2) run('edit.undo')
      if (fingers === 3) run('edit.redo')
    },
    onPainted: toolStore.getState().noteColor,
    onPresence: (sample, down, role) => {
      const tool = shownTool(role, currentTool())
      if (tool === 'laser' && down) lasers.point('own', ownColor(), { x: sample.x / 16, y: sample.y / 16 })
      else lasers.lift('own')
      presence.report({ x: Math.round(sample.x), y: Math.round(sample.y), down, tool })
    },
  })

  const ownColor = (): number =>
    bridge.people.getState().people.find(({ isYou }) => isYou)?.color ?? toolStore.getState().color
  const showPens = (pens: readonly PersonPresence[]): void => {
    cursors.move(pens)
    const { people } = bridge.people.getState()
    for (const { author, x, y, down, tool } of pens) {
      const person = people.find((each) => each.author === author)
      if (person === undefined || person.isYou) continue
      if (tool === 'laser' && down) lasers.point(author, person.color, { x: x / 16, y: y / 16 })
      else lasers.lift(author)
    }
  }
  const nibOf = (role: 'paint' | 'erase'): Nib => {
    const { brush, eraser } = toolStore.getState()
    const { view, viewport } = viewStore.getState()
    return nibOnScreen(role === 'paint' ? brush : eraser, view, viewport)
  }

  const showView = (): void => {
    const { view, viewport, hasPixelGrid } = viewStore.getState()
    bridge.send({ kind: 'view', view, viewport, look: { ground: groundColor(), hasPixelGrid } })
    cursors.setView(view, viewport.ratio)
    lasers.setView(view, viewport)
    overlay.setPlace(viewStore.getState())
    outline.shape(nibOf(currentTool() === 'eraser' ? 'erase' : 'paint'))
  }
  const showTool = (): void => {
    const tool = currentTool()
    stage.dataset['tool'] = tool
    // Until the pointer moves, and the tool says what is under it.
    stage.style.cursor = isCanvasTool(tool) ? 'crosshair' : ''
    if (tool === 'pan' || tool === 'pick' || tool === 'laser' || isCanvasTool(tool)) outline.moveTo(undefined)
    else outline.shape(nibOf(tool === 'eraser' ? 'erase' : 'paint'))
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
    watchTheme(showView),
    followCurve,
    watchSize(stage, elements.free, viewStore.getState().setViewport),
    viewStore.subscribe(showView),
    toolStore.subscribe(showTool),
    layerStore.subscribe(showLayer),
    bridge.store.subscribe(showSession),
    bridge.onPresence(showPens),
    followViews(bridge.people, viewStore),
    canvasTools.onOverlay((shown) => overlay.show(shown)),
    canvasTools.start(),
    bridge.onAuthored((reply) => canvasTools.handleReply(reply)),
    listenForImages(stage, {
      onImage(image) {
        const place = placeInView(image, viewStore.getState(), copiedStore.getState().place)
        if (place !== undefined) canvasTools.float(image, place.centre, place.scale)
      },
      onLayers: importFiles,
      onSentence: hintStore.getState().say,
    }),
    () => input.dispose(),
    () => lead.dispose(),
    () => brushDrag.dispose(),
    () => presence.dispose(),
    () => overlay.dispose(),
    () => editor.dispose(),
    () => cursors.dispose(),
    () => lasers.dispose(),
    () => eyedropper.dispose(),
    () => canvas.remove(),
  ]
  showTool()
  showLayer()
  showSession()
  showView()
  return () => endings.forEach((end) => end())
}

/** What the others see in this person's hand. */
function shownTool(role: PointerRole, tool: Tool): PersonPresence['tool'] {
  if (role === 'erase' || role === 'pan' || role === 'laser' || role === 'paint') return role
  if (tool === 'laser') return 'laser'
  return tool === 'eraser' ? 'erase' : 'paint'
}

/** The colour around the picture belongs to the theme; the worker can't read it. */
function groundColor(): string {
  ground ??= getComputedStyle(document.documentElement).getPropertyValue('--ground').trim()
  return ground
}

let ground: string | undefined

/** Calls when the theme changed. Returns how to stop. */
function watchTheme(onChange: () => void): () => void {
  const handle = (): void => {
    ground = undefined
    onChange()
  }
  ground = undefined
  const observer = new MutationObserver(handle)
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  return () => observer.disconnect()
}

/** Tells the area's size in device px and the part of it that no panel covers, now and whenever one of them changes. */
function watchSize(stage: HTMLElement, free: HTMLElement, tell: (viewport: Viewport) => void): () => void {
  let exact: ResizeObserverSize | undefined
  const observer = new ResizeObserver((entries) => {
    exact = entries.find(({ target }) => target === stage)?.devicePixelContentBoxSize[0] ?? exact
    const ratio = window.devicePixelRatio
    const all = stage.getBoundingClientRect()
    const part = free.getBoundingClientRect()
    tell({
      width: devicePx(all.width * ratio, exact?.inlineSize),
      height: devicePx(all.height * ratio, exact?.blockSize),
      ratio,
      free: {
        x: Math.round((part.left - all.left) * ratio),
        y: Math.round((part.top - all.top) * ratio),
        width: Math.max(1, Math.round(part.width * ratio)),
        height: Math.max(1, Math.round(part.height * ratio)),
      },
    })
  })
  observer.observe(stage, { box: 'device-pixel-content-box' })
  observer.observe(free)
  return () => observer.disconnect()
}

/** The exact size where the browser knows it; one that emulates another screen gives the size of its own there. */
function devicePx(computed: number, exact: number | undefined): number {
  const isExact = exact !== undefined && Math.abs(exact - computed) <= 1
  return Math.max(1, isExact ? exact : Math.round(computed))
}
