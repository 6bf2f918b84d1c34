import { useEffect, type RefObject } from 'react'
import type { HistoryAction } from '../../sync-core/index.ts'
import type { HistoryState } from '../stores/history-store.ts'
import type { WindowMessage } from '../worker/contract.ts'

/** Asks for the thumbnails of those rows of a list that are in sight and have none; rows have `data-entry`. */
export function useThumbnails(
  list: RefObject<HTMLElement | null>,
  actions: readonly HistoryAction[],
  thumbnails: HistoryState['thumbnails'],
  send: (message: WindowMessage) => void,
): void {
  useEffect(() => {
    if (list.current === null) return undefined
    const wanted = new Set(
      actions
        .filter(
          ({ entry, stage, what }) => stage !== 'open' && what.kind !== 'layers' && !thumbnails.has(entry),
        )
        .map(({ entry }) => entry),
    )
    if (wanted.size === 0) return undefined
    const observer = new IntersectionObserver((changes) => {
      const entries = changes
        .filter(({ isIntersecting }) => isIntersecting)
        .map(({ target }) => Number((target as HTMLElement).dataset['entry']))
      if (entries.length > 0) send({ kind: 'thumbnails', entries })
    })
    for (const row of list.current.children) {
      if (wanted.has(Number((row as HTMLElement).dataset['entry']))) observer.observe(row)
    }
    return () => observer.disconnect()
  }, [list, actions, thumbnails, send])
}
