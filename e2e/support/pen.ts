// A pen on a tablet, as the window's engine gets it from the operating system: pressure, hovering, raw events. Events go
// out at the recorded pace (or faster) without waiting for each to be handled, as a tablet does not wait either.

import type { CDPSession, Page } from '@playwright/test'
import type { PenPoint, PenStroke } from './recorded-strokes.ts'

type PenEvent = 'mouseMoved' | 'mousePressed' | 'mouseReleased'

/** The longest rest between two strokes: two painters at once leave no time for thinking. */
const restSecondsMax = 0.25

export class Pen {
  private readonly input: CDPSession

  private constructor(input: CDPSession) {
    this.input = input
  }

  static async over(page: Page): Promise<Pen> {
    return new Pen(await page.context().newCDPSession(page))
  }

  /** Draws the strokes in their order, `speed` times as fast as recorded. Resolves when the window handled all of it. */
  async paint(strokes: readonly PenStroke[], speed = 1): Promise<void> {
    let lifted = strokes[0]?.[0]?.seconds ?? 0
    for (const stroke of strokes) {
      const rest = Math.min(restSecondsMax, Math.max(0, (stroke[0]?.seconds ?? 0) - lifted))
      lifted = stroke.at(-1)?.seconds ?? lifted
      await this.paintPart(stroke, speed, rest)
      await this.lift(stroke.at(-1)!)
    }
  }

  /** Puts the pen down and moves along the stroke, and leaves it down. */
  async paintPart(stroke: PenStroke, speed = 1, restSeconds = 0): Promise<void> {
    const [first] = stroke
    if (first === undefined) return
    const begunMs = performance.now() + (restSeconds * 1000) / speed
    await this.send('mouseMoved', first, 0)
    await until(begunMs)
    await this.send('mousePressed', first, first.pressure)
    await this.move(stroke.slice(1), first.seconds, speed)
  }

  /** Moves the pen that is down; `fromSeconds` is the time of where it is now. */
  async move(points: PenStroke, fromSeconds: number, speed = 1): Promise<void> {
    const begunMs = performance.now()
    const handled: Promise<void>[] = []
    for (const point of points) {
      await until(begunMs + ((point.seconds - fromSeconds) * 1000) / speed)
      handled.push(this.send('mouseMoved', point, point.pressure, 1))
    }
    await Promise.all(handled)
  }

  async lift(at: PenPoint): Promise<void> {
    await this.send('mouseReleased', at, 0)
  }

  private async send(type: PenEvent, { x, y }: PenPoint, force: number, buttons = 0): Promise<void> {
    await this.input.send('Input.dispatchMouseEvent', {
      type,
      x,
      y,
      force,
      pointerType: 'pen',
      button: type === 'mouseMoved' && buttons === 0 ? 'none' : 'left',
      buttons: type === 'mousePressed' ? 1 : buttons,
      clickCount: type === 'mouseMoved' ? 0 : 1,
      tiltX: type === 'mouseReleased' ? 0 : 20,
      tiltY: type === 'mouseReleased' ? 0 : -15,
    })
  }
}

/** The tablet's own clock: it gives samples when they are due. */
function until(dueMs: number): Promise<void> {
  const restMs = dueMs - performance.now()
  return restMs <= 1 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, restMs))
}
