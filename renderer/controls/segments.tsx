interface SegmentsProps<T extends string> {
  readonly label: string
  readonly name: string
  readonly value: T
  readonly options: readonly T[]
  readonly words: Readonly<Record<T, string>>
  readonly onValue: (value: T) => void
  readonly hint?: string
}

/** One of two or three, all of them in sight. */
export function Segments<T extends string>(props: SegmentsProps<T>) {
  const { label, name, value, options, words, onValue, hint } = props
  return (
    <fieldset title={hint}>
      <legend>{label}</legend>
      <div className="segments">
        {options.map((option) => (
          <label key={option} className="segment">
            <input type="radio" name={name} checked={value === option} onChange={() => onValue(option)} />
            {words[option]}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
