import { ChevronDown, ChevronRight } from 'lucide-react'
import { useId, useState, type ReactNode } from 'react'
import { rememberOpen, wasLeftOpen } from '../stores/open-panels.ts'

interface PanelProps {
  /** Under which the window remembers whether it is open. */
  readonly name: string
  readonly heading: string
  readonly isOpenAtFirst?: boolean
  readonly children: ReactNode
}

/** A part of the side of the window that folds away under its heading. */
export function Panel({ name, heading, isOpenAtFirst = true, children }: PanelProps) {
  const id = useId()
  const [isOpen, setIsOpen] = useState(() => wasLeftOpen(name, isOpenAtFirst))
  const Chevron = isOpen ? ChevronDown : ChevronRight
  const toggle = (): void => {
    rememberOpen(name, !isOpen)
    setIsOpen(!isOpen)
  }
  return (
    <section className="panel" data-panel={name} aria-label={heading}>
      <h2>
        <button
          type="button"
          className="panel-heading"
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={toggle}
        >
          <Chevron size={14} aria-hidden />
          {heading}
        </button>
      </h2>
      <div id={id} className="panel-body" hidden={!isOpen}>
        {isOpen && children}
      </div>
    </section>
  )
}
