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
const restMs = 24

interface OpenStroke {
  readonly stabilizer: Stabilizer
  readonly smudge:
    { readonly picker: SmudgePicker; readonly radiusOf: (sample: Sample) => number } | undefined
  readonly timer: ReturnType<typeof setInterval> | undefined
  /** The newest point's own time, and when it came here: the window's clock is not the worker's. */
  penMs: number
  cameMs: number
}

export class StrokeDesk {
  private readonly client: () => Client | undefined
  private open: OpenStroke | undefined
  private waiting: (() => void)[] = []

  constructor(client: () => Client | undefined) {
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
      penMs: 0,
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
    const { stabilizer, penMs, cameMs } = this.open
    const sinceMs = performance.now() - cameMs
    if (sinceMs >= restMs) this.paint(this.colored(stabilizer.rest(penMs + sinceMs)))
  }

  private samplesOf(points: readonly PenPoint[]): readonly Sample[] {
    const { open } = this
    if (open === undefined) return []
    open.penMs = points.at(-1)?.timeMs ?? open.penMs
    open.cameMs = performance.now()
    return this.colored(points.flatMap((point) => open.stabilizer.add(point)))
  }

  private colored(samples: readonly Sample[]): readonly Sample[] {
    const smudge = this.open?.smudge
    if (smudge === undefined) return samples
    return samples.map((sample) => ({
      ...sample,
      color: smudge.picker.pick(sample.x, sample.y, smudge.radiusOf(sample)),
    }))
  }

  private paint(samples: readonly Sample[]): void {
    if (samples.length > 0) this.client()?.addSamples(samples)
  }
}

function smudgeOf(client: Client, layer: LayerId, brush: Brush): OpenStroke['smudge'] {
  if (brush.smudge === 0) return undefined
  const radiusPx = brush.size / 32
  return {
    picker: new SmudgePicker(client.pixelSource({ kind: 'layer', layer }), brush.smudge),
    radiusOf: ({ pressure }) =>
      brush.sizeBy.curve === undefined ? radiusPx : Math.max(1, (radiusPx * pressure) / 1023),
  }
}
