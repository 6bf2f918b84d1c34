import { useStore } from 'zustand'
import { SliderField } from '../controls/slider-field.tsx'
import type { ToolStore } from '../stores/tool-store.ts'
import { strings } from '../strings.ts'
import {
  brushSizePxMax,
  brushSizePxMin,
  fromPercent,
  sizeToStep,
  stepToSize,
  toPercent,
  type BrushSettings,
} from '../tools/brush-settings.ts'
import { BrushPresets } from './brush-presets.tsx'

/** Which brush is in the hand that draws or drew last, and what is changed of it all the time. */
export function BrushOptions({ toolStore }: { toolStore: ToolStore }) {
  const tool = useStore(toolStore, (state) => state.drawingTool)
  const settings = useStore(toolStore, (state) => state[state.drawingTool])
  const change = (part: Partial<BrushSettings>): void => toolStore.getState().changeBrush(tool, part)
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
      <SliderField
        label={words.opacity}
        unit="%"
        value={toPercent(settings.opacity)}
        min={1}
        max={100}
        onValue={(percent) => change({ opacity: fromPercent(percent, 1) })}
      />
      <SliderField
        label={words.flow}
        unit="%"
        hint={words.flowHint}
        value={toPercent(settings.flow)}
        min={1}
        max={100}
        onValue={(percent) => change({ flow: fromPercent(percent, 1) })}
      />
      <SliderField
        label={words.hardness}
        unit="%"
        value={toPercent(settings.hardness)}
        min={0}
        max={100}
        shortcut="Shift+[ ]"
        onValue={(percent) => change({ hardness: fromPercent(percent) })}
      />
    </>
  )
}
