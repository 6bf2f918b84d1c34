import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { SessionBridge } from '../session/session-bridge.ts'
import {
  connectionAnnouncement,
  connectionWords,
  syncWords,
  type StatusWords,
} from '../session/status-sentences.ts'
import type { ViewStore } from '../stores/view-store.ts'
import { strings } from '../strings.ts'
import { zoomPercent } from '../view/view-transform.ts'
import { StatusKeeping } from './status-keeping.tsx'

/** How the session is, in plain words with fixed places; the data attributes say the same to programs. */
export function StatusLine({ bridge, viewStore }: { bridge: SessionBridge; viewStore: ViewStore }) {
  const state = useStore(bridge.store, (snapshot) => snapshot.state)
  const durableSinceMs = useStore(bridge.store, (snapshot) => snapshot.durableSinceMs)
  const hash = useStore(bridge.store, (snapshot) => snapshot.hash)
  const zoom = useStore(viewStore, (view) => zoomPercent(view.view))
  const now = useSecondsWhile(state.connection.kind === 'reconnecting')
  const present = state.roster.filter((person) => person.present).length
  return (
    <footer
      className="status-line"
      aria-label={strings.status.heading}
      data-testid="status"
      data-connection={state.connection.kind}
      data-seq={state.seq}
      data-durable-seq={state.durableSeq}
      data-unacknowledged={state.unacknowledged}
      data-sync={state.sync.kind}
      data-sync-seq={state.sync.kind === 'unknown' ? undefined : state.sync.seq}
      data-hash={hash?.hash}
      data-hash-seq={hash?.seq}
      data-saved={state.saved.kind}
      data-saved-seq={state.saved.kind === 'unknown' ? undefined : state.saved.seq}
      data-uploaded={state.uploaded?.state}
      data-uploaded-seq={state.uploaded?.seq}
      data-people={present}
    >
      <span className="visually-hidden" role="status">
        {connectionAnnouncement(state.connection)}
      </span>
      <Slot name="connection" words={connectionWords(state, now)} />
      <StatusKeeping state={state} durableSinceMs={durableSinceMs} />
      <Slot name="sync" words={syncWords(state)} />
      <span className="status-slot status-people">{strings.status.people(present)}</span>
      {state.picture !== undefined && (
        <span className="status-slot status-size">
          {strings.status.size(state.picture.size.width, state.picture.size.height)}
        </span>
      )}
      <span className="status-slot status-zoom" title={strings.status.zoomHint}>
        {state.picture !== undefined && strings.status.zoom(zoom)}
      </span>
    </footer>
  )
}

function Slot({ name, words }: { name: string; words: StatusWords }) {
  return (
    <span
      className={`status-slot status-${name}`}
      data-tone={words.tone}
      data-testid={`status-${name}`}
      title={words.hint}
    >
      <span className="status-mark" aria-hidden />
      <span className="status-text">{words.text}</span>
    </span>
  )
}

/** The time, renewed every second while something counts down. */
function useSecondsWhile(isCounting: boolean): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (!isCounting) return undefined
    const tick = (): void => setNow(Date.now())
    const first = setTimeout(tick)
    const timer = setInterval(tick, 500)
    return () => {
      clearTimeout(first)
      clearInterval(timer)
    }
  }, [isCounting])
  return now
}
