// From pen points to the worker: begins, continues and ends the one stroke that this window may have open.

import type { PenPoint } from '../../sync-core/index.ts'
import type { WindowMessage } from '../worker/contract.ts'
import type { StrokeStart } from '../worker/stroke-desk.ts'
import { dropRepeats } from './pen-samples.ts'

export class StrokeInput {
  private readonly send: (message: WindowMessage) => void
  private last: PenPoint | undefined

  constructor(send: (message: WindowMessage) => void) {
    this.send = send
  }

  get isOpen(): boolean {
    return this.last !== undefined
  }

  begin(start: StrokeStart): void {
    this.end()
    const points = dropRepeats(start.points)
    this.last = points.at(-1)
    if (this.last !== undefined) this.send({ kind: 'stroke-begin', ...start, points })
  }

  add(points: readonly PenPoint[]): void {
    if (this.last === undefined) return
    const kept = dropRepeats(points, this.last)
    const last = kept.at(-1)
    if (last === undefined) return
    this.last = last
    this.send({ kind: 'stroke-points', points: kept })
  }

  end(): void {
    if (this.last === undefined) return
    this.last = undefined
    this.send({ kind: 'stroke-end' })
  }
}
