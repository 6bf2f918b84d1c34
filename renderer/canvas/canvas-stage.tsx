import { useEffect, useRef } from 'react'
import type { SessionBridge } from '../session/session-bridge.ts'
import type { LayerStore } from '../stores/layer-store.ts'
import type { HintStore } from '../stores/hint-store.ts'
import type { ToolOptionsStore } from '../stores/tool-options-store.ts'
import type { ToolStore } from '../stores/tool-store.ts'
import type { ViewStore } from '../stores/view-store.ts'
import { strings } from '../strings.ts'
import type { CanvasTools } from '../tools/canvas-tools/canvas-tools.ts'
import { mountStage } from './mount-stage.ts'

interface CanvasStageProps {
  readonly bridge: SessionBridge
  readonly toolStore: ToolStore
  readonly viewStore: ViewStore
  readonly layerStore: LayerStore
  readonly options: ToolOptionsStore
  readonly canvasTools: CanvasTools
  readonly hintStore: HintStore
}

/** The canvas area. React makes its elements once; everything that moves in it is wired by mountStage. */
export function CanvasStage(props: CanvasStageProps) {
  const { bridge, toolStore, viewStore, layerStore, options, canvasTools, hintStore } = props
  const stage = useRef<HTMLDivElement>(null)
  const overlay = useRef<HTMLCanvasElement>(null)
  const cursors = useRef<HTMLDivElement>(null)
  const ring = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const [area, above] = [stage.current, overlay.current]
    if (area === null || above === null || cursors.current === null || ring.current === null) {
      return undefined
    }
    return mountStage(
      { stage: area, overlay: above, cursors: cursors.current, ring: ring.current },
      { bridge, toolStore, viewStore, layerStore, options, canvasTools, hintStore },
    )
  }, [bridge, toolStore, viewStore, layerStore, options, canvasTools, hintStore])
  return (
    <div
      ref={stage}
      className="stage"
      role="application"
      aria-label={strings.session.canvas}
      data-testid="canvas"
      tabIndex={0}
      onFocus={({ currentTarget }) => {
        if (currentTarget.matches(':focus-visible')) currentTarget.dataset['focus'] = 'keyboard'
      }}
      onBlur={({ currentTarget }) => delete currentTarget.dataset['focus']}
      onPointerDown={({ currentTarget }) => delete currentTarget.dataset['focus']}
    >
      <canvas ref={overlay} className="tool-overlay" aria-hidden hidden />
      <div ref={cursors} className="cursor-layer" aria-hidden />
      <div ref={ring} className="brush-ring" aria-hidden hidden />
    </div>
  )
}
