import type { LayerField, LayerOperation } from '../../sync-core/index.ts'
import type { SessionParts } from '../session/session-parts.ts'
import {
  addLayer,
  clearingRefusal,
  duplicateLayers,
  mergeLayers,
  moveByOne,
  nothingBelowRefusal,
  removeLayers,
  setLayers,
  type LayerAnswer,
} from '../tools/layer-answers.ts'
import { randomLayerId } from '../tools/random-numbers.ts'
import { strings } from '../strings.ts'
import { activeLayer, type LayerState } from '../stores/layer-store.ts'
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

function does(operations: readonly LayerOperation[]): LayerAnswer {
  return { kind: 'operations', operations }
}

/** Turns a property on or off: all chosen layers become the contrary of what the one in hand is. */
function turn(
  kind: Exclude<LayerField['kind'], 'name' | 'opacity' | 'blend'>,
  refusal?: (layers: LayerState) => string | undefined,
): Command {
  return change((state) => {
    const sentence = refusal?.(state)
    if (sentence !== undefined) return { kind: 'refused', sentence }
    const value = activeLayer(state)?.[kind] !== true
    return does(setLayers(state.layers, state.chosen, { kind, value }))
  })
}

/** Moves the chosen layers up (1) or down (-1) by one place. */
function move(by: 1 | -1, key: string): Command {
  return change(({ layers, chosen }) => {
    const operations = moveByOne(layers, chosen, by)
    const sentence = by > 0 ? strings.layers.isOnTop : strings.layers.isAtBottom
    return operations.length > 0 ? does(operations) : { kind: 'refused', sentence }
  }, key)
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
  'layer.rename': {
    keys: ['F2'],
    run({ layerStore, workspaceStore }) {
      workspaceStore.getState().reveal('layers')
      layerStore.getState().rename(layerStore.getState().active)
    },
  },
  'layer.duplicate': change(({ layers, chosen }) => duplicateLayers(layers, chosen, randomLayerId), 'Ctrl+J'),
  'layer.merge-down': change(({ layers, chosen }) => mergeLayers(layers, chosen), 'Ctrl+E'),
  'layer.select-painted': {
    keys: [],
    run({ layerStore, send }) {
      const area = { kind: 'opaque', layer: layerStore.getState().active } as const
      send({ kind: 'author', task: { kind: 'select', change: 'replace', area } })
    },
  },
  'layer.clear': {
    keys: [],
    refusal: ({ layerStore }) => clearingRefusal(activeLayer(layerStore.getState())),
    run({ layerStore, send }) {
      send({ kind: 'author', task: { kind: 'clear', layer: layerStore.getState().active } })
    },
  },
  'layer.visible': turn('visible'),
  'layer.locked': turn('locked'),
  'layer.alpha-locked': turn('alphaLocked'),
  'layer.clipped': turn('clipped', nothingBelowRefusal),
  'layer.raise': move(1, 'Ctrl+]'),
  'layer.lower': move(-1, 'Ctrl+['),
  'layer.remove': change(({ layers, chosen }) => removeLayers(layers, chosen)),
  'layer.above': step(1, 'PageUp'),
  'layer.below': step(-1, 'PageDown'),
} as const satisfies Record<string, Command>
