// What the window's history panel asks of the client: the list of actions as it changes, and thumbnails of the rows in sight. These are
// made one after another in short slices, with the pen's work first, and none while the pen is down.

import type { Client } from '../../sync-core/index.ts'
import type { WorkerMessage } from './contract.ts'
import { latestReporter } from './latest-reporter.ts'
import { runPaced } from './run-paced.ts'

/** A list that somebody reads need not change more often. */
const newsEveryMs = 200
/** Rows that are in sight at once, and some: more are never asked for. */
const wishesMax = 100

export interface HistoryDeskPorts {
  readonly client: () => Client | undefined
  readonly post: (message: WorkerMessage) => void
  readonly whenPenIsUp: () => Promise<void>
}

export class HistoryDesk {
  /** There is something to tell the window. */
  readonly wake: () => void
  private readonly ports: HistoryDeskPorts
  private readonly never = new AbortController().signal
  private wishes: number[] = []
  private state: 'idle' | 'drawing' = 'idle'

  constructor(ports: HistoryDeskPorts) {
    this.ports = ports
    this.wake = latestReporter(newsEveryMs, () => {
      const news = ports.client()?.takeHistory()
      if (news !== undefined) ports.post({ kind: 'history', news })
    })
  }

  /** These are wanted now, in this order; what was wanted before is not any more. */
  wish(entries: readonly number[]): void {
    this.wishes = entries.slice(0, wishesMax)
    if (this.state === 'idle') void this.drawAll()
  }

  private async drawAll(): Promise<void> {
    this.state = 'drawing'
    try {
      for (let entry = this.wishes.shift(); entry !== undefined; entry = this.wishes.shift()) {
        await this.ports.whenPenIsUp()
        const work = this.ports.client()?.drawThumbnail(entry)
        if (work === undefined) continue
        const thumbnail = await runPaced(work, this.never, () => undefined)
        this.ports.post({ kind: 'thumbnail', entry, thumbnail })
      }
    } finally {
      this.state = 'idle'
    }
  }
}
