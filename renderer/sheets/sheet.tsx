import { X } from 'lucide-react'
import { useLayoutEffect, useRef, type KeyboardEvent, type ReactNode } from 'react'
import { IconButton } from '../controls/icon-button.tsx'
import { strings } from '../strings.ts'

interface SheetProps {
  readonly name: string
  readonly heading: string
  /** Without a heading on the screen and without a cross, for what is gone as fast as it came. */
  readonly isBare?: boolean
  readonly onClose: () => void
  readonly onKeyDown?: (event: KeyboardEvent) => void
  readonly children: ReactNode
}

/**
 * A page above the window, as the browser's own modal dialog: Escape, its cross and a press beside it close it. What is marked
 * with `data-first` has the keyboard at first; afterwards whoever had it before gets it back.
 */
export function Sheet({ name, heading, isBare = false, onClose, onKeyDown, children }: SheetProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  /** Something in the sheet used the Escape that also asks the dialog to close. */
  const isEscapeTaken = useRef(false)
  // Before the dialog leaves the page: closed there, it could give the keyboard back to nobody.
  useLayoutEffect(() => {
    const element = dialog.current
    if (element !== null && !element.open) element.showModal()
    element?.querySelector<HTMLElement>('[data-first]')?.focus()
    return () => element?.close()
  }, [])
  return (
    <dialog
      ref={dialog}
      className="sheet"
      data-sheet={name}
      aria-label={heading}
      onKeyDown={(event) => {
        isEscapeTaken.current = event.key === 'Escape' && event.defaultPrevented
        onKeyDown?.(event)
      }}
      onCancel={(event) => {
        event.preventDefault()
        if (!isEscapeTaken.current) onClose()
        isEscapeTaken.current = false
      }}
      onPointerDown={(event) => {
        if (event.target === event.currentTarget) onClose()
      }}
    >
      <div className="sheet-page">
        {!isBare && (
          <header className="sheet-head">
            <h2>{heading}</h2>
            <IconButton face={X} label={strings.sheets.close} onClick={onClose} />
          </header>
        )}
        <div className={isBare ? 'sheet-body-bare' : 'sheet-body'}>{children}</div>
      </div>
    </dialog>
  )
}
