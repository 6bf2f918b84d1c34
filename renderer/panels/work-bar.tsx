import { useStore } from 'zustand'
import { Button } from '../controls/button.tsx'
import { useSession } from '../session/use-parts.ts'
import { strings } from '../strings.ts'

/** How far long work is, of a tool or on a file, and a way out of it. */
export function WorkBar() {
  const { canvasTools, importStore } = useSession()
  const work = useStore(canvasTools.activity, (state) => state.work)
  const reading = useStore(importStore, (state) => state.reading)
  if (reading !== undefined) {
    return <Bar words={strings.importing.reading(reading.name)} percent={undefined} onCancel={reading.stop} />
  }
  if (work === undefined) return null
  return (
    <Bar
      words={strings.work[work.of]}
      percent={Math.round(work.part * 100)}
      onCancel={() => canvasTools.run('cancel')}
    />
  )
}

interface BarProps {
  readonly words: string
  /** Undefined: nobody knows. */
  readonly percent: number | undefined
  readonly onCancel: () => void
}

function Bar({ words, percent, onCancel }: BarProps) {
  return (
    <div className="work-bar" role="status" data-testid="work">
      <span>{words}</span>
      <progress max={100} aria-label={words} {...(percent !== undefined && { value: percent })} />
      <Button className="option-button" onClick={onCancel}>
        {strings.toolOptions.cancel}
      </Button>
    </div>
  )
}
