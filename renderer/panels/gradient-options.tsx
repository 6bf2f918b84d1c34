import { useStore } from 'zustand'
import { ChoiceField } from '../controls/choice-field.tsx'
import type { ToolOptionsStore } from '../stores/tool-options-store.ts'
import { strings } from '../strings.ts'
import { parseHex, toHex } from '../tools/color.ts'

/** The gradient's form, and what the colour at hand becomes. */
export function GradientOptions({ options }: { options: ToolOptionsStore }) {
  const { shape, end, color } = useStore(options, (state) => state.gradient)
  const { change } = options.getState()
  const words = strings.toolOptions
  return (
    <>
      <ChoiceField
        label={words.shape}
        isLabelHidden
        value={shape}
        options={['linear', 'radial']}
        words={words.gradientShapes}
        onValue={(next) => change('gradient', { shape: next })}
      />
      <ChoiceField
        label={words.end}
        value={end}
        options={['transparent', 'color']}
        words={words.ends}
        onValue={(next) => change('gradient', { end: next })}
      />
      {end === 'color' && (
        <input
          type="color"
          className="color-input"
          aria-label={words.endColor}
          title={words.endColor}
          value={toHex(color)}
          onChange={(event) => change('gradient', { color: parseHex(event.target.value) ?? color })}
        />
      )}
    </>
  )
}
