import { useEffect } from 'react'
import { prepareWorker } from './spare-worker.ts'

/** For screens from which a session is begun: once they are on the screen, its worker is begun. */
export function useSpareWorker(): void {
  useEffect(() => {
    const idle = requestIdleCallback(() => prepareWorker())
    return () => cancelIdleCallback(idle)
  }, [])
}
