import { useStore } from 'zustand'
import { ChoiceField } from '../controls/choice-field.tsx'
import type { ToolOptionsStore } from '../stores/tool-options-store.ts'
import { strings } from '../strings.ts'

const sides = ['1', '3', '5'] as const

/** From how many px, and from which layers, the colour picker takes a colour. */
export function PickOptions({ options }: { options: ToolOptionsStore }) {
  const { sidePx, sees } = useStore(options, (state) => state.pick)
  const words = strings.toolOptions
  return (
    <>
      <ChoiceField
        label={words.sample}
        value={String(sidePx) as (typeof sides)[number]}
        options={sides}
        words={words.samples}
        onValue={(side) => options.getState().change('pick', { sidePx: Number(side) as 1 | 3 | 5 })}
      />
      <ChoiceField
        label={words.sees}
        value={sees}
        options={['all', 'layer']}
        words={words.seen}
        onValue={(seen) => options.getState().change('pick', { sees: seen })}
      />
    </>
  )
}
