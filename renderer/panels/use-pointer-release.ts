import { useCallback, useEffect, useRef } from 'react'

/** Does something as soon as no button and no finger is down: what is opened under a press would be closed by its release. */
export function usePointerRelease(): (act: () => void) => void {
  const isDown = useRef(false)
  const waiting = useRef<() => void>(undefined)
  useEffect(() => {
    const listeners = new AbortController()
    const options = { signal: listeners.signal, capture: true }
    const handleUp = (): void => {
      isDown.current = false
      const act = waiting.current
      waiting.current = undefined
      // The browser's own part of the release comes after this.
      if (act !== undefined) requestAnimationFrame(act)
    }
    window.addEventListener('pointerdown', () => void (isDown.current = true), options)
    window.addEventListener('pointerup', handleUp, options)
    window.addEventListener('pointercancel', handleUp, options)
    return () => listeners.abort()
  }, [])
  return useCallback((act) => {
    if (isDown.current) waiting.current = act
    else act()
  }, [])
}
