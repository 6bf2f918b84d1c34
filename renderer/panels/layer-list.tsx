import { useEffect, useMemo, useRef, type KeyboardEvent } from 'react'
import { useStore } from 'zustand'
import type { LayerId, LayerOperation } from '../../sync-core/index.ts'
import type { MenuPlace } from '../controls/menu.tsx'
import type { SessionParts } from '../session/session-parts.ts'
import { useSession } from '../session/use-parts.ts'
import { strings } from '../strings.ts'
import { changeOf } from '../tools/canvas-tools/selection-change.ts'
import { moveByOne, moveToGap, setLayers } from '../tools/layer-answers.ts'
import { LayerRow, type RowHandlers } from './layer-row.tsx'
import { useLayersInSight } from './use-layers-in-sight.ts'
import { usePointerRelease } from './use-pointer-release.ts'
import { useRowDrag } from './use-row-drag.ts'

/**
 * All layers, the top one first. Shift chooses a range, Ctrl one more; what is chosen is dragged together, or moved with Alt
 * and the arrow keys.
 */
export function LayerList({ onMenu }: { readonly onMenu: (at: MenuPlace) => void }) {
  const parts = useSession()
  const { layerStore, send } = parts
  const layers = useStore(layerStore, (state) => state.layers)
  const active = useStore(layerStore, (state) => state.active)
  const chosen = useStore(layerStore, (state) => state.chosen)
  const renaming = useStore(layerStore, (state) => state.renaming)
  const list = useRef<HTMLDivElement>(null)
  const drag = useRowDrag(list, (id, gap) =>
    change(parts, moveToGap(layerStore.getState().layers, together(parts, id), gap)),
  )
  useLayersInSight(list, layers.map(({ id }) => id).join(' '), send)

  // The row in hand keeps the keyboard wherever it goes, takes it from one that goes away, and is in view when it was chosen elsewhere.
  const hasKeyboard = useRef(false)
  const row = layers.length - 1 - layers.findIndex((layer) => layer.id === active)
  useEffect(
    () =>
      layerStore.subscribe((now) => {
        const rowAt = document.activeElement?.closest<HTMLElement>('[data-layer]')
        if (rowAt?.parentElement !== list.current) return
        const isGone = !now.layers.some(({ id }) => String(id) === rowAt.dataset['layer'])
        if (isGone) hasKeyboard.current = true
      }),
    [layerStore],
  )
  useEffect(() => {
    const element = active === undefined ? undefined : list.current?.children[row]
    element?.scrollIntoView({ block: 'nearest' })
    if (hasKeyboard.current) element?.querySelector<HTMLElement>('.layer-name')?.focus()
    hasKeyboard.current = false
  }, [row, active])

  const afterRelease = usePointerRelease()
  const handlers = useMemo<RowHandlers>(
    () => ({
      ...rowActions(parts, (at) => afterRelease(() => onMenu(at))),
      onKey(event, id) {
        const before = layerStore.getState().active
        if (!handleKey(parts, event, id)) return
        event.preventDefault()
        hasKeyboard.current = event.altKey || layerStore.getState().active !== before
      },
    }),
    [parts, layerStore, afterRelease, onMenu],
  )
  const dragged = drag === undefined ? [] : together(parts, drag.id)
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
          isDragged={dragged.includes(layer.id)}
          isRenaming={layer.id === renaming}
          handlers={handlers}
        />
      ))}
      {drag !== undefined && (
        <div
          className="layer-drop-line"
          aria-hidden
          ref={(element) => element?.style.setProperty('--row', String(drag.gap))}
        />
      )}
    </div>
  )
}

function change({ changeLayers }: SessionParts, operations: readonly LayerOperation[]): void {
  operations.forEach((operation, at) => changeLayers(operation, at === 0 ? 'first' : 'later'))
}

/** The chosen ones, when this is one of them. */
function together({ layerStore }: SessionParts, id: LayerId): readonly LayerId[] {
  const { chosen } = layerStore.getState()
  return chosen.includes(id) ? chosen : [id]
}

/** What a row's parts do with the pointer. */
function rowActions(parts: SessionParts, onMenu: (at: MenuPlace) => void): Omit<RowHandlers, 'onKey'> {
  const { layerStore, send } = parts
  return {
    onChoose(event, id) {
      const { choose, toggle, extendTo } = layerStore.getState()
      if (event.shiftKey) extendTo(id)
      else if (event.ctrlKey || event.metaKey) toggle(id)
      else choose(id)
    },
    onThumbnail({ shiftKey, altKey }, id) {
      const area = { kind: 'opaque', layer: id } as const
      send({
        kind: 'author',
        task: { kind: 'select', change: changeOf({ shift: shiftKey, alt: altKey }), area },
      })
    },
    onField(id, field) {
      const { layers } = layerStore.getState()
      change(parts, setLayers(layers, field.kind === 'name' ? [id] : together(parts, id), field))
    },
    onRename(id, isBegun) {
      layerStore.getState().rename(isBegun ? id : undefined)
    },
    onMenu({ clientX, clientY }, id) {
      const { chosen, choose } = layerStore.getState()
      if (!chosen.includes(id)) choose(id)
      onMenu({ left: clientX, top: clientY, bottom: clientY })
    },
  }
}

/** Says whether the key meant something to the list. */
function handleKey(parts: SessionParts, event: KeyboardEvent, id: LayerId): boolean {
  const { layers, choose, chooseAll, extendBy } = parts.layerStore.getState()
  const isCtrl = event.ctrlKey || event.metaKey
  const end = { Home: layers.at(-1), End: layers[0] }[event.key]
  if (end !== undefined) choose(end.id)
  else if (isCtrl && event.key.toLowerCase() === 'a' && !event.shiftKey && !event.altKey) {
    chooseAll([...layers.map((layer) => layer.id).filter((other) => other !== id), id])
  } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
    const by = event.key === 'ArrowUp' ? 1 : -1
    const next = layers[layers.findIndex((layer) => layer.id === id) + by]
    if (event.altKey) change(parts, moveByOne(layers, together(parts, id), by))
    else if (event.shiftKey) extendBy(by)
    else if (next !== undefined) choose(next.id)
  } else return false
  return true
}
