import { useEffect, useRef, useState } from 'react'
import { strings } from '../strings.ts'
import { fitName } from '../tools/layer-answers.ts'

interface LayerNameFieldProps {
  readonly name: string
  readonly onName: (name: string | undefined) => void
}

/** Where a layer's name is typed: Enter and leaving the field take it, Escape leaves it as it was. */
export function LayerNameField({ name, onName }: LayerNameFieldProps) {
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
      className="text-input layer-name-field"
      aria-label={strings.layers.rename}
      value={typed}
      dir="auto"
      spellCheck={false}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={() => finish(fitName(typed))}
      onKeyDown={(event) => {
        if (event.key === 'Enter') finish(fitName(typed))
        if (event.key === 'Escape') finish(undefined)
      }}
    />
  )
}
