import { useEffect, useRef } from 'react'
import type { HistoryAction } from '../../sync-core/index.ts'
import type { HistoryState } from '../stores/history-store.ts'
import type { WindowMessage } from '../worker/contract.ts'

/** Asks for the thumbnails of those actions in sight that have none, and again when others come into sight. */
export function useThumbnails(
  inSight: readonly HistoryAction[],
  thumbnails: HistoryState['thumbnails'],
  send: (message: WindowMessage) => void,
): void {
  const asked = useRef<ReadonlySet<number>>(new Set())
  useEffect(() => {
    const entries = inSight
      .filter(
        ({ entry, stage, what }) => stage !== 'open' && what.kind !== 'layers' && !thumbnails.has(entry),
      )
      .map(({ entry }) => entry)
    // The last wish holds all of them.
    if (entries.every((entry) => asked.current.has(entry))) return
    asked.current = new Set(entries)
    send({ kind: 'thumbnails', entries })
  }, [inSight, thumbnails, send])
}
