import { describe, expect, it, vi } from 'vitest'
import { panelBelow } from '../workspace/panel-drop.ts'
import { penCurves } from '../tools/pen-curve.ts'
import { chosenLanguage, readPreferences } from './preferences-store.ts'
import {
  createWorkspaceStore,
  firstPanels,
  readPanels,
  type PanelName,
  type Side,
} from './workspace-store.ts'

vi.hoisted(() => vi.stubGlobal('window', {}))

function shownOn(store: ReturnType<typeof createWorkspaceStore>, side: Side): PanelName[] {
  return store
    .getState()
    .panels.filter((panel) => panel.side === side && panel.isShown)
    .map(({ name }) => name)
}

describe('panels', () => {
  it('[UI173] move above another one, below all, and to the other side', () => {
    const store = createWorkspaceStore()
    const { move } = store.getState()
    move('layers', 'right', 'color')
    expect(shownOn(store, 'right').slice(0, 3)).toEqual(['navigator', 'layers', 'color'])
    move('color', 'right', undefined)
    expect(shownOn(store, 'right').at(-1)).toBe('color')
    move('brush', 'left', undefined)
    move('chat', 'left', 'brush')
    expect(shownOn(store, 'left')).toEqual(['chat', 'brush'])
    move('chat', 'left', 'chat')
    expect(shownOn(store, 'left')).toEqual(['chat', 'brush'])
    expect(new Set(store.getState().panels.map(({ name }) => name)).size).toBe(firstPanels.length)
    store.getState().reset()
    expect(store.getState().panels).toEqual(firstPanels)
  })

  it('[UI173] are opened and shown where they are when something in them is asked for', () => {
    const store = createWorkspaceStore()
    store.getState().setShown('history', false)
    store.getState().toggleAll()
    store.getState().reveal('history')
    expect(store.getState().panels.find(({ name }) => name === 'history')).toEqual({
      name: 'history',
      side: 'right',
      isOpen: true,
      isShown: true,
    })
    expect(store.getState().isBare).toBe(false)
  })

  it('[UI282] are asked into view when they are opened or something in them is wanted, each time anew', () => {
    const store = createWorkspaceStore()
    const { setOpen, reveal } = store.getState()
    expect(store.getState().asked).toBeUndefined()
    setOpen('chat', true)
    const first = store.getState().asked
    expect(first).toEqual({ name: 'chat' })
    setOpen('color', false)
    expect(store.getState().asked).toBe(first)
    reveal('chat')
    expect(store.getState().asked).toEqual({ name: 'chat' })
    expect(store.getState().asked).not.toBe(first)
  })

  it('[UI173] that are new stand where they are at first, after those that were remembered', () => {
    const kept = { name: 'layers', side: 'left', isOpen: false, isShown: true }
    expect(readPanels([kept, kept, { ...kept, name: 'gone' }, 7])).toEqual([
      kept,
      ...firstPanels.filter(({ name }) => name !== 'layers'),
    ])
  })

  it('[UI173] are dropped above the first one whose middle is below the pointer', () => {
    const boxes = [
      { name: 'color', top: 0, height: 100 },
      { name: 'layers', top: 100, height: 100 },
    ] as const
    expect(panelBelow(boxes, 40, 'chat')).toBe('color')
    expect(panelBelow(boxes, 60, 'chat')).toBe('layers')
    expect(panelBelow(boxes, 160, 'chat')).toBeUndefined()
    expect(panelBelow(boxes, 40, 'color')).toBe('layers')
  })
})

describe('preferences', () => {
  it('[UI174][UI330] are dark and in the system’s language until something is chosen', () => {
    expect(readPreferences(undefined)).toEqual({
      theme: 'dark',
      language: 'system',
      keys: {},
      penCurve: penCurves.straight,
    })
    expect(readPreferences({ theme: 'pink', language: 'xx', keys: 7 })).toEqual(readPreferences(undefined))
    expect(readPreferences({ theme: 'light', language: 'en' })).toEqual({
      theme: 'light',
      language: 'en',
      keys: {},
      penCurve: penCurves.straight,
    })
    expect(chosenLanguage('system', ['fr-FR', 'en-GB'])).toBe('en')
    expect(chosenLanguage('system', ['xx'])).toBe('en')
    expect(chosenLanguage('en', ['de'])).toBe('en')
  })
})
