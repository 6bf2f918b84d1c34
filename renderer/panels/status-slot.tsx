import { useEffect, useId, useRef, useState, type ReactNode } from 'react'
import { placeBeside } from '../controls/popover.tsx'
import type { StatusWords } from '../session/status-sentences.ts'
import { strings } from '../strings.ts'

interface StatusSlotProps {
  /** Of its place in the line. */
  readonly name: string
  readonly text: string
  /** Behind the text, where numbers change. */
  readonly note?: string | undefined
  /** Its mark is left out where there is nothing to worry about. */
  readonly tone?: StatusWords['tone']
  /** What the details are about. */
  readonly what: string
  /** The details; drawn while they are open. */
  readonly children: ReactNode
}

/** One part of the status line: a phrase with a fixed place, which opens its details in words above it. */
export function StatusSlot({ name, text, note, tone, what, children }: StatusSlotProps) {
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const details = useRef<HTMLDivElement>(null)
  const [isOpen, setIsOpen] = useState(false)
  useEffect(() => {
    const element = details.current
    const follow = (event: Event): void => setIsOpen((event as ToggleEvent).newState === 'open')
    element?.addEventListener('toggle', follow)
    return () => element?.removeEventListener('toggle', follow)
  }, [])
  useEffect(() => {
    if (isOpen && button.current !== null && details.current !== null)
      placeBeside(details.current, button.current.getBoundingClientRect())
  }, [isOpen])
  return (
    <div className={`status-slot status-${name}`} data-tone={tone} data-testid={`status-${name}`}>
      <button
        ref={button}
        type="button"
        className="status-button"
        title={what}
        aria-label={strings.details.show([text, note].filter(Boolean).join(' '), what)}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => details.current?.togglePopover()}
      >
        {tone !== undefined && <span className="status-mark" aria-hidden />}
        <span className="status-text">{text}</span>{' '}
        {note !== undefined && <span className="status-note">{note}</span>}
      </button>
      <div
        ref={details}
        id={id}
        className="popover status-details"
        popover="auto"
        role="group"
        aria-label={what}
      >
        {isOpen && children}
      </div>
    </div>
  )
}
