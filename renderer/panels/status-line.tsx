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
import { ConnectionDetails, PeopleDetails, SyncDetails, ZoomDetails } from './status-details.tsx'
import { StatusChat } from './status-chat.tsx'
import { StatusKeeping } from './status-keeping.tsx'
import { StatusSlot } from './status-slot.tsx'

/** How the session is, in plain words with fixed places; the data attributes say the same to programs. */
export function StatusLine({ bridge, viewStore }: { bridge: SessionBridge; viewStore: ViewStore }) {
  const state = useStore(bridge.store, (snapshot) => snapshot.state)
  const durableSinceMs = useStore(bridge.store, (snapshot) => snapshot.durableSinceMs)
  const hash = useStore(bridge.store, (snapshot) => snapshot.hash)
  const latencyMs = useStore(bridge.store, (snapshot) => snapshot.latencyMs)
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
      <StatusSlot
        name="connection"
        {...short(connectionWords(state, now))}
        note={
          latencyMs !== undefined && state.connection.kind === 'connected'
            ? strings.details.latency(latencyMs)
            : undefined
        }
        what={strings.details.connection}
      >
        <ConnectionDetails nowMs={now} />
      </StatusSlot>
      <StatusKeeping state={state} durableSinceMs={durableSinceMs} />
      <StatusSlot name="sync" {...short(syncWords(state))} what={strings.details.sync}>
        <SyncDetails />
      </StatusSlot>
      <StatusSlot name="people" text={strings.status.people(present)} what={strings.details.people}>
        <PeopleDetails />
      </StatusSlot>
      <StatusChat />
      {state.picture !== undefined && (
        <span className="status-slot status-size">
          {strings.status.size(state.picture.size.width, state.picture.size.height)}
        </span>
      )}
      <StatusSlot
        name="zoom"
        text={state.picture === undefined ? '' : strings.status.zoom(zoom)}
        what={strings.details.zoom}
      >
        <ZoomDetails />
      </StatusSlot>
    </footer>
  )
}

function short({ text, tone }: StatusWords): Pick<StatusWords, 'text' | 'tone'> {
  return { text, tone }
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
