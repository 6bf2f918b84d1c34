import type { LucideIcon } from 'lucide-react'
import type { Choice } from './choice.ts'

export interface SegmentsProps<T extends string> extends Choice<T> {
  /** Other than that of every other choice in sight. */
  readonly name: string
  readonly icons?: Readonly<Record<T, LucideIcon>>
  /** Icons alone; the words are read out, and shown on hover. */
  readonly isCompact?: boolean
  /** What each of them means, on hover. */
  readonly hints?: Readonly<Record<T, string>>
}

/** One of two or three, all of them in sight. */
export function Segments<T extends string>(props: SegmentsProps<T>) {
  const { label, name, value, options, words, onValue, hint, icons, hints, isCompact = false } = props
  return (
    <fieldset title={hint}>
      <legend className={isCompact ? 'visually-hidden' : undefined}>{label}</legend>
      <div className="segments">
        {options.map((option) => {
          const Icon: LucideIcon | undefined = icons?.[option]
          return (
            <label
              key={option}
              className="segment"
              title={hints?.[option] ?? (isCompact ? words[option] : undefined)}
            >
              <input type="radio" name={name} checked={value === option} onChange={() => onValue(option)} />
              {Icon !== undefined && <Icon size={16} aria-hidden />}
              {isCompact ? <span className="visually-hidden">{words[option]}</span> : words[option]}
            </label>
          )
        })}
      </div>
    </fieldset>
  )
}
