import { strings } from '../strings.ts'
import { toHex } from '../tools/color.ts'

interface SwatchesProps {
  readonly label: string
  readonly colors: readonly number[]
  readonly onColor: (color: number, at: number) => void
}

/** Colours to take into the hand. */
export function Swatches({ label, colors, onColor }: SwatchesProps) {
  return (
    <div className="recent-colors" role="group" aria-label={label}>
      {colors.map((each, at) => (
        <button
          key={at}
          type="button"
          className="swatch"
          title={toHex(each)}
          aria-label={strings.color.recentOption(toHex(each))}
          ref={(element) => element?.style.setProperty('--dot', toHex(each))}
          onClick={() => onColor(each, at)}
        />
      ))}
    </div>
  )
}
