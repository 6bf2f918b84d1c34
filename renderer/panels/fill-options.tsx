import { useStore } from 'zustand'
import { limits } from '../../sync-core/index.ts'
import { ChoiceField } from '../controls/choice-field.tsx'
import { SliderField } from '../controls/slider-field.tsx'
import type { ToolOptionsStore } from '../stores/tool-options-store.ts'
import { strings } from '../strings.ts'
import type { FillRule } from '../worker/authoring-contract.ts'

interface FillOptionsProps {
  readonly of: 'fill' | 'wand'
  readonly options: ToolOptionsStore
}

/** By which colours, how far and over which gaps a fill or the wand goes. */
export function FillOptions({ of, options }: FillOptionsProps) {
  const rule = useStore(options, (state) => state[of])
  const change = (part: Partial<FillRule>): void => options.getState().change(of, part)
  const words = strings.toolOptions
  return (
    <>
      <SliderField
        label={words.tolerance}
        unit=""
        hint={words.toleranceHint}
        value={rule.tolerance}
        min={0}
        max={255}
        onValue={(tolerance) => change({ tolerance: Math.round(tolerance) })}
      />
      <SliderField
        label={words.grow}
        unit={words.px}
        hint={words.growHint}
        value={rule.growPx}
        min={-16}
        max={16}
        onValue={(growPx) => change({ growPx: Math.round(growPx) })}
      />
      <SliderField
        label={words.gap}
        unit={words.px}
        hint={words.gapHint}
        value={rule.gapPx}
        min={0}
        max={limits.fillGapPxMax}
        onValue={(gapPx) => change({ gapPx: Math.round(gapPx) })}
      />
      <ChoiceField
        label={words.reach}
        isLabelHidden
        value={rule.reach}
        options={['connected', 'everywhere']}
        words={words.reaches}
        hint={words.reachHint}
        onValue={(reach) => change({ reach })}
      />
      <ChoiceField
        label={words.sees}
        isLabelHidden
        value={rule.sees}
        options={['all', 'layer']}
        words={words.seen}
        hint={words.seesHint}
        onValue={(sees) => change({ sees })}
      />
    </>
  )
}
