import { StorageError } from '../base/errors.ts'
import type { Clock } from '../base/clock.ts'
import type { PictureSlots, SlotPlace } from '../pictures/picture-slots.ts'

/**
 * What becomes of a call: it fails before or after it took effect, or it is given up after a while; `hang` takes no effect then,
 * `late` takes it after it was given up.
 */
export const slotFaults = ['before', 'after', 'hang', 'late'] as const
export type SlotFault = (typeof slotFaults)[number]

/** When a call is given up, and when one that is late takes effect after all. */
const deadlineMs = 400
const lateMs = 700

/** Slots whose calls take `latencyMs`, and misbehave on order. Everything is written down in `calls`. */
export class FaultySlots implements PictureSlots {
  readonly calls: string[] = []
  fault: (call: string) => SlotFault | undefined = () => undefined
  latencyMs = 1
  private readonly slots: PictureSlots
  private readonly clock: Clock

  constructor(slots: PictureSlots, clock: Clock) {
    this.slots = slots
    this.clock = clock
  }

  get writer(): Uint8Array {
    return this.slots.writer
  }

  list: PictureSlots['list'] = () => this.call('list', () => this.slots.list())
  read: PictureSlots['read'] = (place) => this.call(`read ${at(place)}`, () => this.slots.read(place))
  checkClaim: PictureSlots['checkClaim'] = () => this.call('check', () => this.slots.checkClaim())
  remove: PictureSlots['remove'] = (places) =>
    this.call(`remove ${places.map(at).join(' ')}`, () => this.slots.remove(places))
  create: PictureSlots['create'] = (place, bytes) =>
    this.call(`create ${at(place)}`, () => this.slots.create(place, bytes))

  private async call<T>(name: string, act: () => Promise<T>): Promise<T> {
    this.calls.push(name)
    const fault = this.fault(name)
    const error = new StorageError('unavailable', `The bucket does not answer (${name}).`, true)
    await this.wait(this.latencyMs)
    if (fault === undefined) return act()
    if (fault === 'after') await act()
    if (fault === 'late') this.clock.after(lateMs, () => void act().catch(() => undefined))
    if (fault === 'hang' || fault === 'late') await this.wait(deadlineMs)
    throw error
  }

  private wait(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.clock.after(delayMs, resolve)
    })
  }
}

function at({ epoch, number }: SlotPlace): string {
  return `${epoch}-${number}`
}
