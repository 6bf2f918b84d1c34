import { useId, useRef } from 'react'
import type { Choice } from './choice.ts'

interface ChoiceFieldProps<T extends string> extends Choice<T> {
  /** The label is read out only: the place says what it is. */
  readonly isLabelHidden?: boolean
}

/** One of a few named values, in the system's own list. */
export function ChoiceField<T extends string>(props: ChoiceFieldProps<T>) {
  const { label, value, options, words, onValue, hint, isLabelHidden = false } = props
  const id = useId()
  const isByPointer = useRef(false)
  return (
    <div className="choice-field" title={hint}>
      <label htmlFor={id} className={isLabelHidden ? 'visually-hidden' : undefined}>
        {label}
      </label>
      <select
        id={id}
        className="choice"
        value={value}
        onPointerDown={() => {
          isByPointer.current = true
        }}
        onKeyDown={() => {
          isByPointer.current = false
        }}
        onChange={(event) => {
          onValue(event.target.value as T)
          if (isByPointer.current) event.target.blur()
        }}
      >
        {options.map((option) => (
          <option key={option} value={option}>
            {words[option]}
          </option>
        ))}
      </select>
    </div>
  )
}
