import { FlipHorizontal2, Maximize, RotateCcw } from 'lucide-react'
import { useStore } from 'zustand'
import { CommandButton } from '../commands/command-button.tsx'
import { Button } from '../controls/button.tsx'
import { connectionWords, clockTime, syncWords } from '../session/status-sentences.ts'
import { useSession } from '../session/use-parts.ts'
import { strings } from '../strings.ts'
import { toHex } from '../tools/color.ts'
import { zoomPercent } from '../view/view-transform.ts'

/** How the connection is, since when, and how long the way is. */
export function ConnectionDetails({ nowMs }: { readonly nowMs: number }) {
  const { bridge, logStore } = useSession()
  const state = useStore(bridge.store, (snapshot) => snapshot.state)
  const latencyMs = useStore(bridge.store, (snapshot) => snapshot.latencyMs)
  const sinceMs = useStore(
    logStore,
    ({ entries }) =>
      entries.filter(({ event }) => event.kind === 'connected' || event.kind === 'lost').at(-1)?.atMs,
  )
  const words = strings.details
  const isConnected = state.connection.kind === 'connected'
  return (
    <>
      <p>{connectionWords(state, nowMs).hint}</p>
      {sinceMs !== undefined && <p>{words.since(clockTime(sinceMs))}</p>}
      {isConnected && (
        <p>{latencyMs === undefined ? words.latencyUnknown : words.latencyMeaning(latencyMs)}</p>
      )}
    </>
  )
}

export function SyncDetails() {
  const { bridge } = useSession()
  const state = useStore(bridge.store, (snapshot) => snapshot.state)
  const hash = useStore(bridge.store, (snapshot) => snapshot.hash)
  const words = strings.details
  return (
    <>
      <p>{syncWords(state).hint}</p>
      <p>{words.syncMeaning}</p>
      {hash !== undefined && <p>{words.hash(hash.hash.slice(0, 8))}</p>}
    </>
  )
}

/** More are in the panel. */
const peopleShown = 8

export function PeopleDetails() {
  const { bridge, workspaceStore } = useSession()
  const roster = useStore(bridge.store, (snapshot) => snapshot.state.roster)
  const here = roster.filter(({ present }) => present)
  const words = strings.details
  return (
    <>
      <ul className="people-list">
        {here.slice(0, peopleShown).map((person) => (
          <li key={person.author}>
            <span
              className="person-dot"
              ref={(element) => element?.style.setProperty('--person', toHex(person.color))}
            />
            <span className="person-name">{person.name}</span>
          </li>
        ))}
      </ul>
      {here.length > peopleShown && <p>{words.andMore(here.length - peopleShown)}</p>}
      <Button
        onClick={(event) => {
          event.currentTarget.closest<HTMLElement>('[popover]')?.hidePopover()
          workspaceStore.getState().reveal('people')
        }}
      >
        {words.openPeople}
      </Button>
    </>
  )
}

const percents = [50, 100, 200, 400] as const

export function ZoomDetails() {
  const { viewStore } = useSession()
  const now = useStore(viewStore, (state) => zoomPercent(state.view))
  const isUpright = useStore(viewStore, (state) => state.view.turn === 0)
  return (
    <>
      <div className="zoom-choices">
        <CommandButton id="view.fit" face={Maximize} />
        {percents.map((percent) => (
          <Button
            key={percent}
            className="option-button"
            aria-pressed={now === percent}
            onClick={() => viewStore.getState().zoomTo(percent)}
          >
            {strings.details.zoomPercent(percent)}
          </Button>
        ))}
        <CommandButton id="view.upright" face={RotateCcw} disabled={isUpright} />
        <CommandButton id="view.flip" face={FlipHorizontal2} />
      </div>
      <p>{strings.status.zoomHint}</p>
    </>
  )
}
