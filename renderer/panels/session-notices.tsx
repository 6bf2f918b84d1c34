import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { sessionNotices, unsavedToTell } from '../session/session-notices.ts'
import { useHosted, useSession } from '../session/use-parts.ts'
import type { RunningSession } from '../session/running-session.ts'
import type { AppStore } from '../stores/app-store.ts'
import type { CopyOfferStore } from '../stores/copy-offer-store.ts'
import { CopyOffer } from './copy-offer.tsx'
import { NoticeBars } from './notice-bars.tsx'

interface SessionNoticesProps {
  readonly session: RunningSession
  readonly appStore: AppStore
  readonly offerStore: CopyOfferStore | undefined
}

/** What needs the person, over the top of the canvas. */
export function SessionNotices({ session, appStore, offerStore }: SessionNoticesProps) {
  const health = useStore(session.bridge.store, (snapshot) => snapshot.state.health)
  const hostingFailure = useStore(appStore, (state) => state.hostingFailure)
  const unsavedSinceMs = useUnsavedToTell(session)
  const { run, importStore } = useSession()
  const told = useStore(importStore, (state) => state.told)
  const notices = sessionNotices(
    useHosted(session)?.notices ?? [],
    health,
    hostingFailure?.message,
    unsavedSinceMs,
  )
  return (
    <div className="notice-bars">
      <NoticeBars
        notices={[...notices, ...told.map((sentence) => ({ id: sentence, tone: 'calm', sentence }) as const)]}
        onSaveCopy={() => run('file.export')}
      />
      {offerStore !== undefined && <CopyOffer store={offerStore} />}
    </div>
  )
}

/** Looked at again from time to time: what fails in silence gets old by itself. */
function useUnsavedToTell(session: RunningSession): number | undefined {
  const [nowMs, setNowMs] = useState(() => Date.now())
  const isFailing = useStore(session.bridge.store, ({ state }) => state.saved.kind === 'failed')
  useEffect(() => {
    if (!isFailing) return undefined
    const timer = setInterval(() => setNowMs(Date.now()), unsavedLookMs)
    return () => clearInterval(timer)
  }, [isFailing])
  return useStore(session.bridge.store, ({ state }) => unsavedToTell(state, nowMs))
}

const unsavedLookMs = 5_000
