import { useId, type InputHTMLAttributes } from 'react'
import { sayInLanguage } from '../strings/spoken.ts'

export type TextFieldProps = Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'value'> & {
  readonly label: string
  /** Stands behind the label, and gives its room to a problem. */
  readonly note?: string
  readonly value: string
  readonly onText: (text: string) => void
  readonly problem?: string | undefined
}

/** A labelled line of text. What is wrong with it stands beside the label, so nothing moves when it appears. */
export function TextField({ label, note, value, onText, problem, ...rest }: TextFieldProps) {
  const id = useId()
  return (
    <div className="field">
      <div className="field-head">
        <label htmlFor={id}>{label}</label>
        {note !== undefined && problem === undefined && <span className="field-note">{note}</span>}
        <Problem id={`${id}-problem`} sentence={problem} />
      </div>
      <input
        id={id}
        className="text-input"
        value={value}
        spellCheck={false}
        autoComplete="off"
        aria-invalid={problem !== undefined}
        aria-describedby={`${id}-problem`}
        {...rest}
        onChange={(event) => onText(event.target.value)}
      />
    </div>
  )
}

/** What is wrong, read out when it appears. */
export function Problem({ id, sentence }: { id: string; sentence: string | undefined }) {
  const said = sentence === undefined ? undefined : sayInLanguage(sentence)
  return (
    <p id={id} className="problem" role="status" title={said}>
      {said}
    </p>
  )
}
