// From pen points to the worker: begins, continues and ends the one stroke that this window may have open.

import { Stabilizer, type PenPoint, type Sample } from '../../sync-core/index.ts'
import type { WindowMessage } from '../worker/contract.ts'
import type { StrokeStart } from '../worker/stroke-desk.ts'
import { dropRepeats } from './pen-samples.ts'

export class StrokeInput {
  private readonly send: (message: WindowMessage) => void
  private last: PenPoint | undefined
  /** As the worker steadies the line, to foresee it. */
  private line: Stabilizer | undefined

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
    this.line = new Stabilizer({ strength: start.steadiness, zoom: start.zoom })
    for (const point of points) this.line.add(point)
    if (this.last !== undefined) this.send({ kind: 'stroke-begin', ...start, points })
  }

  add(points: readonly PenPoint[]): void {
    if (this.last === undefined) return
    const kept = dropRepeats(points, this.last)
    const last = kept.at(-1)
    if (last === undefined) return
    this.last = last
    for (const point of kept) this.line?.add(point)
    this.send({ kind: 'stroke-points', points: kept })
  }

  /** Where the open stroke's line is, and where it would go with these points of the pen. */
  foresee(points: readonly PenPoint[]): readonly Sample[] {
    return this.last === undefined ? [] : (this.line?.foresee(points) ?? [])
  }

  end(): void {
    if (this.last === undefined) return
    this.last = undefined
    this.send({ kind: 'stroke-end' })
  }
}
