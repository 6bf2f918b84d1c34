import { PenTool } from 'lucide-react'
import { useStore } from 'zustand'
import { SliderField } from '../controls/slider-field.tsx'
import type { ToolStore } from '../stores/tool-store.ts'
import { strings } from '../strings.ts'
import {
  brushSizePxMax,
  brushSizePxMin,
  sizeToStep,
  stepToSize,
  type BrushSettings,
} from '../tools/brush-settings.ts'

/** Size, opacity and hardness of the drawing tool that is or was on. */
export function ToolOptions({ toolStore }: { toolStore: ToolStore }) {
  const tool = useStore(toolStore, (state) => state.drawingTool)
  const settings = useStore(toolStore, (state) => state[state.drawingTool])
  const change = (part: Partial<BrushSettings>): void => toolStore.getState().changeBrush(tool, part)
  const words = strings.options
  return (
    <div className="tool-options" role="group" aria-label={`${words.heading}: ${strings.tools[tool]}`}>
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
      >
        <PressureToggle
          label={words.pressureSize}
          pressed={settings.pressureSize}
          onToggle={() => change({ pressureSize: !settings.pressureSize })}
        />
      </SliderField>
      <SliderField
        label={words.opacity}
        unit="%"
        value={settings.opacity}
        min={1}
        max={100}
        onValue={(opacity) => change({ opacity: Math.round(opacity) })}
      >
        <PressureToggle
          label={words.pressureOpacity}
          pressed={settings.pressureOpacity}
          onToggle={() => change({ pressureOpacity: !settings.pressureOpacity })}
        />
      </SliderField>
      <SliderField
        label={words.hardness}
        unit="%"
        value={settings.hardness}
        min={0}
        max={100}
        onValue={(hardness) => change({ hardness: Math.round(hardness) })}
      />
    </div>
  )
}

interface PressureToggleProps {
  readonly label: string
  readonly pressed: boolean
  readonly onToggle: () => void
}

function PressureToggle({ label, pressed, onToggle }: PressureToggleProps) {
  return (
    <button
      type="button"
      className="icon-button icon-button-small"
      title={label}
      aria-label={label}
      aria-pressed={pressed}
      onClick={onToggle}
    >
      <PenTool size={15} strokeWidth={1.75} aria-hidden />
    </button>
  )
}
