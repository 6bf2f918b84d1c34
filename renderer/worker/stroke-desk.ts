// Between the pen and the client: smooths what the pen says, and gives the samples of a smudging brush their colours. Both are
// the author's alone; everybody else paints the samples as they come out of here.

import {
  SmudgePicker,
  Stabilizer,
  type Brush,
  type Client,
  type LayerId,
  type Outcome,
  type PenPoint,
  type Sample,
} from '../../sync-core/index.ts'

export interface StrokeStart {
  readonly layer: LayerId
  readonly brush: Brush
  /** 0 (as it is drawn) .. 100. */
  readonly steadiness: number
  /** Screen px for a px of the plane. */
  readonly zoom: number
  readonly points: readonly PenPoint[]
}

/** A pen that says nothing for so long rests, and the line goes on to where it is. */
const restMs = 50

/**
 * No pen reports faster. When the window was busy, a whole curve of points comes with nearly the same time: taken at its word, it
 * would be a jump to its end.
 */
const leastMs = 2.5

interface OpenStroke {
  readonly stabilizer: Stabilizer
  readonly smudge: Smudge | undefined
  readonly timer: ReturnType<typeof setInterval> | undefined
  /** The newest point's own time, and when it came here: the window's clock is not the worker's. */
  penMs: number
  cameMs: number
}

/** Colour is picked up each time the pen has gone on by this part of the brush's radius, however often it reports. */
const pickEveryRadii = 1 / 4

/** How much of the colour in the brush is left after each picking, of 255: a tenth after a way of seven radii. */
const smudgeLength = 235

/** Where the strokes go. */
export type StrokeHand = Pick<Client, 'beginStroke' | 'addSamples' | 'endStroke' | 'undo' | 'pixelSource'>

export class StrokeDesk {
  private readonly client: () => StrokeHand | undefined
  private open: OpenStroke | undefined
  private waiting: (() => void)[] = []

  constructor(client: () => StrokeHand | undefined) {
    this.client = client
  }

  begin({ layer, brush, steadiness, zoom, points }: StrokeStart): Outcome | undefined {
    this.end()
    const client = this.client()
    if (client === undefined) return undefined
    const timer = steadiness > 0 ? setInterval(() => this.rest(), restMs) : undefined
    this.open = {
      stabilizer: new Stabilizer({ strength: steadiness, zoom }),
      smudge: smudgeOf(client, layer, brush),
      timer,
      penMs: Number.NEGATIVE_INFINITY,
      cameMs: 0,
    }
    const outcome = client.beginStroke(layer, brush, this.samplesOf(points))
    if (outcome.kind === 'refused') this.close()
    return outcome
  }

  add(points: readonly PenPoint[]): void {
    this.paint(this.samplesOf(points))
  }

  end(): void {
    if (this.open === undefined) return
    this.paint(this.colored(this.open.stabilizer.end()))
    this.client()?.endStroke()
    this.close()
  }

  /** Takes back the stroke in progress, or what was done last; what the pen says until it is lifted belongs to none. */
  undo(): void {
    this.end()
    this.client()?.undo()
  }

  /** Resolves at once, or when the stroke in progress ends. */
  whenUp(): Promise<void> {
    if (this.open === undefined) return Promise.resolve()
    return new Promise((resolve) => this.waiting.push(resolve))
  }

  private close(): void {
    clearInterval(this.open?.timer)
    this.open = undefined
    const { waiting } = this
    this.waiting = []
    waiting.forEach((resolve) => resolve())
  }

  private rest(): void {
    if (this.open === undefined) return
    const { open } = this
    const nowMs = performance.now()
    if (nowMs - open.cameMs < restMs) return
    // What comes late from now on came after this rest.
    open.penMs += nowMs - open.cameMs
    open.cameMs = nowMs
    this.paint(this.colored(open.stabilizer.rest(open.penMs)))
  }

  private samplesOf(points: readonly PenPoint[]): readonly Sample[] {
    const { open } = this
    if (open === undefined) return []
    open.cameMs = performance.now()
    const samples = points.flatMap((point) => {
      open.penMs = Math.max(point.timeMs, open.penMs + leastMs)
      return open.stabilizer.add({ ...point, timeMs: open.penMs })
    })
    return this.colored(samples)
  }

  private colored(samples: readonly Sample[]): readonly Sample[] {
    const smudge = this.open?.smudge
    if (smudge === undefined) return samples
    return samples.map((sample) => ({ ...sample, color: smudge.colorAt(sample) }))
  }

  private paint(samples: readonly Sample[]): void {
    if (samples.length > 0) this.client()?.addSamples(samples)
  }
}

function smudgeOf(client: StrokeHand, layer: LayerId, brush: Brush): Smudge | undefined {
  if (brush.smudge === 0) return undefined
  return new Smudge(new SmudgePicker(client.pixelSource({ kind: 'layer', layer }), smudgeLength), brush)
}

/** What a smudging brush has in its hairs along its way. */
class Smudge {
  private readonly picker: SmudgePicker
  private readonly brush: Brush
  private last: { readonly x: number; readonly y: number } | undefined
  private color = 0

  constructor(picker: SmudgePicker, brush: Brush) {
    this.picker = picker
    this.brush = brush
  }

  colorAt(sample: Sample): number {
    const radiusPx = this.radiusPx(sample)
    const step = Math.max(1, radiusPx * pickEveryRadii) * 16
    const { last = { x: sample.x, y: sample.y } } = this
    const way = Math.hypot(sample.x - last.x, sample.y - last.y)
    const steps = this.last === undefined ? 1 : Math.floor(way / step)
    for (let at = 1; at <= steps; at++) {
      const part = way === 0 ? 0 : (at * step) / way
      const x = Math.round(last.x + (sample.x - last.x) * part)
      const y = Math.round(last.y + (sample.y - last.y) * part)
      this.color = this.picker.pick(x, y, radiusPx)
      this.last = { x, y }
    }
    return this.color
  }

  private radiusPx({ pressure }: Sample): number {
    const { size, sizeBy } = this.brush
    return sizeBy.curve === undefined ? size / 32 : Math.max(1, (size * pressure) / 1023 / 32)
  }
}
