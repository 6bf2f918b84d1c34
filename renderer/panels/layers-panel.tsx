import { Copy, Plus, SquaresUnite, Trash2 } from 'lucide-react'
import { useStore } from 'zustand'
import { IconButton } from '../controls/icon-button.tsx'
import { Panel } from '../controls/panel.tsx'
import type { LayerStore } from '../stores/layer-store.ts'
import { strings } from '../strings.ts'
import type { ChangeLayers } from '../tools/change-layers.ts'
import {
  addLayer,
  duplicateLayer,
  mergeDown,
  removeLayer,
  type LayerAnswer,
} from '../tools/layer-commands.ts'
import { randomLayerId } from '../tools/random-numbers.ts'
import { LayerList } from './layer-list.tsx'
import { LayerSettings } from './layer-settings.tsx'

interface LayersPanelProps {
  readonly layerStore: LayerStore
  readonly change: ChangeLayers
}

/** The picture's layers: how the one in hand looks, all of them from the top down, and what can be done to them. */
export function LayersPanel({ layerStore, change }: LayersPanelProps) {
  return (
    <Panel name="layers" heading={strings.layers.heading}>
      <LayerSettings layerStore={layerStore} change={change} />
      <LayerList layerStore={layerStore} change={change} />
      <LayerButtons layerStore={layerStore} change={change} />
    </Panel>
  )
}

function LayerButtons({ layerStore, change }: LayersPanelProps) {
  const layers = useStore(layerStore, (state) => state.layers)
  const active = useStore(layerStore, (state) => state.active)
  const words = strings.layers
  const add = (answer: LayerAnswer): void => {
    if (answer.kind === 'refused') return
    change(answer.operation)
    if ('id' in answer.operation) layerStore.getState().choose(answer.operation.id)
  }
  const run = (answer: LayerAnswer): void => {
    if (answer.kind === 'operation') change(answer.operation)
  }
  const refusalOf = (answer: LayerAnswer): string | undefined =>
    answer.kind === 'refused' ? answer.sentence : undefined
  return (
    <div className="layer-buttons" role="group" aria-label={words.heading}>
      <IconButton
        look="small"
        face={Plus}
        label={words.add}
        refusal={refusalOf(addLayer(layers, active, 0))}
        onClick={() => add(addLayer(layers, active, randomLayerId()))}
      />
      <IconButton
        look="small"
        face={Copy}
        label={words.duplicate}
        refusal={refusalOf(duplicateLayer(layers, active, 0))}
        onClick={() => add(duplicateLayer(layers, active, randomLayerId()))}
      />
      <IconButton
        look="small"
        face={SquaresUnite}
        label={words.mergeDown}
        refusal={refusalOf(mergeDown(layers, active))}
        onClick={() => run(mergeDown(layers, active))}
      />
      <IconButton
        look="small"
        face={Trash2}
        label={words.remove}
        refusal={refusalOf(removeLayer(layers, active))}
        onClick={() => run(removeLayer(layers, active))}
      />
    </div>
  )
}
