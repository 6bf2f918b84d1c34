import { useEffect, useRef, useState } from 'react'
import { typedKey } from './typed-key.ts'

interface NameFieldProps {
  readonly label: string
  readonly name: string
  readonly className?: string
  /** What stands in the field's place afterwards; without it, what had the keyboard before is still there. */
  readonly successor?: () => HTMLElement | null | undefined
  /** What was typed; undefined leaves everything as it was. */
  readonly onName: (typed: string | undefined) => void
}

/**
 * A name that is typed in its place: Enter and leaving the field take it, Escape leaves it as it was. After either key the keyboard
 * is again where it was, which is with the tools for who came by pointer.
 */
export function NameField({ label, name, className = 'name-field', successor, onName }: NameFieldProps) {
  const [typed, setTyped] = useState(name)
  const field = useRef<HTMLInputElement>(null)
  const isDone = useRef(false)
  const isByKey = useRef(false)
  // While this is rendered for the first time, what it stands in for is still on the page.
  const [before] = useState(() => document.activeElement)
  const goBack = useRef<() => void>(() => undefined)
  useEffect(() => {
    goBack.current = () => (successor?.() ?? (before as HTMLElement)).focus()
  })
  useEffect(() => {
    field.current?.focus()
    field.current?.select()
    return () => {
      const isLost = document.activeElement === document.body
      if (isByKey.current && isLost && before !== document.body) goBack.current()
    }
  }, [before])
  const finish = (chosen: string | undefined): void => {
    // The field also loses the keyboard when it goes away.
    if (isDone.current) return
    isDone.current = true
    onName(chosen)
  }
  return (
    <input
      ref={field}
      className={`text-input ${className}`}
      aria-label={label}
      value={typed}
      dir="auto"
      spellCheck={false}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={() => finish(typed)}
      onKeyDown={(event) => {
        const key = typedKey(event.nativeEvent)
        isByKey.current = key === 'Enter' || key === 'Escape'
        // Otherwise Enter would also press what has the keyboard next.
        if (key === 'Enter') event.preventDefault()
        if (key === 'Enter') finish(typed)
        if (key === 'Escape') finish(undefined)
      }}
    />
  )
}
