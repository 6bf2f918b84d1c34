// From pen samples to the worker: begins, continues and ends the one stroke that this window may have open.

import type { Brush, LayerId, Sample } from '../../sync-core/index.ts'
import type { WindowMessage } from '../worker/contract.ts'
import { dropRepeats } from './pen-samples.ts'

export class StrokeInput {
  private readonly send: (message: WindowMessage) => void
  private last: Sample | undefined

  constructor(send: (message: WindowMessage) => void) {
    this.send = send
  }

  get isOpen(): boolean {
    return this.last !== undefined
  }

  begin(layer: LayerId, brush: Brush, samples: readonly Sample[]): void {
    this.end()
    const kept = dropRepeats(samples)
    this.last = kept.at(-1)
    if (this.last !== undefined) this.send({ kind: 'stroke-begin', layer, brush, samples: kept })
  }

  add(samples: readonly Sample[]): void {
    if (this.last === undefined) return
    const kept = dropRepeats(samples, this.last)
    const last = kept.at(-1)
    if (last === undefined) return
    this.last = last
    this.send({ kind: 'stroke-points', samples: kept })
  }

  end(): void {
    if (this.last === undefined) return
    this.last = undefined
    this.send({ kind: 'stroke-end' })
  }
}
