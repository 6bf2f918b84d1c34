import { useEffect, useRef, useState } from 'react'
import { typedKey } from './typed-key.ts'

interface NameFieldProps {
  readonly label: string
  readonly name: string
  readonly className?: string
  /** What was typed; undefined leaves everything as it was. */
  readonly onName: (typed: string | undefined) => void
}

/** A name that is typed in its place: Enter and leaving the field take it, Escape leaves it as it was. */
export function NameField({ label, name, className = 'name-field', onName }: NameFieldProps) {
  const [typed, setTyped] = useState(name)
  const field = useRef<HTMLInputElement>(null)
  const isDone = useRef(false)
  useEffect(() => {
    field.current?.focus()
    field.current?.select()
  }, [])
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
        if (key === 'Enter') finish(typed)
        if (key === 'Escape') finish(undefined)
      }}
    />
  )
}
