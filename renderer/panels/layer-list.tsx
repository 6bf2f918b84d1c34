import { useEffect, useRef, type KeyboardEvent } from 'react'
import { useStore } from 'zustand'
import type { LayerId } from '../../sync-core/index.ts'
import type { LayerStore } from '../stores/layer-store.ts'
import { strings } from '../strings.ts'
import type { ChangeLayers } from '../tools/change-layers.ts'
import { moveByOne, moveToGap } from '../tools/layer-commands.ts'
import { LayerRow } from './layer-row.tsx'
import { useRowDrag } from './use-row-drag.ts'

interface LayerListProps {
  readonly layerStore: LayerStore
  readonly change: ChangeLayers
}

/** All layers, the top one first. Rows are dragged, or moved with Alt and the arrow keys. */
export function LayerList({ layerStore, change }: LayerListProps) {
  const layers = useStore(layerStore, (state) => state.layers)
  const active = useStore(layerStore, (state) => state.active)
  const list = useRef<HTMLUListElement>(null)
  const drag = useRowDrag(list, layers.length, (id, gap) => {
    const operation = moveToGap(layerStore.getState().layers, id, gap)
    if (operation !== undefined) change(operation)
  })

  // The row in hand keeps the keyboard wherever it goes, and is in view when it was chosen elsewhere.
  const hasKeyboard = useRef(false)
  const row = layers.length - 1 - layers.findIndex((layer) => layer.id === active)
  useEffect(() => {
    const element = list.current?.children[row]
    element?.scrollIntoView({ block: 'nearest' })
    if (hasKeyboard.current) element?.querySelector<HTMLElement>('.layer-name')?.focus()
    hasKeyboard.current = false
  }, [row])

  const handleKey = (event: KeyboardEvent, id: LayerId): void => {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return
    event.preventDefault()
    const by = event.key === 'ArrowUp' ? 1 : -1
    const next = layers[layers.findIndex((layer) => layer.id === id) + by]
    if (next === undefined) return
    hasKeyboard.current = true
    if (!event.altKey) return layerStore.getState().choose(next.id)
    layerStore.getState().choose(id)
    const operation = moveByOne(layers, id, by)
    if (operation !== undefined) change(operation)
  }

  return (
    <ul ref={list} className="layer-list" aria-label={strings.layers.list} data-testid="layers">
      {[...layers].reverse().map((layer) => (
        <LayerRow
          key={layer.id}
          layer={layer}
          isActive={layer.id === active}
          isDragged={drag.dragged === layer.id}
          grip={drag.gripOf(layer.id)}
          onChoose={() => layerStore.getState().choose(layer.id)}
          onKey={(event) => handleKey(event, layer.id)}
          onField={(field) => change({ kind: 'layer-set', id: layer.id, field })}
        />
      ))}
      {drag.gap !== undefined && (
        <li
          className="layer-drop-line"
          aria-hidden
          ref={(element) => element?.style.setProperty('--row', String(drag.gap))}
        />
      )}
    </ul>
  )
}
