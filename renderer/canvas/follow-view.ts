// Keeps the canvas on what somebody else sees for as long as they are followed. The person's own hand ends it: whatever
// moves or zooms the view otherwise is taken for that hand. Turning and flipping are one's own and end nothing.

import type { ViewRect } from '../../sync-core/index.ts'
import type { PeopleState, PeopleStore, Person } from '../stores/people-store.ts'
import type { ViewState, ViewStore } from '../stores/view-store.ts'
import { glideTo, viewOfPart } from '../view/part-in-view.ts'

/** Frames that come late, as from a window that was hidden, count as one of this length. */
const frameMsMax = 100

/** Whose view leads: undefined when nobody is followed, or when everybody of a circle waits for each other. */
export function leaderOf(people: readonly Person[]): number | undefined {
  const you = people.find(({ isYou }) => isYou)
  if (you?.follows === undefined) return undefined
  let next: number | undefined = you.follows
  for (let steps = 0; steps < people.length && next !== undefined; steps++) {
    const author: number = next
    next = people.find((person) => person.author === author)?.follows
    if (next === you.author) return undefined
  }
  return you.follows
}

/** Follows until the returned function is called. */
export function followViews(peopleStore: PeopleStore, viewStore: ViewStore): () => void {
  const isCalm = window.matchMedia('(prefers-reduced-motion: reduce)')
  let frameRequest: number | undefined
  let lastMs: number | undefined
  let isMoving = false

  const leadersPart = (): ViewRect | undefined => {
    const { people, views } = peopleStore.getState()
    const leader = leaderOf(people)
    return leader === undefined ? undefined : views.get(leader)
  }
  const step = (nowMs: number): void => {
    frameRequest = undefined
    const { view, viewport, frame, show } = viewStore.getState()
    const part = leadersPart()
    if (part === undefined || frame === undefined) return
    const to = viewOfPart(view, part, frame, viewport)
    const ms = Math.min(frameMsMax, nowMs - (lastMs ?? nowMs - 16))
    lastMs = nowMs
    const next = isCalm.matches ? to : glideTo(view, to, ms, viewport)
    isMoving = true
    show(next)
    isMoving = false
    if (next === to) lastMs = undefined
    else wake()
  }
  const wake = (): void => {
    if (leadersPart() !== undefined) frameRequest ??= requestAnimationFrame(step)
  }
  const handlePeople = (now: PeopleState, before: PeopleState): void => {
    if (now.views !== before.views || now.people !== before.people) wake()
  }
  const handleView = (now: ViewState, before: ViewState): void => {
    if (isMoving || peopleStore.getState().own.follows === undefined) return
    if (now.viewport === before.viewport && now.frame === before.frame && isMoved(now, before)) {
      peopleStore.getState().follow(undefined)
    } else wake()
  }
  const endings = [peopleStore.subscribe(handlePeople), viewStore.subscribe(handleView)]
  wake()
  return () => {
    endings.forEach((end) => end())
    if (frameRequest !== undefined) cancelAnimationFrame(frameRequest)
  }
}

function isMoved({ view: now }: ViewState, { view: before }: ViewState): boolean {
  if (now.scale !== before.scale) return true
  const isTurned = now.turn !== before.turn || now.isFlipped !== before.isFlipped
  return !isTurned && (now.x !== before.x || now.y !== before.y)
}
