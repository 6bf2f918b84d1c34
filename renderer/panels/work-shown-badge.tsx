import { EyeOff } from 'lucide-react'
import { useStore } from 'zustand'
import { Button } from '../controls/button.tsx'
import { useSession } from '../session/use-parts.ts'
import { strings } from '../strings.ts'

/** Above the canvas while not everybody's work is shown, so that nobody takes the view for the picture. */
export function WorkShownBadge() {
  const { bridge, send } = useSession()
  const workShown = useStore(bridge.store, ({ state }) => state.workShown)
  const roster = useStore(bridge.store, ({ state }) => state.roster)
  if (workShown === undefined) return null
  const names = roster
    .filter(({ author }) => workShown.kind === 'without' && workShown.authors.includes(author))
    .map(({ name }) => name)
  return (
    <div className="work-shown" role="status">
      <EyeOff size={16} aria-hidden />
      <span title={strings.history.viewLimits}>
        {workShown.kind === 'only-own'
          ? strings.history.onlyOwnShown
          : strings.history.withoutShown(names.join(', '))}
      </span>
      <Button onClick={() => send({ kind: 'show-work', filter: { kind: 'all' } })}>
        {strings.history.showAll}
      </Button>
    </div>
  )
}
