// A person of a crash run: the product's own client over a real socket, and a hand that plays recorded pen strokes at the
// recording's own pace, each with another brush at another place, and takes one back now and then.

import {
  byPressure,
  firstLayer,
  limits,
  Prng,
  roundBrush,
  startClient,
  tokenBytes,
  type Brush,
  type CanvasSize,
  type Client,
  type Sample,
  type SessionState,
} from '../../sync-core/index.ts'
import { createStructure } from '../../sync-core/raster/structure.ts'
import { SystemClock } from '../../sync-core/node/system-clock.ts'
import { WsDialer } from '../../sync-core/node/ws-dialer.ts'
import type { TimedSample } from '../bench/recorded-strokes.ts'
import type { Witness } from './witness.ts'

export interface CrashPainterOptions {
  readonly number: number
  readonly seed: number
  readonly size: CanvasSize
  readonly strokes: readonly (readonly TimedSample[])[]
  readonly witness: Witness
  /** Something changed that may be waited for. */
  readonly onState: () => void
}

/** A window hands over what the pen did since its last frame. */
const frameMs = 16
const undoChance = 0.15
const redoChance = 0.05
/** A host that is killed before it listens must not be waited for longer and longer: the run would wait most of its time. */
const clientLimits = { ...limits, reconnectMsMax: 1000 }

interface OpenStroke {
  readonly begunMs: number
  readonly samples: readonly TimedSample[]
  next: number
}

export class CrashPainter {
  readonly name: string
  private readonly options: CrashPainterOptions
  private readonly prng: Prng
  private readonly key: Uint8Array
  private window: Client | undefined
  private stroke: OpenStroke | undefined
  private nextStroke: number
  private hand: NodeJS.Timeout | undefined

  constructor(options: CrashPainterOptions) {
    this.options = options
    this.name = `Painter ${options.number}`
    this.prng = new Prng(options.seed)
    this.key = Uint8Array.from({ length: 16 }, () => this.prng.below(256))
    this.nextStroke = this.prng.below(options.strokes.length)
  }

  /** Throws when there is no window. */
  get client(): Client {
    if (this.window === undefined) throw new Error(`${this.name} has no window`)
    return this.window
  }

  get hasWindow(): boolean {
    return this.window !== undefined
  }

  /** Opens a window, as the same person as before. */
  join({ url, token }: { readonly url: string; readonly token: string }): void {
    const { witness, onState } = this.options
    this.window = startClient({
      dialer: witness.listen(new WsDialer(url)),
      clock: new SystemClock(),
      prng: new Prng(this.prng.uint32()),
      token: tokenBytes(token),
      participantKey: this.key,
      name: this.name,
      color: this.prng.below(0x1000000),
      limits: clientLimits,
      listener: { onState, onPresence: () => undefined, onDirty: () => undefined },
    })
  }

  /** Closes the window, and with it gives up what had not reached the host. */
  leave(): void {
    this.rest()
    this.window?.leave()
    this.window = undefined
  }

  /** Draws from now on. */
  work(): void {
    this.hand ??= setInterval(() => this.move(), frameMs)
  }

  /** Lifts the pen for good. */
  rest(): void {
    clearInterval(this.hand)
    this.hand = undefined
    if (this.stroke !== undefined) this.window?.endStroke()
    this.stroke = undefined
  }

  private move(): void {
    const { client, stroke } = this
    const state = client.state()
    if (!canDraw(state)) {
      this.stroke = undefined
      return
    }
    if (stroke === undefined) return this.begin(state)
    const due = takeDue(stroke)
    if (due.length > 0) client.addSamples(due)
    if (stroke.next < stroke.samples.length) return
    client.endStroke()
    this.stroke = undefined
    if (this.prng.chance(undoChance)) client.undo()
    else if (this.prng.chance(redoChance)) client.redo()
  }

  private begin({ frame }: SessionState): void {
    if (frame === undefined) return
    const { strokes, size } = this.options
    const recorded = strokes[this.nextStroke++ % strokes.length]!
    const samples = placeStroke(recorded, size, this.prng)
    const stroke = { begunMs: performance.now() - samples[0]!.atMs, samples, next: 0 }
    const outcome = this.client.beginStroke(firstLayer, anyBrush(this.prng), takeDue(stroke))
    if (outcome.kind !== 'refused') this.stroke = stroke
  }
}

/** A window takes strokes also while the host is away, but not when it says that nothing can be written. */
function canDraw({ connection, health }: SessionState): boolean {
  return connection.kind !== 'ended' && health.writable
}

/** What the pen has done by now. */
function takeDue(stroke: OpenStroke): Sample[] {
  const elapsedMs = performance.now() - stroke.begunMs
  const due: Sample[] = []
  for (; (stroke.samples[stroke.next]?.atMs ?? Infinity) <= elapsedMs; stroke.next++) {
    due.push(stroke.samples[stroke.next]!.sample)
  }
  return due
}

/** Somewhere in the picture, as far as the stroke fits. */
function placeStroke(stroke: readonly TimedSample[], size: CanvasSize, prng: Prng): TimedSample[] {
  const { frame } = createStructure(size)
  const shift = (values: readonly number[], fromPx: number, sidePx: number): number => {
    const least = Math.min(...values)
    const room = sidePx * 16 - (Math.max(...values) - least)
    return fromPx * 16 + prng.below(Math.max(1, room)) - least
  }
  const dx = shift(
    stroke.map(({ sample }) => sample.x),
    frame.x,
    frame.width,
  )
  const dy = shift(
    stroke.map(({ sample }) => sample.y),
    frame.y,
    frame.height,
  )
  return stroke.map(({ atMs, sample }) => ({
    atMs,
    sample: { ...sample, x: sample.x + dx, y: sample.y + dy },
  }))
}

/** Small enough for eight replicas on one core. */
function anyBrush(prng: Prng): Brush {
  return roundBrush({
    size: prng.pick([4, 8, 16, 24]) * 16,
    opacity: 64 + prng.below(192),
    hardness: prng.below(256),
    color: prng.below(0x1000000),
    sizeBy: byPressure,
  })
}
