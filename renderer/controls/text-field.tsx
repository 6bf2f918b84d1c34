import { useId, type InputHTMLAttributes } from 'react'

type TextFieldProps = Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'value'> & {
  readonly label: string
  readonly value: string
  readonly onText: (text: string) => void
  readonly problem?: string | undefined
}

/** A labelled line of text with a place for what is wrong with it; the place is always there, so nothing moves. */
export function TextField({ label, value, onText, problem, ...rest }: TextFieldProps) {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        {...rest}
        id={id}
        className="text-input"
        value={value}
        spellCheck={false}
        autoComplete="off"
        aria-invalid={problem !== undefined}
        aria-describedby={`${id}-problem`}
        onChange={(event) => onText(event.target.value)}
      />
      <Problem id={`${id}-problem`} sentence={problem} />
    </div>
  )
}

/** What is wrong, read out when it appears. */
export function Problem({ id, sentence }: { id: string; sentence: string | undefined }) {
  return (
    <p id={id} className="problem" role="status" title={sentence}>
      {sentence}
    </p>
  )
}
