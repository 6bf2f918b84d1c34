import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RosterPerson } from '../../sync-core/index.ts'
import { createPeopleStore } from '../stores/people-store.ts'
import { createViewStore } from '../stores/view-store.ts'
import { freeOf, visiblePart } from '../view/view-transform.ts'
import { followViews, leaderOf } from './follow-view.ts'

const frame = { x: 7168, y: 7424, width: 2048, height: 1536 }
const part = { x: 7400, y: 7600, width: 400, height: 400 }
let frames: ((ms: number) => void)[] = []

beforeEach(() => {
  frames = []
  vi.stubGlobal('window', { matchMedia: () => ({ matches: true }) })
  vi.stubGlobal('requestAnimationFrame', (call: (ms: number) => void) => frames.push(call))
  vi.stubGlobal('cancelAnimationFrame', () => (frames = []))
})
afterEach(() => vi.unstubAllGlobals())

function person(author: number): RosterPerson {
  return { author, name: `Person ${author}`, color: author, role: 'painter', present: true }
}

/** This window is that of person 2. */
function start() {
  const people = createPeopleStore(() => undefined)
  people.getState().setRoster([person(1), person(2), person(3)], 2)
  const view = createViewStore()
  view.getState().setViewport({ width: 800, height: 800, ratio: 1 })
  view.getState().setFrame(frame)
  const stop = followViews(people, view)
  const stance = (author: number, follows?: number) => ({
    author,
    layer: undefined,
    view: part,
    follows,
    hand: false,
  })
  people.getState().setStances([stance(1)])
  const draw = (): void => frames.splice(0).forEach((call) => call(16))
  const seen = () => visiblePart(view.getState().view, frame, freeOf(view.getState().viewport))
  return { people: people.getState, view: view.getState, stop, stance, draw, seen }
}

describe('following', () => {
  it('[UI221] shows what the followed one sees, and nothing of it before and after', () => {
    const { people, draw, seen, stance, stop } = start()
    draw()
    expect(seen()).toEqual(frame)
    people().follow(1)
    draw()
    expect(seen()).toEqual(part)
    people().setStances([{ ...stance(1), view: { ...part, x: 8000 } }])
    draw()
    expect(seen()).toEqual({ ...part, x: 8000 })
    stop()
    people().setStances([stance(1)])
    draw()
    expect(seen()).toEqual({ ...part, x: 8000 })
  })

  it('[UI222] ends when the own hand pans or zooms', () => {
    const { people, view, draw } = start()
    for (const move of [() => view().pan(30, 0), () => view().zoom(1.5), () => view().fit()]) {
      people().follow(1)
      draw()
      expect(people().own.follows).toBe(1)
      move()
      expect(people().own.follows).toBeUndefined()
    }
  })

  it('[UI222] goes on when the view is turned or flipped, and when the window changes its size', () => {
    const { people, view, draw, seen } = start()
    people().follow(1)
    draw()
    view().rotate(0.25)
    view().flip()
    view().setViewport({ width: 400, height: 400, ratio: 1 })
    expect(people().own.follows).toBe(1)
    draw()
    expect(seen()).toEqual(part)
  })

  it('[UI223] nobody leads a circle of people who follow each other', () => {
    const { people, stance } = start()
    people().follow(1)
    expect(leaderOf(people().people)).toBe(1)
    people().setStances([stance(1, 3), stance(3)])
    expect(leaderOf(people().people)).toBe(1)
    people().setStances([stance(1, 3), stance(3, 2)])
    expect(leaderOf(people().people)).toBeUndefined()
    people().setStances([stance(1, 3), stance(3, 1)])
    expect(leaderOf(people().people)).toBe(1)
  })
})
