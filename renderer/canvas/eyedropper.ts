import type { SessionBridge } from '../session/session-bridge.ts'
import type { LayerStore } from '../stores/layer-store.ts'
import type { ToolOptionsStore } from '../stores/tool-options-store.ts'
import type { ToolStore } from '../stores/tool-store.ts'
import type { ViewStore } from '../stores/view-store.ts'
import { screenToPicture, type Box, type Point, type Viewport } from '../view/view-transform.ts'
import { Loupe, type AimedBy } from './loupe.ts'

interface EyedropperPorts {
  readonly bridge: SessionBridge
  readonly toolStore: ToolStore
  readonly viewStore: ViewStore
  readonly layerStore: LayerStore
  readonly options: ToolOptionsStore
  /** No pointer is pressed: Alt may bring the loupe. */
  readonly isIdle: () => boolean
}

export interface Eyedropper {
  /** Takes the colour at a place of the plane. */
  readonly pick: (at: Point) => void
  /** Where a pointer is that picks or would, in CSS px of the stage; undefined when none does. */
  readonly aim: (at: Point | undefined, by: AimedBy) => void
  /** Where a pointer is, whatever it does: Alt brings the loupe there. */
  readonly hover: (at: Point | undefined) => void
  readonly dispose: () => void
}

/** Picks colours, and keeps the loupe at the pointer and at what is true of the picture, the view and the tool. */
export function mountEyedropper(
  stage: HTMLElement,
  { bridge, toolStore, viewStore, layerStore, options, isIdle }: EyedropperPorts,
): Eyedropper {
  const rule = () => {
    const { sidePx, sees } = options.getState().pick
    return { sidePx, sees: sees === 'all' ? sees : layerStore.getState().active } as const
  }
  const loupe = new Loupe(stage, {
    look({ x, y }) {
      const { view, viewport } = viewStore.getState()
      const at = screenToPicture(view, { x: x * viewport.ratio, y: y * viewport.ratio })
      bridge.send({ kind: 'author', task: { kind: 'look-around', at, ...rule() } })
    },
    free: () => freePart(viewStore.getState().viewport),
    facing: () => viewStore.getState().view,
    colorInHand: () => toolStore.getState().color,
    samplePx: () => options.getState().pick.sidePx,
  })
  let hovered: Point | undefined
  let aimedBy: AimedBy | undefined
  const aim = (at: Point | undefined, by: AimedBy): void => {
    aimedBy = at && by
    loupe.aim(at, by)
  }
  const followTool = (): void => {
    const { heldTool, tool } = toolStore.getState()
    // A press is ended by the pointer alone.
    if (aimedBy === 'pressed' || aimedBy === 'touching') return loupe.refresh()
    aim((heldTool ?? tool) === 'pick' && isIdle() ? hovered : undefined, 'hovering')
  }
  const refresh = (): void => loupe.refresh()
  const endings = [
    bridge.onPicked((color) => toolStore.getState().chooseColor(color)),
    bridge.onLooked((look) => loupe.show(look)),
    bridge.store.subscribe(refresh),
    viewStore.subscribe(refresh),
    layerStore.subscribe(refresh),
    options.subscribe(refresh),
    toolStore.subscribe(followTool),
  ]
  return {
    pick: (at) => bridge.send({ kind: 'author', task: { kind: 'pick-color', at, ...rule() } }),
    aim,
    hover: (at) => (hovered = at),
    dispose() {
      endings.forEach((end) => end())
      loupe.dispose()
    },
  }
}

/** The part of the canvas that no panel covers, in CSS px. */
function freePart({ width, height, ratio, free }: Viewport): Box {
  const { x, y, ...size } = free ?? { x: 0, y: 0, width, height }
  return { x: x / ratio, y: y / ratio, width: size.width / ratio, height: size.height / ratio }
}
