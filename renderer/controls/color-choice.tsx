import { Check } from 'lucide-react'
import { isLight, toHex } from '../tools/color.ts'

interface ColorChoiceProps {
  readonly label: string
  readonly colors: readonly number[]
  readonly chosen: number
  readonly optionLabel: (index: number) => string
  readonly onChoose: (color: number) => void
}

/** A row of colours of which one is chosen. */
export function ColorChoice({ label, colors, chosen, optionLabel, onChoose }: ColorChoiceProps) {
  return (
    <div className="color-choice" role="radiogroup" aria-label={label}>
      {colors.map((color, index) => (
        <label key={color} className="color-option" title={optionLabel(index + 1)}>
          <input
            type="radio"
            name={label}
            checked={color === chosen}
            aria-label={optionLabel(index + 1)}
            onChange={() => onChoose(color)}
          />
          <span className="color-dot" ref={(element) => element?.style.setProperty('--dot', toHex(color))}>
            {color === chosen && (
              <Check size={14} strokeWidth={3} color={isLight(color) ? '#1b1b1b' : '#ffffff'} aria-hidden />
            )}
          </span>
        </label>
      ))}
    </div>
  )
}
