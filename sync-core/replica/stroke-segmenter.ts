// Cuts the pen's samples into operations: the first ones go at once, then at most every limits.segmentMs, so that others see
// a stroke grow without a message per sample. A stroke past limits.samplesPerStrokeMax is ended and begun again where it was.
//
//   idle ──begin──▶ drawing: begun? no ──first samples──▶ yes ──end──▶ idle
//                                    ◀──reopen (the host ended it)──╯

import type { Clock, Timer } from '../base/clock.ts'
import type { Limits } from '../base/limits.ts'
import type { Brush } from '../raster/brush.ts'
import type { MarkPlace, Operation } from '../raster/operation.ts'
import { toOffsets } from '../raster/sample-offsets.ts'
import type { Sample } from '../raster/sample.ts'

interface Drawing {
  readonly kind: 'drawing'
  readonly place: MarkPlace
  readonly brush: Brush
  /** `begun`: a stroke-begin was given out, and points may follow. */
  stage: 'unbegun' | 'begun'
  waiting: Sample[]
  last: Sample | undefined
  count: number
  flushedMs: number
  timer: Timer | undefined
}

export class StrokeSegmenter {
  private readonly clock: Clock
  private readonly limits: Limits
  private readonly emit: (operations: readonly Operation[]) => void
  private state: { readonly kind: 'idle' } | Drawing = { kind: 'idle' }

  /** `emit` is given the operations of one segment together, also by a timer of the clock. */
  constructor(clock: Clock, limits: Limits, emit: (operations: readonly Operation[]) => void) {
    this.clock = clock
    this.limits = limits
    this.emit = emit
  }

  get stage(): 'idle' | 'unbegun' | 'begun' {
    return this.state.kind === 'idle' ? 'idle' : this.state.stage
  }

  /** Samples that no operation has yet. */
  get waiting(): readonly Sample[] {
    return this.state.kind === 'idle' ? [] : this.state.waiting
  }

  begin(place: MarkPlace, brush: Brush, samples: readonly Sample[]): void {
    this.end()
    this.state = {
      kind: 'drawing',
      place,
      brush,
      stage: 'unbegun',
      waiting: [],
      last: undefined,
      count: 0,
      flushedMs: -Infinity,
      timer: undefined,
    }
    this.add(samples)
  }

  add(samples: readonly Sample[]): void {
    const drawing = this.state
    if (drawing.kind === 'idle' || samples.length === 0) return
    for (const sample of samples) drawing.waiting.push(sample)
    const { segmentMs } = this.limits
    const waitMs = drawing.flushedMs + segmentMs - this.clock.nowMs()
    if (waitMs <= 0 || waitMs > segmentMs) this.emitAll(this.flush(drawing))
    else drawing.timer ??= this.clock.after(waitMs, () => this.emitAll(this.flush(drawing)))
  }

  end(): void {
    const drawing = this.state
    if (drawing.kind === 'idle') return
    const operations = this.flush(drawing)
    if (drawing.stage === 'begun') operations.push({ kind: 'end' })
    this.state = { kind: 'idle' }
    this.emitAll(operations)
  }

  /** The host ended the stroke: what comes next begins one where the last sample was. */
  reopen(): void {
    if (this.state.kind === 'idle') return
    this.state.stage = 'unbegun'
    this.state.flushedMs = -Infinity
  }

  private flush(drawing: Drawing): Operation[] {
    if (drawing.timer !== undefined) this.clock.cancel(drawing.timer)
    drawing.timer = undefined
    const operations: Operation[] = []
    while (drawing.waiting.length > 0) {
      // One less than the limit: a begin may have to repeat the sample before it.
      const part = drawing.waiting.splice(0, this.limits.samplesPerUpdateMax - 1)
      if (drawing.stage === 'begun' && drawing.count + part.length > this.limits.samplesPerStrokeMax) {
        operations.push({ kind: 'end' })
        drawing.stage = 'unbegun'
      }
      if (drawing.stage === 'begun') {
        operations.push({ kind: 'stroke-points', samples: toOffsets(drawing.last!, part) })
        drawing.count += part.length
      } else {
        const samples = drawing.last === undefined ? part : [drawing.last, ...part]
        const { layer, alphaLock, selected } = drawing.place
        operations.push({ kind: 'stroke-begin', layer, alphaLock, selected, brush: drawing.brush, samples })
        drawing.stage = 'begun'
        drawing.count = samples.length
      }
      drawing.last = part.at(-1)
      drawing.flushedMs = this.clock.nowMs()
    }
    return operations
  }

  private emitAll(operations: readonly Operation[]): void {
    if (operations.length > 0) this.emit(operations)
  }
}
