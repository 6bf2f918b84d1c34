// What the tools of the canvas ask for is computed here, beside the client and the painting: one task after the other, each in
// slices of a few milliseconds, so strokes and frames go on. Whatever is slow only reads; the client is given the result at
// once at the end, when no stroke is in progress, so a task that is cancelled leaves nothing behind.
//
//   task ──▶ queue ──▶ paced work of sync-core/authoring ──▶ client.patch, client.setSelection ──▶ reply, refusal

import {
  boxOfDrag,
  combineSelections,
  coverParts,
  ellipseSamples,
  floatPlaced,
  floodFill,
  invertSelection,
  isRefusal,
  layPlaced,
  liftSelection,
  lineOfDrag,
  lineSamples,
  outlineOf,
  pickColor,
  placeImage,
  rectangleSamples,
  selectAll,
  selectEllipse,
  selectLasso,
  selectRectangle,
  transformPixels,
  transformSelection,
  type Affine,
  type Client,
  type CoverageMask,
  type Frame,
  type LayerId,
  type Outcome,
  type Paced,
  type PartWork,
  type PixelSource,
  type Refusal,
  type Sample,
  type SelectionChange,
} from '../../sync-core/index.ts'
import type { AuthoringTask, FillRule, LongWork, SelectionArea } from './authoring-contract.ts'
import type { WorkerMessage } from './contract.ts'
import { drawFloating } from './floating-image.ts'
import { encodeWork } from './encode-work.ts'
import { isIdentity, renderWithout, type LiftedPixels } from './lifted-pixels.ts'
import { moveSelection } from './move-selection.ts'
import { runPaced } from './run-paced.ts'

export interface DeskPorts {
  readonly client: () => Client | undefined
  readonly post: (message: WorkerMessage, transfer?: Transferable[]) => void
  /** Tiles look different. */
  readonly wake: () => void
  /** Resolves when no stroke is in progress: what the client is given would end it. */
  readonly whenPenIsUp: () => Promise<void>
  /** Resolves when what changed until now is on the screen. */
  readonly whenPainted: () => Promise<void>
}

type TaskOf<Kind extends AuthoringTask['kind']> = Extract<AuthoringTask, { kind: Kind }>

/** Tasks of which the window goes on showing the preview until their result is there. */
const settlingTasks: ReadonlySet<AuthoringTask['kind']> = new Set([
  'shape',
  'gradient',
  'drop',
  'put-back',
  'place-image',
])

/** Work that is done sooner is not worth a word. */
const tellAfterMs = 250

/** Corners of a selection's outline: its dashes are drawn several times a second. */
const outlinePointsMax = 20_000

/** Samples of a shape that are painted in one turn. */
const samplesAtOnce = 256

/** A task ends early: cancelled, or refused and told. */
class TaskEnd extends Error {}

export class AuthoringDesk {
  private readonly ports: DeskPorts
  private readonly dirty = new Set<number>()
  private tail: Promise<void> = Promise.resolve()
  private cancelling = new AbortController()
  private lifted: LiftedPixels | undefined

  constructor(ports: DeskPorts) {
    this.ports = ports
  }

  handle(task: AuthoringTask): void {
    if (task.kind === 'cancel') {
      this.cancelling.abort(new TaskEnd())
      this.cancelling = new AbortController()
      return
    }
    if (task.kind === 'pick-color') return this.pick(task)
    const { signal } = this.cancelling
    this.tail = this.tail.then(() => this.run(task, signal))
  }

  /** Tiles that look different because something was lifted or laid down. */
  takeDirty(): Iterable<number> {
    const taken = [...this.dirty]
    this.dirty.clear()
    return taken
  }

  /** Writes a tile of which something was lifted as it is to be shown; false when it is shown as it is. */
  renderTile(index: number, out: Uint8ClampedArray | Uint8Array): boolean {
    const client = this.ports.client()
    if (this.lifted === undefined || client === undefined) return false
    return renderWithout(this.lifted, client, index, out)
  }

  /** The colour at a place; nothing happens outside the picture. */
  private pick({ at, sidePx, sees }: TaskOf<'pick-color'>): void {
    const client = this.ports.client()
    const frame = client?.state().frame
    const x = Math.floor(at.x)
    const y = Math.floor(at.y)
    if (client === undefined || frame === undefined) return
    if (x < frame.x || y < frame.y || x >= frame.x + frame.width || y >= frame.y + frame.height) return
    const color =
      sees === 'all'
        ? pickColor(client.pixelSource({ kind: 'all' }), x, y, { sidePx, of: 'shown' })
        : pickColor(client.pixelSource({ kind: 'layer', layer: sees }), x, y, { sidePx, of: 'layer' })
    if (color !== undefined) this.ports.post({ kind: 'picked', color })
  }

  private async run(task: AuthoringTask, signal: AbortSignal): Promise<void> {
    await this.attempt(task, signal)
    if (!settlingTasks.has(task.kind)) return
    // Not waited for: a hidden window paints nothing until it is seen again.
    void this.ports.whenPainted().then(() => this.reply({ kind: 'settled' }))
  }

  private async attempt(task: AuthoringTask, signal: AbortSignal): Promise<void> {
    const client = this.ports.client()
    const frame = client?.state().frame
    if (client === undefined || frame === undefined) return
    const job = new Job(client, frame, this.ports, signal)
    try {
      signal.throwIfAborted()
      await this.perform(task, job)
    } catch (error) {
      if (task.kind === 'lift') this.reply({ kind: 'not-lifted' })
      if (!(error instanceof TaskEnd)) throw error
    } finally {
      job.end()
    }
  }

  private perform(task: AuthoringTask, job: Job): Promise<void> | void {
    switch (task.kind) {
      case 'fill':
        return fill(job, task)
      case 'gradient':
        return drawGradient(job, task)
      case 'shape':
        return drawShape(job, task)
      case 'select':
        return this.select(job, task)
      case 'select-all':
        return this.setSelection(job, selectAll(job.frame))
      case 'select-none':
        return this.setSelection(job, undefined)
      case 'select-invert': {
        const now = job.client.selection()
        return this.setSelection(
          job,
          now === undefined ? selectAll(job.frame) : invertSelection(now, job.frame),
        )
      }
      case 'erase-selected':
        return eraseSelected(job, task.layer)
      case 'lift':
        return this.lift(job, task.layer)
      case 'drop':
        return this.drop(job, task.map)
      case 'put-back':
        return this.setLifted(undefined)
      case 'place-image':
        return placeLooseImage(job, task)
      default:
        return undefined
    }
  }

  private async select(job: Job, { area, change }: TaskOf<'select'>): Promise<void> {
    const drawn = await job.paced('select', areaMask(job, area))
    await this.setSelection(job, combined(job, drawn, change))
  }

  private async setSelection(job: Job, mask: CoverageMask | undefined): Promise<void> {
    await this.ports.whenPenIsUp()
    job.client.setSelection(mask)
    const now = job.client.selection()
    const outline = now && outlineOf(now, { pointsMax: outlinePointsMax })
    this.reply({ kind: 'selection', outline })
  }

  private async lift(job: Job, layer: LayerId): Promise<void> {
    const { client, frame } = job
    const selection = client.selection()
    const mask = selection ?? selectAll(frame)
    const found = client.state().layers.find(({ id }) => id === layer)
    if (found === undefined || found.locked || !found.visible) return job.refuse(notMovable(found))
    const floating = await job.paced(
      'lift',
      liftSelection(client.pixelSource({ kind: 'layer', layer }), mask),
    )
    const shown = await job.paced('lift', drawFloating(floating))
    if (shown === undefined) {
      return job.refuse(
        selection === undefined
          ? `There is nothing on the layer “${found.name}” yet that could be moved.`
          : `Nothing of the layer “${found.name}” is selected. Choose the layer with what you want to move.`,
      )
    }
    this.setLifted({ layer, floating, mask, isSelection: selection !== undefined })
    if (selection !== undefined) this.reply({ kind: 'selection', outline: undefined })
    this.ports.post({ kind: 'authored', reply: { kind: 'lifted', ...shown } }, [shown.image])
  }

  private async drop(job: Job, map: Affine): Promise<void> {
    const { lifted } = this
    if (lifted === undefined || isIdentity(map)) return this.setLifted(undefined)
    try {
      const work = job.expect(transformSelection(lifted.floating, lifted.mask, map, 'hole'))
      const parts = await job.paced('place', encodeWork(work))
      const moved = lifted.isSelection ? await job.paced('place', moveSelection(lifted.mask, map)) : undefined
      await this.ports.whenPenIsUp()
      job.tell(job.client.patch({ layer: lifted.layer, color: 0, alphaLock: false, parts }))
      if (lifted.isSelection) job.client.setSelection(moved)
    } finally {
      this.setLifted(undefined)
    }
  }

  private setLifted(lifted: LiftedPixels | undefined): void {
    for (const each of [this.lifted, lifted]) {
      for (const index of each?.floating.tiles.keys() ?? []) this.dirty.add(index)
    }
    const hadSelection = this.lifted?.isSelection === true
    this.lifted = lifted
    this.ports.wake()
    const now = this.ports.client()?.selection()
    if (lifted === undefined && hadSelection) {
      this.reply({ kind: 'selection', outline: now && outlineOf(now, { pointsMax: outlinePointsMax }) })
    }
  }

  private reply(reply: Extract<WorkerMessage, { kind: 'authored' }>['reply']): void {
    this.ports.post({ kind: 'authored', reply })
  }
}

/** One task on its way: does paced work, says how far it is, and ends early with a sentence. */
class Job {
  readonly client: Client
  readonly frame: Frame
  readonly ports: DeskPorts
  private readonly signal: AbortSignal
  private readonly begunMs = performance.now()
  private isTold = false

  constructor(client: Client, frame: Frame, ports: DeskPorts, signal: AbortSignal) {
    this.client = client
    this.frame = frame
    this.ports = ports
    this.signal = signal
  }

  async paced<Result>(of: LongWork, work: Paced<Result | Refusal>): Promise<Result> {
    const result = await runPaced(work, this.signal, (part) => {
      if (performance.now() - this.begunMs < tellAfterMs) return
      this.isTold = true
      this.ports.post({ kind: 'authored', reply: { kind: 'progress', work: of, part } })
    })
    return this.expect(result)
  }

  expect<Result>(result: Result | Refusal): Result {
    if (typeof result === 'object' && result !== null && isRefusal(result))
      return this.refuse(result.sentence)
    return result
  }

  tell(outcome: Outcome): void {
    if (outcome.kind === 'refused') this.refuse(outcome.sentence)
  }

  refuse(sentence: string): never {
    this.ports.post({ kind: 'refused', sentence })
    throw new TaskEnd()
  }

  /** The pixels that a tool looks at. */
  sees(rule: FillRule, layer: LayerId): PixelSource {
    return this.client.pixelSource(rule.sees === 'all' ? { kind: 'all' } : { kind: 'layer', layer })
  }

  /** Lays what was computed on a layer. */
  async lay(layer: LayerId, color: number, work: PartWork, of: LongWork): Promise<void> {
    const parts = await this.paced(of, encodeWork(work))
    await this.ports.whenPenIsUp()
    const alphaLock = this.client.state().layers.find(({ id }) => id === layer)?.alphaLocked === true
    this.tell(this.client.patch({ layer, color, alphaLock, parts }))
  }

  end(): void {
    if (!this.isTold) return
    this.ports.post({ kind: 'authored', reply: { kind: 'progress', work: undefined, part: 1 } })
  }
}

async function fill(job: Job, { at, rule, layer, color }: TaskOf<'fill'>): Promise<void> {
  const { client, frame } = job
  const options = { ...alike(rule, at), frame, selection: client.selection() }
  const mask = await job.paced('fill', floodFill(job.sees(rule, layer), options))
  await job.lay(layer, color, { steps: mask.size, parts: coverParts(mask, 'cover') }, 'fill')
}

function alike({ tolerance, growPx, gapPx, reach }: FillRule, at: { x: number; y: number }) {
  const edge = 'soft' as const
  return { x: Math.floor(at.x), y: Math.floor(at.y), tolerance, growPx, gapPx, reach, edge }
}

function areaMask(job: Job, area: SelectionArea): Paced<CoverageMask | Refusal> {
  const { frame } = job
  switch (area.kind) {
    case 'rectangle':
      return selectRectangle(area.box, frame)
    case 'ellipse':
      return selectEllipse(area.box, frame)
    case 'lasso':
      return selectLasso(area.points, frame)
    case 'alike':
      return floodFill(job.sees(area.rule, area.layer), { ...alike(area.rule, area.at), frame })
  }
}

/** When nothing in particular is selected, everything can be painted on: so there is something to subtract from. */
function combined({ client, frame }: Job, drawn: CoverageMask, change: SelectionChange): CoverageMask {
  const now = client.selection()
  if (now !== undefined) return combineSelections(now, drawn, change)
  return change === 'subtract' ? combineSelections(selectAll(frame), drawn, change) : drawn
}

async function drawGradient(job: Job, { gradient }: TaskOf<'gradient'>): Promise<void> {
  await job.ports.whenPenIsUp()
  job.tell(job.client.gradient(gradient))
}

async function drawShape(job: Job, task: TaskOf<'shape'>): Promise<void> {
  const { shape, from, to, rule, layer, look } = task
  const box = boxOfDrag(from, to, rule)
  if (look.kind === 'outlined') {
    const samples =
      shape === 'line'
        ? lineSamples(...lineOfDrag(from, to, rule))
        : shape === 'rectangle'
          ? rectangleSamples(box)
          : ellipseSamples(box)
    return paintSamples(job, task, samples)
  }
  const drawn = await job.paced(
    'shape',
    (shape === 'ellipse' ? selectEllipse : selectRectangle)(box, job.frame),
  )
  const selection = job.client.selection()
  const mask = selection === undefined ? drawn : combineSelections(drawn, selection, 'intersect')
  await job.lay(layer, look.color, { steps: mask.size, parts: coverParts(mask, 'cover') }, 'shape')
}

/** Outlines are a stroke like any other: with the brush at hand, taken back as one. */
async function paintSamples(
  job: Job,
  { layer, look }: TaskOf<'shape'>,
  samples: readonly Sample[],
): Promise<void> {
  if (look.kind !== 'outlined') return
  const { client, ports } = job
  await ports.whenPenIsUp()
  job.tell(client.beginStroke(layer, look.brush, samples.slice(0, samplesAtOnce)))
  for (let at = samplesAtOnce; at < samples.length; at += samplesAtOnce) {
    client.addSamples(samples.slice(at, at + samplesAtOnce))
  }
  client.endStroke()
}

async function eraseSelected(job: Job, layer: LayerId): Promise<void> {
  const selection = job.client.selection()
  if (selection === undefined)
    return job.refuse('Nothing is selected that could be erased. Select something first.')
  await job.lay(layer, 0, { steps: selection.size, parts: coverParts(selection, 'erase') }, 'place')
}

async function placeLooseImage(job: Job, { image, map, layer }: TaskOf<'place-image'>): Promise<void> {
  const { a, b, c, d, e, f } = map
  const isWhole = a === 1 && b === 0 && c === 0 && d === 1 && Number.isInteger(e) && Number.isInteger(f)
  const flat = job.expect(placeImage(image, isWhole ? e : 0, isWhole ? f : 0))
  if (isWhole) return job.lay(layer, 0, layPlaced(flat), 'place')
  const floating = await job.paced('place', floatPlaced(flat))
  await job.lay(layer, 0, layPlaced(job.expect(transformPixels(floating, map))), 'place')
}

function notMovable(layer: { readonly name: string; readonly locked: boolean } | undefined): string {
  if (layer === undefined) return 'The layer is not there any more. Choose another one.'
  return layer.locked
    ? `The layer “${layer.name}” is locked. Unlock it to move what is on it.`
    : `The layer “${layer.name}” is hidden. Show it to move what is on it.`
}
