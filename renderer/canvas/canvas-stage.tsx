import { useEffect, useRef } from 'react'
import type { SessionBridge } from '../session/session-bridge.ts'
import type { LayerStore } from '../stores/layer-store.ts'
import type { ToolStore } from '../stores/tool-store.ts'
import type { ViewStore } from '../stores/view-store.ts'
import { strings } from '../strings.ts'
import { mountStage } from './mount-stage.ts'

interface CanvasStageProps {
  readonly bridge: SessionBridge
  readonly toolStore: ToolStore
  readonly viewStore: ViewStore
  readonly layerStore: LayerStore
}

/** The canvas area. React makes its three elements once; everything that moves in it is wired by mountStage. */
export function CanvasStage({ bridge, toolStore, viewStore, layerStore }: CanvasStageProps) {
  const stage = useRef<HTMLDivElement>(null)
  const cursors = useRef<HTMLDivElement>(null)
  const ring = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (stage.current === null || cursors.current === null || ring.current === null) return undefined
    return mountStage(
      { stage: stage.current, cursors: cursors.current, ring: ring.current },
      { bridge, toolStore, viewStore, layerStore },
    )
  }, [bridge, toolStore, viewStore, layerStore])
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
      <div ref={cursors} className="cursor-layer" aria-hidden />
      <div ref={ring} className="brush-ring" aria-hidden hidden />
    </div>
  )
}
