// Who asks for previews of brushes, and the worker that paints them. It is there only while there is something to paint: one stroke
// after the other, and it ends when nothing was asked for a while.

import type { TrialMessage, TrialPixels, TrialReply, TrialStroke } from '../worker/trial-contract.ts'

/** A worker costs 30 ms to begin; scrolling through brushes should not begin one again and again. */
const idleMs = 10_000
/** 128 × 36 px at twice the resolution are 74 kB. */
const keptMax = 160

interface Ask {
  readonly key: string
  readonly stroke: TrialStroke
  readonly tell: (pixels: TrialPixels) => void
}

export class BrushTrials {
  private readonly begin: () => Worker
  private readonly kept = new Map<string, TrialPixels>()
  private readonly waiting = new Set<Ask>()
  private worker: Worker | undefined
  private current: Ask | undefined
  private idle: ReturnType<typeof setTimeout> | undefined
  private nextId = 1

  constructor(begin: () => Worker = beginTrialWorker) {
    this.begin = begin
  }

  /** What was painted of this stroke lately. */
  known(key: string): TrialPixels | undefined {
    return this.kept.get(key)
  }

  /** Tells the pixels of a stroke once; the key stands for all that the stroke is made of. Returns how to give up waiting. */
  ask(key: string, stroke: TrialStroke, tell: (pixels: TrialPixels) => void): () => void {
    const ask: Ask = { key, stroke, tell }
    this.waiting.add(ask)
    this.next()
    return () => this.waiting.delete(ask)
  }

  private next(): void {
    clearTimeout(this.idle)
    if (this.current !== undefined) return
    const [ask] = this.waiting
    if (ask === undefined) {
      this.idle = setTimeout(() => this.stop(), idleMs)
      return
    }
    const known = this.kept.get(ask.key)
    if (known !== undefined) {
      this.settle(ask.key, known)
      return this.next()
    }
    this.current = ask
    this.worker ??= this.start()
    const message: TrialMessage = { kind: 'paint', id: this.nextId++, stroke: ask.stroke }
    this.worker.postMessage(message)
  }

  private start(): Worker {
    const worker = this.begin()
    worker.addEventListener('message', ({ data }: MessageEvent<TrialReply>) => {
      const ask = this.current
      if (data.kind !== 'painted' || ask === undefined) return
      this.current = undefined
      this.keep(ask.key, data)
      this.settle(ask.key, data)
      this.next()
    })
    // A brush that can't be shown has no picture; the others are shown.
    worker.addEventListener('error', () => {
      if (this.current !== undefined) this.waiting.delete(this.current)
      this.current = undefined
      this.stop()
      this.next()
    })
    return worker
  }

  private stop(): void {
    this.worker?.terminate()
    this.worker = undefined
  }

  private settle(key: string, pixels: TrialPixels): void {
    // Who is told may ask for more.
    const told = [...this.waiting].filter((ask) => ask.key === key)
    for (const ask of told) {
      this.waiting.delete(ask)
      ask.tell(pixels)
    }
  }

  private keep(key: string, pixels: TrialPixels): void {
    this.kept.set(key, pixels)
    const [oldest] = this.kept.keys()
    if (this.kept.size > keptMax && oldest !== undefined) this.kept.delete(oldest)
  }
}

/** A worker on which brushes are tried; whoever begins it ends it. */
export function beginTrialWorker(): Worker {
  return new Worker(new URL('../worker/trial-worker.ts', import.meta.url), { type: 'module' })
}

/** The window's own; what was painted is the same in every session. */
export const brushTrials = new BrushTrials()
