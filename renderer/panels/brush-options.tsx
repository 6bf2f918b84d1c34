import { SliderField } from '../controls/slider-field.tsx'
import type { ToolStore } from '../stores/tool-store.ts'
import { strings } from '../strings.ts'
import { brushSizePxMax, brushSizePxMin, sizeToStep, stepToSize } from '../tools/brush-settings.ts'
import { BrushPresets } from './brush-presets.tsx'
import { PercentField } from './percent-field.tsx'
import { useBrush } from './use-brush.ts'

/** Which brush is in the hand that draws or drew last, and what is changed of it all the time. */
export function BrushOptions({ toolStore }: { toolStore: ToolStore }) {
  const { settings, change } = useBrush(toolStore)
  const words = strings.options
  return (
    <>
      <BrushPresets toolStore={toolStore} />
      <SliderField
        label={words.size}
        unit="px"
        value={settings.sizePx}
        min={brushSizePxMin}
        max={brushSizePxMax}
        toStep={sizeToStep}
        fromStep={stepToSize}
        shortcut="[ ]"
        onValue={(sizePx) => change({ sizePx })}
      />
      <PercentField
        label={words.opacity}
        value={settings.opacity}
        least={1}
        onValue={(opacity) => change({ opacity })}
      />
      <PercentField
        label={words.flow}
        hint={words.flowHint}
        value={settings.flow}
        least={1}
        onValue={(flow) => change({ flow })}
      />
      <PercentField
        label={words.hardness}
        value={settings.hardness}
        shortcut="Shift+[ ]"
        onValue={(hardness) => change({ hardness })}
      />
    </>
  )
}
