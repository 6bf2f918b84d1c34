import { useEffect, type RefObject } from 'react'
import type { LayerId } from '../../sync-core/index.ts'
import type { WindowMessage } from '../worker/contract.ts'

/** The longer side of a thumbnail in CSS px; the style sheet has the same. */
export const thumbnailPx = 32

/** Rows just out of sight have theirs when they come into it. */
const aheadPx = 72

/** Asks for the thumbnails of the layers whose rows are in sight, as they change; rows have `data-layer`. */
export function useLayersInSight(
  list: RefObject<HTMLElement | null>,
  ids: string,
  send: (message: WindowMessage) => void,
): void {
  useEffect(() => {
    const box = list.current
    if (box === null) return undefined
    const seen = new Set<LayerId>()
    const observer = new IntersectionObserver(
      (changes) => {
        for (const { target, isIntersecting } of changes) {
          const layer = Number((target as HTMLElement).dataset['layer'])
          if (isIntersecting) seen.add(layer)
          else seen.delete(layer)
        }
        const layers = ids.split(' ').map(Number)
        send({
          kind: 'layer-thumbnails',
          layers: layers.filter((layer) => seen.has(layer)),
          sidePx: thumbnailPx * window.devicePixelRatio,
        })
      },
      { root: box, rootMargin: `${aheadPx}px 0px` },
    )
    for (const row of box.querySelectorAll('[data-layer]')) observer.observe(row)
    return () => observer.disconnect()
  }, [list, ids, send])
  useEffect(() => () => send({ kind: 'layer-thumbnails', layers: [], sidePx: 1 }), [send])
}
