import { describe, expect, it, vi } from 'vitest'
import type { PersonStance, RosterPerson } from '../../sync-core/index.ts'
import { createPeopleStore, followersOf, peopleOnLayer } from './people-store.ts'

const nothing = { layer: undefined, view: undefined, follows: undefined, hand: false } as const

function person(author: number, change: Partial<RosterPerson> = {}): RosterPerson {
  return { author, name: `Person ${author}`, color: author, role: 'painter', present: true, ...change }
}

function stance(author: number, change: Partial<PersonStance> = {}): PersonStance {
  return { author, ...nothing, ...change }
}

/** Ann (1) hosts, this window is Ben's (2), Cid (3) has left. */
function storeOfBen() {
  const tell = vi.fn()
  const store = createPeopleStore(tell)
  const roster = [person(3, { present: false }), person(2), person(1, { role: 'host' })]
  store.getState().setRoster(roster, 2)
  return { store, tell, roster }
}

describe('people store', () => {
  it('[TG20] lists who is here, then who was, with role and what they are at', () => {
    const { store } = storeOfBen()
    store.getState().setStances([stance(1, { layer: 7, hand: true, follows: 2 })])
    store.getState().takeLayer(9)
    const { layer, follows, hand } = nothing
    expect(store.getState().people).toEqual([
      { ...person(1, { role: 'host' }), isYou: false, layer: 7, follows: 2, hand: true },
      { ...person(2), isYou: true, layer: 9, follows, hand },
      { ...person(3, { present: false }), isYou: false, layer, follows, hand },
    ])
    const { people } = store.getState()
    expect(peopleOnLayer(people, 7).map(({ author }) => author)).toEqual([1])
    expect(peopleOnLayer(people, 9)).toEqual([])
    expect(followersOf(people).map(({ author }) => author)).toEqual([1])
  })

  it('[TG20] keeps list and people the same while they are, also when a view moves', () => {
    const { store, roster } = storeOfBen()
    const view = { x: 1, y: 2, width: 3, height: 4 }
    store.getState().setStances([stance(1, { view })])
    const { people, views } = store.getState()
    expect(views).toEqual(new Map([[1, view]]))
    store.getState().setRoster(structuredClone(roster), 2)
    store.getState().setStances([stance(1, { view: { ...view } })])
    expect(store.getState().people).toBe(people)
    expect(store.getState().views).toBe(views)
    store.getState().setStances([stance(1, { view: { ...view, x: 9 } })])
    expect(store.getState().people).toBe(people)
    expect(store.getState().views.get(1)).toEqual({ ...view, x: 9 })
    store.getState().raiseHand(true)
    expect(store.getState().people[0]).toBe(people[0])
    expect(store.getState().people[1]).toMatchObject({ isYou: true, hand: true })
  })

  it('[TG20] tells the others what changes of one’s own, and nothing twice', () => {
    const { store, tell } = storeOfBen()
    store.getState().raiseHand(true)
    store.getState().raiseHand(true)
    store.getState().takeLayer(4)
    store.getState().raiseHand(false)
    expect(tell.mock.calls).toEqual([[{ hand: true }], [{ layer: 4 }], [{ hand: false }]])
  })

  it('[TG21] follows only somebody else who is here, until they leave', () => {
    const { store, tell } = storeOfBen()
    for (const author of [2, 3, 99]) store.getState().follow(author)
    expect(store.getState().own.follows).toBe(undefined)
    store.getState().follow(1)
    expect(store.getState().own.follows).toBe(1)
    store.getState().setRoster([person(2), person(1, { present: false })], 2)
    expect(store.getState().own.follows).toBe(undefined)
    expect(tell.mock.calls).toEqual([[{ follows: 1 }], [{ follows: undefined }]])
  })
})
