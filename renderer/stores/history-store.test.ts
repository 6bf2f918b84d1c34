import { describe, expect, it } from 'vitest'
import type { HistoryAction } from '../../sync-core/index.ts'
import { rowsOf } from './history-rows.ts'
import { createHistoryStore, findAction, thumbnailsKept } from './history-store.ts'

const stroke = { kind: 'stroke', blend: 'normal', color: 0, size: 160, smudge: 0 } as const
const action = (entry: number, change: Partial<HistoryAction> = {}): HistoryAction => ({
  entry,
  author: 1,
  action: entry * 10,
  seq: entry,
  stage: 'undoable',
  what: stroke,
  ...change,
})
const opacity = (entry: number, change: Partial<HistoryAction> = {}): HistoryAction =>
  action(entry, { what: { kind: 'layers', change: 'layer-set', field: 'opacity', name: 'Sky' }, ...change })

describe('the list of actions', () => {
  it('[HV30] follows what the worker tells, the newest first', () => {
    const store = createHistoryStore()
    const entries = () => store.getState().actions.map(({ entry, stage }) => `${entry} ${stage}`)
    store.getState().handleNews({ kind: 'changes', oldest: 1, actions: [action(1), action(2), action(3)] })
    expect(entries()).toEqual(['3 undoable', '2 undoable', '1 undoable'])
    store.getState().handleNews({
      kind: 'changes',
      oldest: 2,
      actions: [action(2, { stage: 'undone' }), action(4, { stage: 'open' })],
    })
    expect(entries()).toEqual(['4 open', '3 undoable', '2 undone'])
    store.getState().handleNews({ kind: 'all', oldest: 3, actions: [action(3)] })
    expect(entries()).toEqual(['3 undoable'])
    expect(findAction(store.getState().actions, 1, 30)).toEqual(action(3))
    expect(findAction(store.getState().actions, 2, 30)).toBeUndefined()
  })

  it('[HV30] keeps so many thumbnails, the newest made', () => {
    const store = createHistoryStore()
    for (let entry = 1; entry <= thumbnailsKept; entry++) store.getState().handleThumbnail(entry, undefined)
    store.getState().handleThumbnail(1, { width: 1, height: 1, pixels: new Uint8ClampedArray(4) })
    store.getState().handleThumbnail(thumbnailsKept + 1, undefined)
    const { thumbnails } = store.getState()
    expect(thumbnails.size).toBe(thumbnailsKept)
    expect([thumbnails.has(1), thumbnails.has(2), thumbnails.has(3)]).toEqual([true, false, true])
  })
})

it('[HV31] the steps of one slider are one row', () => {
  const other = opacity(3, { what: { kind: 'layers', change: 'layer-set', field: 'opacity', name: 'Sea' } })
  const rows = (...actions: HistoryAction[]) =>
    rowsOf(actions).map((row) => [row.action.entry, row.first.entry])
  expect(rows(opacity(6), opacity(5), opacity(4), other, action(2), action(1))).toEqual([
    [6, 4],
    [3, 3],
    [2, 2],
    [1, 1],
  ])
  expect(rows(opacity(3, { stage: 'undone' }), opacity(2), opacity(1, { author: 2 }))).toEqual([
    [3, 3],
    [2, 2],
    [1, 1],
  ])
})
