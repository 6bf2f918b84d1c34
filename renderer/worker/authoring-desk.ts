// What the tools of the canvas ask for is computed here, beside the client and the painting: one task after the other, each in
// slices of a few milliseconds, so strokes and frames go on. Whatever is slow only reads; the client is given the result at
// once at the end, when no stroke is in progress, so a task that is cancelled leaves nothing behind.
//
//   task ──▶ queue ──▶ paced work of sync-core/authoring ──▶ client.patch, client.setSelection ──▶ reply, refusal

import {
  invertSelection,
  liftSelection,
  outlineOf,
  selectAll,
  transformSelection,
  type Affine,
  type CoverageMask,
  type LayerId,
} from '../../sync-core/index.ts'
import type { AuthoringReply, AuthoringTask } from './authoring-contract.ts'
import { AuthoringJob, TaskEnd, type DeskPorts, type TaskOf } from './authoring-job.ts'
import { encodeWork } from './encode-work.ts'
import { drawFloating } from './floating-image.ts'
import { importLayers } from './import-layers.ts'
import { clearLayer, drawGradient, drawShape, eraseSelected, fill, placeLooseImage } from './lay-tasks.ts'
import { isIdentity, renderWithout, type LiftedPixels } from './lifted-pixels.ts'
import { lookAround, pickAt } from './look-around.ts'
import { moveSelection } from './move-selection.ts'
import { areaMask, combined } from './select-area.ts'

/** Tasks of which the window goes on showing the preview until their result is there. */
const settlingTasks: ReadonlySet<AuthoringTask['kind']> = new Set([
  'shape',
  'gradient',
  'drop',
  'put-back',
  'place-image',
])

/** Corners of a selection's outline: its dashes are drawn several times a second. */
const outlinePointsMax = 20_000

export class AuthoringDesk {
  private readonly ports: DeskPorts
  private readonly dirty = new Set<number>()
  private tail: Promise<void> = Promise.resolve()
  private cancelling = new AbortController()
  private lifted: LiftedPixels | undefined
  private copied: CoverageMask | undefined

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
    if (task.kind === 'look-around') return this.look(task)
    const { signal } = this.cancelling
    const run = (): Promise<void> => this.run(task, signal)
    this.tail = this.tail.then(run, run)
  }

  /** Something is copied now: if it is a cut, this is what it erases in the end, whatever is selected then. */
  keepCopied(): void {
    this.copied = this.ports.client()?.selection()
  }

  /** When everything that was asked for so far is done, or has failed. */
  whenDone(): Promise<void> {
    return this.tail
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

  /** Nothing happens outside of the picture. */
  private pick({ at, sidePx, sees }: TaskOf<'pick-color'>): void {
    const client = this.ports.client()
    const color = client && pickAt(client, at, { sidePx, sees })
    if (color !== undefined) this.ports.post({ kind: 'picked', color })
  }

  private look({ at, sidePx, sees }: TaskOf<'look-around'>): void {
    const client = this.ports.client()
    const look = client && lookAround(client, at, { sidePx, sees })
    this.ports.post({ kind: 'looked', look }, look && [look.rgba.buffer])
  }

  private async run(task: AuthoringTask, signal: AbortSignal): Promise<void> {
    try {
      await this.attempt(task, signal)
    } catch (error) {
      if (task.kind === 'lift') this.endLift()
      if (task.kind === 'import')
        this.reply({ kind: 'not-imported', why: signal.aborted ? 'cancelled' : 'refused' })
      if (!(error instanceof TaskEnd)) this.tellFault(error)
    }
    if (!settlingTasks.has(task.kind)) return
    // Not waited for: a hidden window paints nothing until it is seen again.
    void this.ports.whenPainted().then(() => this.reply({ kind: 'settled' }))
  }

  private async attempt(task: AuthoringTask, signal: AbortSignal): Promise<void> {
    if (task.kind === 'put-back') return this.setLifted(undefined)
    const client = this.ports.client()
    const frame = client?.state().frame
    if (client === undefined || frame === undefined) {
      this.ports.post({ kind: 'refused', sentence: 'The picture is not here yet.' })
      throw new TaskEnd()
    }
    const job = new AuthoringJob(client, frame, this.ports, signal)
    try {
      await (task.kind === 'drop' ? this.drop(job, task.map) : this.perform(task, job))
    } finally {
      job.end()
    }
  }

  private perform(task: AuthoringTask, job: AuthoringJob): Promise<void> | void {
    job.throwIfCancelled()
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
        return eraseSelected(job, task.layer, job.client.selection())
      case 'erase-copied':
        return eraseSelected(job, task.layer, this.copied)
      case 'clear':
        return clearLayer(job, task.layer)
      case 'lift':
        return this.lift(job, task.layer)
      case 'place-image':
        return placeLooseImage(job, task)
      case 'import':
        return importLayers(job, task).then((actions) => this.reply({ kind: 'imported', actions }))
      default:
        return undefined
    }
  }

  private async select(job: AuthoringJob, { area, change }: TaskOf<'select'>): Promise<void> {
    const drawn = await job.paced('select', areaMask(job, area))
    await this.setSelection(job, combined(job, drawn, change))
  }

  private async setSelection(job: AuthoringJob, mask: CoverageMask | undefined): Promise<void> {
    await job.whenPenIsUp()
    job.client.setSelection(mask)
    const now = job.client.selection()
    const outline = now && outlineOf(now, { pointsMax: outlinePointsMax })
    this.reply({ kind: 'selection', outline })
  }

  private async lift(job: AuthoringJob, layer: LayerId): Promise<void> {
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

  /** However it ends, nothing is hidden any more: what was lifted is where the map took it, or where it was. */
  private async drop(job: AuthoringJob, map: Affine): Promise<void> {
    const { lifted } = this
    try {
      if (lifted === undefined || isIdentity(map)) return
      job.throwIfCancelled()
      const work = job.expect(transformSelection(lifted.floating, lifted.mask, map, 'hole'))
      const parts = await job.paced('place', encodeWork(work))
      const moved = lifted.isSelection ? await job.paced('place', moveSelection(lifted.mask, map)) : undefined
      await job.whenPenIsUp()
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

  /** A lift that came to nothing, even after something was hidden for it. */
  private endLift(): void {
    this.setLifted(undefined)
    this.reply({ kind: 'not-lifted' })
  }

  /** Our own bug, in one piece of work only: it is told, and in full where developers look. */
  private tellFault(error: unknown): void {
    console.error(error)
    this.ports.post({
      kind: 'refused',
      sentence:
        'Gesso made a mistake here, so this was not done. What was painted before is safe; try it again.',
    })
  }

  private reply(reply: AuthoringReply): void {
    this.ports.post({ kind: 'authored', reply })
  }
}

function notMovable(layer: { readonly name: string; readonly locked: boolean } | undefined): string {
  if (layer === undefined) return 'The layer is not there any more. Choose another one.'
  return layer.locked
    ? `The layer “${layer.name}” is locked. Unlock it to move what is on it.`
    : `The layer “${layer.name}” is hidden. Show it to move what is on it.`
}
