// Thumbnails of the layers whose rows are in sight. They are made of the tiles that changed, in turns of a few milliseconds, while
// nothing that somebody waits for is to do: the pen is up, and what is in view is finished.

import type { Client, LayerId } from '../../sync-core/index.ts'
import { isSameFrame } from '../view/is-same-frame.ts'
import type { WorkerMessage } from './contract.ts'
import { LayerSketch } from './layer-sketch.ts'

/** A list beside the canvas need not change more often. */
const everyMs = 400

/** One turn of reading tiles; a pen sample waits for no longer. */
const turnMs = 3

/** Between turns, while there is more to read. */
const restMs = 20

/** More rows than a window shows: more are never asked for. */
const wishesMax = 100

/** Side of a thumbnail in device px: 32 on a display of four px for each. */
const sidePxMax = 128

export interface LayerDeskPorts {
  readonly client: () => Client | undefined
  readonly post: (message: WorkerMessage, transfer?: Transferable[]) => void
  readonly whenPenIsUp: () => Promise<void>
  /** Something in view is not as it will be. */
  readonly isViewBusy: () => boolean
}

interface Wish {
  readonly layer: LayerId
  sketch: LayerSketch | undefined
  /** Whether the window has a thumbnail of the sketch as it is. */
  state: 'untold' | 'told'
}

export class LayerDesk {
  private readonly ports: LayerDeskPorts
  private wishes: readonly Wish[] = []
  private sidePx = 1
  private state: 'idle' | 'waiting' | 'drawing' = 'idle'
  private drawnMs = Number.NEGATIVE_INFINITY

  constructor(ports: LayerDeskPorts) {
    this.ports = ports
  }

  /** The rows in sight, in this order; `sidePx` is the longer side of a thumbnail. */
  wish(layers: readonly LayerId[], sidePx: number): void {
    const side = Math.min(sidePxMax, Math.max(1, Math.round(sidePx)))
    const before = side === this.sidePx ? this.wishes : []
    this.sidePx = side
    this.wishes = layers.slice(0, wishesMax).map((layer) => {
      return before.find((wish) => wish.layer === layer) ?? { layer, sketch: undefined, state: 'untold' }
    })
    this.wake()
  }

  /** These tiles may look different, on any layer. */
  suspect(indices: readonly number[]): void {
    if (indices.length === 0) return
    for (const { sketch } of this.wishes) sketch?.suspect(indices)
    this.wake()
  }

  /** The picture is here, or its frame may be another. */
  wake(): void {
    if (this.state !== 'idle' || this.wishes.length === 0) return
    this.state = 'waiting'
    setTimeout(() => void this.draw(), Math.max(0, this.drawnMs + everyMs - performance.now()))
  }

  private async draw(): Promise<void> {
    this.state = 'drawing'
    try {
      for (;;) {
        await this.ports.whenPenIsUp()
        if (!this.ports.isViewBusy() && this.turn() === 'done') return
        await new Promise((resolve) => setTimeout(resolve, restMs))
      }
    } finally {
      this.state = 'idle'
      this.drawnMs = performance.now()
    }
  }

  private turn(): 'more' | 'done' {
    const client = this.ports.client()
    const state = client?.state()
    if (client === undefined || state?.frame === undefined) return 'done'
    const { frame, layers } = state
    const until = performance.now() + turnMs
    for (const wish of this.wishes) {
      const { layer } = wish
      if (!layers.some(({ id }) => id === layer)) continue
      if (wish.sketch === undefined || !isSameFrame(wish.sketch.frame, frame)) {
        wish.sketch = new LayerSketch(frame, this.sidePx)
        wish.sketch.suspect(client.layerIndices(layer))
        wish.state = 'untold'
      }
      const { sketch } = wish
      const markOf = (index: number) => client.settledTile(layer, index)
      const source = client.pixelSource({ kind: 'layer', layer })
      while (sketch.isWaiting) {
        if (sketch.takeOver(markOf, source) === 'changed') wish.state = 'untold'
        if (performance.now() > until) return 'more'
      }
      if (wish.state === 'told') continue
      wish.state = 'told'
      const thumbnail = sketch.thumbnail(this.sidePx)
      this.ports.post({ kind: 'layer-thumbnail', layer, thumbnail }, [thumbnail.pixels.buffer])
    }
    return 'done'
  }
}
