import { useId, useState, type ReactNode } from 'react'

interface SliderFieldProps {
  readonly label: string
  readonly unit: string
  readonly value: number
  readonly min: number
  readonly max: number
  /** The slider's own range, when it does not move evenly with the value. */
  readonly toStep?: (value: number) => number
  readonly fromStep?: (step: number) => number
  readonly onValue: (value: number) => void
  readonly shortcut?: string
  readonly children?: ReactNode
}

/** A slider beside a number that can be typed; `children` stand at the end. */
export function SliderField(props: SliderFieldProps) {
  const { label, unit, value, min, max, toStep, fromStep, onValue, shortcut, children } = props
  const id = useId()
  const steps = toStep !== undefined && fromStep !== undefined ? { toStep, fromStep } : undefined
  const stepMin = steps === undefined ? min : steps.toStep(min)
  const stepMax = steps === undefined ? max : steps.toStep(max)
  const step = steps === undefined ? value : steps.toStep(value)
  return (
    <div className="slider-field" title={shortcut === undefined ? undefined : `${label} (${shortcut})`}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="range"
        min={stepMin}
        max={stepMax}
        value={step}
        aria-valuetext={`${value} ${unit}`}
        ref={(element) =>
          element?.style.setProperty('--filled', String((step - stepMin) / (stepMax - stepMin)))
        }
        onChange={(event) =>
          onValue(steps?.fromStep(event.target.valueAsNumber) ?? event.target.valueAsNumber)
        }
      />
      <NumberInput label={`${label} (${unit})`} value={value} min={min} max={max} onValue={onValue} />
      <span className="unit" aria-hidden>
        {unit}
      </span>
      {children}
    </div>
  )
}

interface NumberInputProps {
  readonly label: string
  readonly value: number
  readonly min: number
  readonly max: number
  readonly onValue: (value: number) => void
}

/** Takes the typed number on Enter or when left; anything that is no number is put back. */
function NumberInput({ label, value, min, max, onValue }: NumberInputProps) {
  const [typed, setTyped] = useState<string>()
  const finish = (): void => {
    const number = Number(typed?.replace(',', '.'))
    if (typed !== undefined && typed.trim() !== '' && Number.isFinite(number)) {
      onValue(Math.min(max, Math.max(min, number)))
    }
    setTyped(undefined)
  }
  return (
    <input
      className="number-input"
      inputMode="decimal"
      aria-label={label}
      value={typed ?? String(value)}
      onFocus={(event) => event.target.select()}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={finish}
      onKeyDown={(event) => {
        if (event.key === 'Escape') setTyped(undefined)
        if (event.key === 'Enter') finish()
      }}
    />
  )
}
