import type { LucideIcon } from 'lucide-react'
import { useEffect, useId, useRef, useState, type ReactNode } from 'react'

interface PopoverProps {
  readonly face: LucideIcon | string
  readonly label: string
  readonly look?: 'usual' | 'small'
  readonly children: ReactNode
}

/** A button that opens a small surface beside it. The browser closes it on Escape and on a press elsewhere. */
export function Popover({ face: Face, label, look = 'usual', children }: PopoverProps) {
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const surface = useRef<HTMLDivElement>(null)
  const [isOpen, setIsOpen] = useState(false)
  useEffect(() => {
    const element = surface.current
    if (element === null) return undefined
    let before: Element | null = null
    const follow = (event: Event): void => setIsOpen((event as ToggleEvent).newState === 'open')
    // Of popovers in popovers, the browser gives the keyboard back for the outer one only.
    const giveBack = (event: Event): void => {
      if ((event as ToggleEvent).newState === 'open') before = document.activeElement
      else if (element.contains(document.activeElement) && before === button.current) button.current?.focus()
    }
    element.addEventListener('toggle', follow)
    element.addEventListener('beforetoggle', giveBack)
    return () => {
      element.removeEventListener('toggle', follow)
      element.removeEventListener('beforetoggle', giveBack)
    }
  }, [])
  useEffect(() => {
    if (isOpen && button.current !== null && surface.current !== null)
      placeBeside(surface.current, button.current.getBoundingClientRect())
  })
  return (
    <>
      <button
        ref={button}
        type="button"
        className={look === 'small' ? 'icon-button icon-button-small' : 'icon-button'}
        title={label}
        aria-label={label}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => surface.current?.togglePopover()}
      >
        {typeof Face === 'string' ? (
          <span className="icon-letters">{Face}</span>
        ) : (
          <Face size={look === 'small' ? 16 : 20} strokeWidth={1.75} aria-hidden />
        )}
      </button>
      <div ref={surface} id={id} className="popover" popover="auto">
        {isOpen && children}
      </div>
    </>
  )
}

/** Free space to the window's edges and to the button, in CSS px. */
const gapPx = 8

/** Below a place or above it, where there is room, and inside the window. */
export function placeBeside(
  surface: HTMLElement,
  from: { readonly left: number; readonly top: number; readonly bottom: number },
): void {
  const { width, height } = surface.getBoundingClientRect()
  const left = Math.max(gapPx, Math.min(from.left, window.innerWidth - width - gapPx))
  const below = from.bottom + gapPx
  const top =
    below + height <= window.innerHeight - gapPx ? below : Math.max(gapPx, from.top - height - gapPx)
  surface.style.setProperty('left', `${Math.round(left)}px`)
  surface.style.setProperty('top', `${Math.round(top)}px`)
}
