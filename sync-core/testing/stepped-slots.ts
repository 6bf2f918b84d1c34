import type { PictureSlots } from '../pictures/picture-slots.ts'
import { drainPromises } from './simulated-clock.ts'

/** Runs the calls of several hosts on one bucket in any order: each call waits until its host is let go on by one step. */
export class SteppedHosts {
  private readonly waiting = new Map<string, (() => void)[]>()

  /** The slots as `host` has them, whose calls wait for `step(host)`. */
  slotsOf(host: string, slots: PictureSlots): PictureSlots {
    const stepped = <T>(act: () => Promise<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        const queue = this.waiting.get(host) ?? []
        this.waiting.set(host, queue)
        queue.push(() => void act().then(resolve, reject))
      })
    return {
      writer: slots.writer,
      list: () => stepped(() => slots.list()),
      read: (place) => stepped(() => slots.read(place)),
      create: (place, bytes) => stepped(() => slots.create(place, bytes)),
      remove: (places) => stepped(() => slots.remove(places)),
      checkClaim: () => stepped(() => slots.checkClaim()),
    }
  }

  /** Lets the host's next call take effect and be answered; false when it has none. */
  async step(host: string): Promise<boolean> {
    await drainPromises()
    const act = this.waiting.get(host)?.shift()
    act?.()
    await drainPromises()
    return act !== undefined
  }
}
