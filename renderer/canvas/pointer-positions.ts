import type { PointerPosition } from './pen-samples.ts'

/** All positions that the browser gathered into one event. Pages on plain http may have to do with the last one. */
export function positionsOf(event: PointerEvent): readonly PointerPosition[] {
  const coalesced = 'getCoalescedEvents' in event ? event.getCoalescedEvents() : []
  return coalesced.length > 0 ? coalesced : [event]
}

/** A hovering pointer as if its main button went down, to ask what it would do. */
export function hovering(event: PointerEvent): { pointerType: string; button: number; buttons: number } {
  return { pointerType: event.pointerType, button: 0, buttons: event.buttons }
}

/** What is painted is on the screen within so many ms; to foresee more would only be wrong more often. */
const foreseenMs = 24

/** Where the browser foresees the pointer for that time. Some browsers foresee nothing. */
export function foreseenOf(event: PointerEvent): readonly PointerEvent[] {
  const foreseen = 'getPredictedEvents' in event ? event.getPredictedEvents() : []
  return foreseen.filter(({ timeStamp }) => timeStamp <= event.timeStamp + foreseenMs)
}
