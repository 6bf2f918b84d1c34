import { useId, type ReactNode } from 'react'
import { NumberInput } from './number-input.tsx'

interface SliderFieldProps {
  readonly label: string
  /** What it is called out of its place, where the label needs a heading above it. */
  readonly spoken?: string
  readonly unit: string
  readonly value: number
  readonly min: number
  readonly max: number
  /** The slider's own range, when it does not move evenly with the value. */
  readonly toStep?: (value: number) => number
  readonly fromStep?: (step: number) => number
  readonly onValue: (value: number) => void
  readonly shortcut?: string | undefined
  /** What it does, where the label alone does not say it. */
  readonly hint?: string
  readonly children?: ReactNode
}

/** A slider under its name and a number that can be typed; `children` stand beside the number. */
export function SliderField(props: SliderFieldProps) {
  const {
    label,
    spoken = label,
    unit,
    value,
    min,
    max,
    toStep,
    fromStep,
    onValue,
    shortcut,
    hint,
    children,
  } = props
  const id = useId()
  const steps = toStep !== undefined && fromStep !== undefined ? { toStep, fromStep } : undefined
  const stepMin = steps === undefined ? min : steps.toStep(min)
  const stepMax = steps === undefined ? max : steps.toStep(max)
  const step = steps === undefined ? value : steps.toStep(value)
  return (
    <div className="slider-field" title={shortcut === undefined ? hint : `${label} (${shortcut})`}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="range"
        min={stepMin}
        max={stepMax}
        value={step}
        aria-label={spoken}
        aria-valuetext={`${value} ${unit}`}
        ref={(element) =>
          element?.style.setProperty('--filled', String((step - stepMin) / (stepMax - stepMin)))
        }
        onChange={(event) =>
          onValue(steps?.fromStep(event.target.valueAsNumber) ?? event.target.valueAsNumber)
        }
      />
      <NumberInput label={`${spoken} (${unit})`} value={value} min={min} max={max} onValue={onValue} />
      <span className="unit" aria-hidden>
        {unit}
      </span>
      {children}
    </div>
  )
}
