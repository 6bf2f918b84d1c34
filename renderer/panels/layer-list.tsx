import { useEffect, useRef, type KeyboardEvent, type MouseEvent } from 'react'
import { useStore } from 'zustand'
import type { LayerField, LayerId, LayerOperation } from '../../sync-core/index.ts'
import { useSession } from '../session/use-parts.ts'
import { peopleOnLayer } from '../stores/people-store.ts'
import { strings } from '../strings.ts'
import { moveByOne, moveToGap, setLayers } from '../tools/layer-answers.ts'
import { LayerRow } from './layer-row.tsx'
import { useRowDrag } from './use-row-drag.ts'

/**
 * All layers, the top one first. Shift chooses a range, Ctrl one more; what is chosen is dragged together, or moved with Alt
 * and the arrow keys.
 */
export function LayerList() {
  const { bridge, layerStore, changeLayers } = useSession()
  const layers = useStore(layerStore, (state) => state.layers)
  const active = useStore(layerStore, (state) => state.active)
  const chosen = useStore(layerStore, (state) => state.chosen)
  const people = useStore(bridge.people, (state) => state.people)
  const list = useRef<HTMLDivElement>(null)
  const change = (operations: readonly LayerOperation[]): void =>
    operations.forEach((operation, at) => changeLayers(operation, at === 0 ? 'first' : 'later'))
  /** The chosen ones, when this is one of them. */
  const together = (id: LayerId): readonly LayerId[] => {
    const { chosen } = layerStore.getState()
    return chosen.includes(id) ? chosen : [id]
  }
  const drag = useRowDrag(list, layers.length, (id, gap) =>
    change(moveToGap(layerStore.getState().layers, together(id), gap)),
  )

  // The row in hand keeps the keyboard wherever it goes, and is in view when it was chosen elsewhere.
  const hasKeyboard = useRef(false)
  const row = layers.length - 1 - layers.findIndex((layer) => layer.id === active)
  useEffect(() => {
    const element = list.current?.children[row]
    element?.scrollIntoView({ block: 'nearest' })
    if (hasKeyboard.current) element?.querySelector<HTMLElement>('.layer-name')?.focus()
    hasKeyboard.current = false
  }, [row])

  const choose = (event: MouseEvent, id: LayerId): void => {
    const { choose, toggle, extendTo } = layerStore.getState()
    if (event.shiftKey) extendTo(id)
    else if (event.ctrlKey || event.metaKey) toggle(id)
    else choose(id)
  }
  const handleKey = (event: KeyboardEvent, id: LayerId): void => {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return
    event.preventDefault()
    const by = event.key === 'ArrowUp' ? 1 : -1
    const next = layers[layers.findIndex((layer) => layer.id === id) + by]
    if (next === undefined) return
    hasKeyboard.current = true
    if (event.altKey) return change(moveByOne(layers, together(id), by))
    if (!event.shiftKey) return layerStore.getState().choose(next.id)
    const { chosen } = layerStore.getState()
    layerStore.getState().chooseAll([...chosen.filter((other) => other !== next.id), next.id])
  }

  return (
    <div
      ref={list}
      className="layer-list"
      role="grid"
      aria-multiselectable
      aria-label={strings.layers.list}
      data-testid="layers"
    >
      {[...layers].reverse().map((layer) => (
        <LayerRow
          key={layer.id}
          layer={layer}
          isActive={layer.id === active}
          isChosen={chosen.includes(layer.id)}
          isDragged={drag.dragged !== undefined && together(drag.dragged).includes(layer.id)}
          people={peopleOnLayer(people, layer.id)}
          grip={drag.gripOf(layer.id)}
          onChoose={(event) => choose(event, layer.id)}
          onKey={(event) => handleKey(event, layer.id)}
          onField={(field: LayerField) =>
            change(setLayers(layers, field.kind === 'name' ? [layer.id] : together(layer.id), field))
          }
        />
      ))}
      {drag.gap !== undefined && (
        <div
          className="layer-drop-line"
          aria-hidden
          ref={(element) => element?.style.setProperty('--row', String(drag.gap))}
        />
      )}
    </div>
  )
}
