import { Check } from 'lucide-react'
import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react'
import { placeBeside } from './popover.tsx'

/** In px of the window. */
export interface MenuPlace {
  readonly left: number
  readonly top: number
  readonly bottom: number
}

interface MenuProps {
  readonly label: string
  readonly at: MenuPlace
  readonly onClose: () => void
  readonly children: ReactNode
}

/** A menu that is open for as long as it is there. The browser closes it on Escape and on a press elsewhere, and gives the keyboard back. */
export function Menu({ label, at, onClose, children }: MenuProps) {
  const surface = useRef<HTMLDivElement>(null)
  const close = useRef(onClose)
  useEffect(() => void (close.current = onClose))
  useEffect(() => {
    const element = surface.current
    if (element === null) return undefined
    const follow = (event: Event): void => {
      if ((event as ToggleEvent).newState === 'closed') close.current()
    }
    element.addEventListener('toggle', follow)
    element.showPopover()
    placeBeside(element, at)
    itemsOf(element)[0]?.focus()
    return () => element.removeEventListener('toggle', follow)
  }, [at])
  return (
    <div
      ref={surface}
      className="popover menu"
      popover="auto"
      role="menu"
      aria-label={label}
      onKeyDown={goWithKeys}
    >
      {children}
    </div>
  )
}

interface MenuItemProps {
  readonly label: string
  readonly shortcut?: string | undefined
  /** For those that are on or off. */
  readonly checked?: boolean | undefined
  /** Why it can't be done now: it is shown, and says so. */
  readonly refusal?: string | undefined
  readonly onChosen: () => void
}

/** One thing that a menu offers. */
export function MenuItem({ label, shortcut, checked, refusal, onChosen }: MenuItemProps) {
  return (
    <button
      type="button"
      className="menu-entry"
      role={checked === undefined ? 'menuitem' : 'menuitemcheckbox'}
      aria-checked={checked}
      aria-disabled={refusal !== undefined}
      title={refusal}
      tabIndex={-1}
      onPointerEnter={(event) => event.currentTarget.focus()}
      onClick={(event) => {
        if (refusal !== undefined) return
        event.currentTarget.closest<HTMLElement>('[popover]')?.hidePopover()
        onChosen()
      }}
    >
      <span className="menu-check" aria-hidden>
        {checked === true && <Check size={14} />}
      </span>
      <span>{label}</span>
      {shortcut !== undefined && <kbd>{shortcut}</kbd>}
    </button>
  )
}

function itemsOf(menu: HTMLElement): readonly HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>('[role^=menuitem]')]
}

/** Arrows go round, Home and End to the ends; Tab leaves. */
function goWithKeys(event: KeyboardEvent<HTMLElement>): void {
  const menu = event.currentTarget
  const items = itemsOf(menu)
  const at = items.indexOf(document.activeElement as HTMLElement)
  if (event.key === 'Tab') {
    event.preventDefault()
    return menu.hidePopover()
  }
  const next = {
    ArrowDown: items[(at + 1) % items.length],
    ArrowUp: items.at(at <= 0 ? -1 : at - 1),
    Home: items[0],
    End: items.at(-1),
  }[event.key]
  // What else is pressed here is no command of the canvas.
  if (event.key !== 'Escape') event.stopPropagation()
  if (next === undefined) return
  event.preventDefault()
  next.focus()
}
