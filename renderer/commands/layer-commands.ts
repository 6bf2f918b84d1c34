import type { SessionParts } from '../session/session-parts.ts'
import {
  addLayer,
  duplicateLayers,
  mergeLayers,
  removeLayers,
  type LayerAnswer,
} from '../tools/layer-answers.ts'
import { randomLayerId } from '../tools/random-numbers.ts'
import type { LayerState } from '../stores/layer-store.ts'
import type { Command } from './command.ts'

type Answer = (layers: LayerState) => LayerAnswer

/** A change of the chosen layers that is refused with a sentence where it makes no sense. */
function change(answer: Answer, ...keys: string[]): Command {
  return {
    keys,
    refusal({ layerStore }: SessionParts) {
      const found = answer(layerStore.getState())
      return found.kind === 'refused' ? found.sentence : undefined
    },
    run({ layerStore, changeLayers }) {
      const found = answer(layerStore.getState())
      if (found.kind === 'refused') return
      found.operations.forEach((operation, at) => changeLayers(operation, at === 0 ? 'first' : 'later'))
      if (found.takes !== undefined) layerStore.getState().chooseAll(found.takes)
    },
  }
}

/** Takes the layer above (1) or below (-1) the one in hand. */
function step(by: 1 | -1, key: string): Command {
  return {
    keys: [key],
    run({ layerStore }) {
      const { layers, active, choose } = layerStore.getState()
      const next = layers[layers.findIndex(({ id }) => id === active) + by]
      if (next !== undefined) choose(next.id)
    },
  }
}

export const layerCommands = {
  'layer.add': change(({ layers, active }) => addLayer(layers, active, randomLayerId()), 'Ctrl+Shift+N'),
  'layer.duplicate': change(({ layers, chosen }) => duplicateLayers(layers, chosen, randomLayerId), 'Ctrl+J'),
  'layer.merge-down': change(({ layers, chosen }) => mergeLayers(layers, chosen), 'Ctrl+E'),
  'layer.remove': change(({ layers, chosen }) => removeLayers(layers, chosen)),
  'layer.above': step(1, 'PageUp'),
  'layer.below': step(-1, 'PageDown'),
} as const satisfies Record<string, Command>
