import { ChoiceField } from '../controls/choice-field.tsx'
import { Swatches } from '../controls/swatches.tsx'
import { strings } from '../strings.ts'
import { harmonies, harmonyOf, type Harmony } from '../tools/color-harmony.ts'
import { hsvToColor, type Hsv } from '../tools/color.ts'

interface ColorHarmoniesProps {
  readonly hsv: Hsv
  readonly harmony: Harmony
  readonly onHarmony: (harmony: Harmony) => void
  readonly onHsv: (hsv: Hsv) => void
}

/** Which harmony is shown, and its other colours to choose. */
export function ColorHarmonies({ hsv, harmony, onHarmony, onHsv }: ColorHarmoniesProps) {
  const others = harmonyOf(harmony, hsv)
  return (
    <div className="color-harmonies">
      <ChoiceField
        label={strings.color.harmony}
        value={harmony}
        options={harmonies}
        words={strings.color.harmonies}
        onValue={onHarmony}
      />
      <Swatches
        label={strings.color.harmonyColors}
        colors={others.map(hsvToColor)}
        onColor={(_color, at) => onHsv(others[at] ?? hsv)}
      />
    </div>
  )
}
