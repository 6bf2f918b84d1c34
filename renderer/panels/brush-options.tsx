import type { CommandId } from '../commands/command-table.ts'
import { showChord } from '../commands/show-chord.ts'
import { SliderField } from '../controls/slider-field.tsx'
import { useKeys } from '../session/use-parts.ts'
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
  const keys = useKeys()
  const keysOf = (...ids: readonly CommandId[]): string | undefined => {
    const chords = ids.flatMap((id) => keys.keysOf(id).slice(0, 1)).map(showChord)
    return chords.length === 0 ? undefined : chords.join(' ')
  }
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
        shortcut={keysOf('brush.smaller', 'brush.larger')}
        onValue={(sizePx) => change({ sizePx })}
      />
      <PercentField
        label={words.opacity}
        value={settings.opacity}
        least={1}
        shortcut={keysOf('brush.lighter', 'brush.denser')}
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
        shortcut={keysOf('brush.softer', 'brush.harder')}
        onValue={(hardness) => change({ hardness })}
      />
    </>
  )
}
