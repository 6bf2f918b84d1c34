import { useStore } from 'zustand'
import { angleOrigins, brushModes, limits, tipNames } from '../../sync-core/index.ts'
import { ChoiceField } from '../controls/choice-field.tsx'
import { Panel } from '../workspace/panel.tsx'
import { SliderField } from '../controls/slider-field.tsx'
import { chosenPreset } from '../stores/brush-shelf.ts'
import type { ToolStore } from '../stores/tool-store.ts'
import { strings } from '../strings.ts'
import { fromDegrees, spacingFromPercent, spacingToPercent, toDegrees } from '../tools/brush-settings.ts'
import { BrushPreview } from './brush-preview.tsx'
import { PenDynamics } from './pen-dynamics.tsx'
import { PercentField } from './percent-field.tsx'
import { useBrush } from './use-brush.ts'

/** Everything about the brush in hand that is set once and left alone. */
export function BrushPanel({ toolStore }: { toolStore: ToolStore }) {
  return (
    <Panel name="brush" heading={strings.brushes.heading}>
      <BrushFields toolStore={toolStore} />
    </Panel>
  )
}

function BrushFields({ toolStore }: { toolStore: ToolStore }) {
  const { settings, change } = useBrush(toolStore)
  const tool = useStore(toolStore, (state) => state.drawingTool)
  const usual = useStore(toolStore, (state) => chosenPreset(state.shelf, state.drawingTool).settings)
  const words = strings.brushes
  const { jitter } = settings
  return (
    <>
      <div className="brush-shown">
        <BrushPreview settings={settings} tool={tool} width={216} height={44} />
      </div>
      <div className="field-grid">
        <ChoiceField
          label={words.tip}
          value={settings.tip}
          options={tipNames}
          words={words.tips}
          onValue={(tip) => change({ tip })}
        />
        <ChoiceField
          label={words.mode}
          hint={words.modeHints[settings.mode]}
          value={settings.mode}
          options={brushModes}
          words={words.modes}
          onValue={(mode) => change({ mode })}
        />
        <SliderField
          label={words.spacing}
          unit="%"
          value={spacingToPercent(settings.spacing)}
          min={2}
          max={200}
          onValue={(percent) => change({ spacing: spacingFromPercent(percent) })}
        />
        <PercentField
          label={words.roundness}
          value={settings.roundness}
          least={1}
          onValue={(roundness) => change({ roundness })}
        />
        <SliderField
          label={words.angle}
          unit="°"
          value={toDegrees(settings.angle)}
          min={0}
          max={179}
          onValue={(degrees) => change({ angle: fromDegrees(degrees) })}
        />
        <ChoiceField
          label={words.angleFrom}
          value={settings.angleFrom}
          options={angleOrigins}
          words={words.angleOrigins}
          onValue={(angleFrom) => change({ angleFrom })}
        />
        <PercentField label={words.smudge} value={settings.smudge} onValue={(smudge) => change({ smudge })} />
        <SliderField
          label={words.steadiness}
          hint={words.steadinessHint}
          unit="%"
          value={settings.steadiness}
          min={0}
          max={100}
          onValue={(steadiness) => change({ steadiness: Math.round(steadiness) })}
        />
      </div>
      <PenDynamics settings={settings} usual={usual} onChange={change} />
      <h3>{words.jitter}</h3>
      <div className="field-grid">
        {(['position', 'size', 'flow', 'angle'] as const).map((part) => (
          <PercentField
            key={part}
            label={words.jitterParts[part]}
            spoken={words.part(words.jitter, words.jitterParts[part])}
            value={jitter[part]}
            onValue={(value) => change({ jitter: { ...jitter, [part]: value } })}
          />
        ))}
      </div>
      <h3>{words.taper}</h3>
      <div className="field-grid">
        {(['taperStart', 'taperEnd'] as const).map((part) => (
          <SliderField
            key={part}
            label={words[part]}
            spoken={words.part(words.taper, words[part])}
            unit="px"
            value={settings[part]}
            min={0}
            max={limits.brushTaperPxMax}
            onValue={(px) => change({ [part]: Math.round(px) })}
          />
        ))}
      </div>
    </>
  )
}
