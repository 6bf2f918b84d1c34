import { describe, expect, it, vi } from 'vitest'
import type { Layer } from '../../sync-core/index.ts'
import { plainLook } from '../tools/layer-answers.ts'
import { activeLayer, createLayerStore } from './layer-store.ts'

function layer(id: number, change: Partial<Layer> = {}): Layer {
  return { ...plainLook, id, name: `Layer ${id}`, ...change }
}

function storeWith(...ids: number[]) {
  const store = createLayerStore()
  store.getState().setLayers(ids.map((id) => layer(id)))
  const show = (...shown: number[]): number => {
    store.getState().setLayers(shown.map((id) => layer(id)))
    return store.getState().active
  }
  return { store, show }
}

describe('layer store', () => {
  it('[UI60] begins on the top layer, and stays on its layer wherever that goes', () => {
    const { store, show } = storeWith(1, 2, 3)
    expect(store.getState().active).toBe(3)
    expect(show(3, 1, 2)).toBe(3)
    expect(activeLayer(store.getState())?.name).toBe('Layer 3')
  })

  it('[UI60] goes to the layer below when its own disappears, and up when there is none', () => {
    const { store, show } = storeWith(1, 2, 3, 4)
    store.getState().choose(3)
    expect(show(1, 2, 4)).toBe(2)
    expect(show(4, 1)).toBe(1)
    expect(show(4)).toBe(4)
    expect(show(7, 8)).toBe(8)
  })

  it('[UI60] takes a new layer as soon as it is there, unless another is taken meanwhile', () => {
    const { store, show } = storeWith(1, 2)
    store.getState().choose(9)
    expect(store.getState().active).toBe(2)
    expect(show(1, 9, 2)).toBe(9)
    store.getState().choose(10)
    store.getState().choose(1)
    expect(show(1, 9, 2, 10)).toBe(1)
  })

  it('[UI60] tells of layers only when something about them changed', () => {
    const { store } = storeWith(1, 2)
    const told = vi.fn<() => void>()
    store.subscribe(told)
    store.getState().setLayers([layer(1), layer(2)])
    expect(told).not.toHaveBeenCalled()
    store.getState().setLayers([layer(1), layer(2, { opacity: 254 })])
    expect(told).toHaveBeenCalledTimes(1)
  })

  it('[UI92] says which layer is gone and which took its place, when it was the one in use', () => {
    const { store } = storeWith(1, 2, 3)
    const { setLayers } = store.getState()
    expect(setLayers([layer(2), layer(3)])).toBeUndefined()
    expect(setLayers([layer(2)])).toEqual({ lost: layer(3), now: layer(2) })
    expect(setLayers([layer(2), layer(4)])).toBeUndefined()
    expect(
      createLayerStore()
        .getState()
        .setLayers([layer(1)]),
    ).toBeUndefined()
  })

  it('[UI112] several layers are chosen one by one and as a range, and one always stays', () => {
    const store = createLayerStore()
    const { setLayers, choose, toggle, extendTo } = store.getState()
    const hand = (): unknown => [store.getState().active, store.getState().chosen]
    setLayers([1, 2, 3, 4].map((id) => ({ ...plainLook, id, name: `${id}` })))
    choose(2)
    expect(hand()).toEqual([2, [2]])
    toggle(4)
    expect(hand()).toEqual([4, [2, 4]])
    toggle(4)
    expect(hand()).toEqual([2, [2]])
    toggle(2)
    expect(hand()).toEqual([2, [2]])
    extendTo(4)
    expect(hand()).toEqual([2, [2, 3, 4]])
    setLayers([1, 2, 4].map((id) => ({ ...plainLook, id, name: `${id}` })))
    expect(hand()).toEqual([2, [2, 4]])
    setLayers([1, 4].map((id) => ({ ...plainLook, id, name: `${id}` })))
    expect(hand()).toEqual([1, [1]])
  })

  it('[UI236] a range goes on and back with the keys from where it began', () => {
    const { store } = storeWith(1, 2, 3, 4, 5)
    const { choose, extendBy } = store.getState()
    const hand = (): unknown => [store.getState().active, store.getState().chosen]
    choose(3)
    extendBy(1)
    extendBy(1)
    expect(hand()).toEqual([5, [3, 4, 5]])
    extendBy(1)
    expect(hand()).toEqual([5, [3, 4, 5]])
    for (let i = 0; i < 3; i++) extendBy(-1)
    expect(hand()).toEqual([2, [2, 3]])
    choose(4)
    extendBy(1)
    expect(hand()).toEqual([5, [4, 5]])
  })

  it('[UI238] a layer of which nothing changed stays the same object, whatever became of the others', () => {
    const { store } = storeWith(1, 2, 3)
    const [one, two, three] = store.getState().layers
    store.getState().setLayers([layer(3), layer(1), layer(2, { opacity: 9 })])
    const [nowThree, nowOne, nowTwo] = store.getState().layers
    expect(nowOne).toBe(one)
    expect(nowThree).toBe(three)
    expect(nowTwo).not.toBe(two)
  })
})
