import { useStore } from 'zustand'
import { Button } from '../controls/button.tsx'
import { strings } from '../strings.ts'
import type { CanvasTools } from '../tools/canvas-tools/canvas-tools.ts'

/** How far a tool's long work is, and a way out of it. */
export function WorkBar({ canvasTools }: { canvasTools: CanvasTools }) {
  const work = useStore(canvasTools.activity, (state) => state.work)
  if (work === undefined) return null
  const percent = Math.round(work.part * 100)
  return (
    <div className="work-bar" role="status" data-testid="work">
      <span>{strings.work[work.of]}</span>
      <progress max={100} value={percent} aria-label={strings.work[work.of]} />
      <Button className="option-button" onClick={() => canvasTools.run('cancel')}>
        {strings.toolOptions.cancel}
      </Button>
    </div>
  )
}
