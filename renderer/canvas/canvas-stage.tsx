import { useEffect, useRef } from 'react'
import { strings } from '../strings.ts'
import { mountStage, type StagePorts } from './mount-stage.ts'

/** The canvas area. React makes its elements once; everything that moves in it is wired by mountStage. */
export function CanvasStage(props: StagePorts) {
  const { bridge, toolStore, preferencesStore, viewStore, layerStore, options, canvasTools } = props
  const { hintStore, copiedStore, importFiles, run } = props
  const stage = useRef<HTMLDivElement>(null)
  const overlay = useRef<HTMLCanvasElement>(null)
  const cursors = useRef<HTMLDivElement>(null)
  const ring = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const [area, above] = [stage.current, overlay.current]
    const free = area?.parentElement ?? null
    if (
      area === null ||
      free === null ||
      above === null ||
      cursors.current === null ||
      ring.current === null
    ) {
      return undefined
    }
    return mountStage(
      { stage: area, free, overlay: above, cursors: cursors.current, ring: ring.current },
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
      },
    )
  }, [
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
  ])
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
