import { SliderField } from '../controls/slider-field.tsx'
import { fromPercent, toPercent } from '../tools/brush-settings.ts'

interface PercentFieldProps {
  readonly label: string
  readonly spoken?: string
  /** As the engine counts, to 255. */
  readonly value: number
  readonly least?: 0 | 1
  readonly onValue: (value: number) => void
  readonly shortcut?: string | undefined
  readonly hint?: string
}

/** A slider over percent, for what the engine counts to 255. */
export function PercentField({ value, least = 0, onValue, ...rest }: PercentFieldProps) {
  return (
    <SliderField
      {...rest}
      unit="%"
      value={toPercent(value)}
      min={least}
      max={100}
      onValue={(percent) => onValue(fromPercent(percent, least))}
    />
  )
}
