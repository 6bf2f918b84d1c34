// A client's picture: what the host has ordered, and above it what this client drew and the host has not ordered yet.
//
//   pen ─▶ segmenter ─▶ own updates ─▶ predicted strokes ──────────╮
//                          │ sent by the owner                     ├─▶ renderTile
//   host's messages ─▶ confirmed picture ─▶ echo, open strokes ────╯
//
// It knows no network: its owner hands in messages, and sends `own`. Whatever a host may say that makes no sense is a
// ProtocolError out of a handle… method; the owner then drops the connection and joins anew, from a snapshot.
//
// Undo and redo of what is already in the picture are shown when they come back from the host, not before: only the host's
// order says what lies above the stroke by then. A stroke that the host does not have yet is hidden at once.

import type { Clock } from '../base/clock.ts'
import { ProtocolError } from '../base/errors.ts'
import { decodeHex, encodeHex } from '../base/hex.ts'
import type { Limits } from '../base/limits.ts'
import type { ClientMessageOf, HostMessageOf } from '../protocol/messages.ts'
import { isCanvasSize, tileCount } from '../raster/canvas-size.ts'
import type { Brush } from '../raster/brush.ts'
import type { Sample } from '../raster/sample.ts'
import { hostAuthor, type Operation, type Update } from '../raster/operation.ts'
import type { PictureHash } from '../raster/picture-hash.ts'
import { composeTile, showPixels } from '../raster/show-tile.ts'
import type { Overlay } from '../raster/stroke-painter.ts'
import { tileValues } from '../raster/tile.ts'
import { ConfirmedPicture } from './confirmed-picture.ts'
import { foreseeStrokes, OwnStrokes } from './own-strokes.ts'
import { OwnUpdates, type Renaming } from './own-updates.ts'
import { PredictedStrokes } from './predicted-strokes.ts'
import { type Comparison, StampComparer } from './stamp-comparer.ts'
import { StrokeSegmenter } from './stroke-segmenter.ts'

export interface ReplicaEvents {
  /** There are new own updates to send. */
  onOwnUpdates(): void
  /** Everything up to the welcome is here: own updates after the confirmed ones may be sent. */
  onSettled(): void
  onCompared(comparison: Comparison): void
}

/** `new`: the welcome of a connection. `same`: the host starts a running connection anew, because it fell behind. */
export type WelcomeKind = 'new' | 'same'

interface Joined {
  readonly you: number
  readonly epoch: number
  readonly confirmed: ConfirmedPicture
  readonly predicted: PredictedStrokes
  /** The welcome whose updates are not all here yet. */
  readonly unsettled: WelcomeKind | undefined
}

export class Replica {
  readonly own = new OwnUpdates()
  private readonly events: ReplicaEvents
  private readonly limits: Limits
  private readonly segmenter: StrokeSegmenter
  private readonly strokes = new OwnStrokes()
  private readonly comparer: StampComparer
  private readonly dirty = new Set<number>()
  private readonly pixels = new Uint16Array(tileValues)
  private joined: Joined | undefined
  private compared: Comparison | undefined
  private foreseen:
    { readonly key: string; readonly undo: number | undefined; readonly redo: number | undefined } | undefined

  constructor(clock: Clock, limits: Limits, events: ReplicaEvents) {
    this.events = events
    this.limits = limits
    this.comparer = new StampComparer(limits.stampEverySeqs)
    this.segmenter = new StrokeSegmenter(clock, limits, (operations) => this.addOwn(operations))
  }

  /** The picture's order as far as it is here; undefined before the first welcome. */
  get confirmed(): ConfirmedPicture | undefined {
    return this.joined?.confirmed
  }

  get isDrawing(): boolean {
    return this.segmenter.stage !== 'idle'
  }

  get isDirty(): boolean {
    return this.dirty.size > 0
  }

  /** What a hello may ask to go on from. */
  resumePoint(): ClientMessageOf<'hello'>['resume'] {
    const { joined, compared } = this
    if (joined?.confirmed.canResume !== true) return undefined
    const hash = compared?.kind === 'same' ? decodeHex(compared.hash) : undefined
    const stamp = compared !== undefined && hash !== undefined ? { seq: compared.seq, hash } : undefined
    return { epoch: joined.epoch, seq: joined.confirmed.timeline!.seq, stamp }
  }

  beginStroke(brush: Brush, samples: readonly Sample[]): void {
    this.strokes.forgetUndone()
    this.segmenter.begin(brush, samples)
  }

  addSamples(samples: readonly Sample[]): void {
    if (!this.isDrawing) return
    this.joined?.predicted.paintAhead(samples)
    this.segmenter.add(samples)
  }

  endStroke(): void {
    this.segmenter.end()
  }

  get undoTarget(): number | undefined {
    return this.foresee().undo
  }

  get redoTarget(): number | undefined {
    return this.foresee().redo
  }

  undo(): void {
    const stroke = this.undoTarget
    if (stroke === undefined) return
    this.strokes.noteUndo(stroke)
    this.addOwn([{ kind: 'undo', stroke }])
  }

  redo(): void {
    const stroke = this.redoTarget
    if (stroke === undefined) return
    this.strokes.noteRedo(stroke)
    this.addOwn([{ kind: 'redo', stroke }])
  }

  handleWelcome(welcome: HostMessageOf<'welcome'>, kind: WelcomeKind, isResumeOffered: boolean): void {
    const size = { width: welcome.width, height: welcome.height }
    const former = this.joined
    const isSame = former?.confirmed.size.width === size.width && former.confirmed.size.height === size.height
    if (!isCanvasSize(size) || (former !== undefined && !isSame)) {
      throw malformed(`the picture can't be ${size.width} × ${size.height} px`)
    }
    if (welcome.you === hostAuthor) throw malformed('this client is given the number of the host')
    const confirmed = former?.confirmed ?? new ConfirmedPicture(size, this.limits)
    const predicted = former?.predicted ?? new PredictedStrokes(size, this.dirty)
    const { start } = welcome
    let renaming: Renaming | undefined
    if (start.kind === 'resume') {
      if (!isResumeOffered) throw malformed('the host resumes what this client did not offer')
      if (former?.you !== welcome.you)
        throw malformed(`the host resumes, but calls this client ${welcome.you}`)
      renaming = this.own.handleWelcome(welcome.lastClientSeq, welcome.durableSeq, undefined)
      confirmed.startResume(welcome)
    } else {
      confirmed.startSnapshot(welcome, start)
      renaming = this.own.handleWelcome(welcome.lastClientSeq, welcome.durableSeq, welcome.seq)
      this.comparer.reset()
      this.compared = undefined
    }
    if (renaming !== undefined) this.strokes.rename(renaming)
    // Only another run of this participant makes the host count past everything here, an open stroke included.
    if (this.own.all().length === 0 && this.segmenter.stage === 'begun') this.segmenter.reopen()
    const unsettled = former?.unsettled === 'new' ? 'new' : kind
    this.joined = { you: welcome.you, epoch: welcome.epoch, confirmed, predicted, unsettled }
    this.foreseen = undefined
    this.settleWhenThere()
  }

  handleCarried(message: HostMessageOf<'carried'>): void {
    this.expectJoined().confirmed.addCarried(message.updates)
  }

  handleUpdates(message: HostMessageOf<'updates'>): void {
    this.changePicture((confirmed) => {
      confirmed.addUpdates(message, (update) => this.noteConfirmed(update))
    })
  }

  handleTiles(message: HostMessageOf<'tiles'>): void {
    this.changePicture((confirmed) => confirmed.addTiles(message))
    this.hashHere()
  }

  handleStamp(message: HostMessageOf<'stamp'>): void {
    this.expectJoined()
    this.noteCompared(this.comparer.addStamp(message.seq, encodeHex(message.hash)))
    this.hashHere()
  }

  handleDurable(seq: number): void {
    this.own.markDurable(seq)
  }

  /** Indices of tiles that look different since the last call. */
  takeDirty(): number[] {
    const taken = [...this.dirty]
    this.dirty.clear()
    return taken
  }

  /** Writes a tile as it is to be shown, 64 × 64 RGBA of 8 bits over white: confirmed, others' open strokes, own strokes. */
  renderTile(index: number, out: Uint8ClampedArray | Uint8Array): void {
    const { confirmed } = this
    composeTile(index, confirmed?.tile(index), this.overlays(), this.pixels)
    showPixels(this.pixels, out)
  }

  /** The hash of the confirmed picture; undefined until it is whole. */
  hash(): PictureHash | undefined {
    const { confirmed } = this
    return confirmed?.isWhole === true ? confirmed.timeline!.hash() : undefined
  }

  private overlays(): Overlay[] {
    if (this.joined === undefined) return []
    const { you, confirmed, predicted } = this.joined
    const open = confirmed.timeline?.openStrokes() ?? []
    const others = open.filter(({ author, stroke }) => author !== you || !predicted.covers(stroke))
    return [...others.map(({ painter }) => painter), ...predicted.shown()]
  }

  private addOwn(operations: readonly Operation[]): void {
    let isStale = false
    for (const operation of operations) {
      const update = this.own.append(operation)
      if (this.joined?.predicted.add(update) === 'stale') isStale = true
    }
    if (isStale) this.rebuildPredicted()
    this.events.onOwnUpdates()
  }

  private noteConfirmed(update: Update): void {
    const { you, confirmed, predicted } = this.joined!
    if (update.author === you) {
      this.own.confirm(update.clientSeq, update.seq)
      predicted.confirm(update.clientSeq)
    }
    const timeline = confirmed.timeline!
    if (confirmed.isTrue && timeline.missingTiles === 0 && this.comparer.wants(update.seq)) {
      this.noteCompared(this.comparer.addOwn(update.seq, timeline.hash()))
    }
  }

  private changePicture(change: (confirmed: ConfirmedPicture) => void): void {
    const { confirmed } = this.expectJoined()
    const former = confirmed.timeline
    change(confirmed)
    const timeline = confirmed.timeline!
    if (timeline !== former) {
      for (let index = 0; index < tileCount(confirmed.size); index++) this.dirty.add(index)
    }
    for (const index of timeline.takeDirty()) this.dirty.add(index)
    this.settleWhenThere()
  }

  private settleWhenThere(): void {
    const joined = this.expectJoined()
    if (joined.unsettled === undefined || !joined.confirmed.isSettled) return
    this.own.settle()
    if (joined.unsettled === 'new') this.mendOpenStroke(this.openStroke())
    this.joined = { ...joined, unsettled: undefined }
    this.rebuildPredicted()
    this.events.onSettled()
  }

  /** While this client was away the host may have ended its open stroke, or kept one that nobody here draws any more. */
  private mendOpenStroke(openStroke: number | undefined): void {
    const unconfirmed = this.own.unconfirmed()
    if (openStroke === undefined) {
      const renaming = this.own.reopenBrokenStroke()
      if (renaming !== undefined) this.strokes.rename(renaming)
      if (unconfirmed.length === 0 && this.segmenter.stage === 'begun') this.segmenter.reopen()
      return
    }
    const isContinued = this.isDrawing || unconfirmed.some(({ operation }) => isEdge(operation))
    if (!isContinued) this.own.append({ kind: 'end' })
  }

  private rebuildPredicted(): void {
    this.joined?.predicted.rebuild(this.own, this.openStroke(), this.segmenter.waiting)
  }

  /** The own stroke that is open in the confirmed picture. */
  private openStroke(): number | undefined {
    return this.joined?.confirmed.timeline?.openStrokeOf(this.joined.you)?.stroke
  }

  /** Compares at the present seq, when a stamp waits for it. */
  private hashHere(): void {
    const { confirmed } = this.expectJoined()
    if (!confirmed.isWhole || !this.comparer.wants(confirmed.timeline!.seq)) return
    const { timeline } = confirmed
    this.noteCompared(this.comparer.addOwn(timeline!.seq, timeline!.hash()))
  }

  private noteCompared(comparison: Comparison | undefined): void {
    if (comparison === undefined) return
    this.compared = comparison
    this.events.onCompared(comparison)
  }

  private foresee(): NonNullable<typeof this.foreseen> {
    const timeline = this.joined?.confirmed.timeline
    const { own, strokes } = this
    const key = `${timeline?.seq} ${own.lastNumber} ${own.confirmedNumber}`
    if (this.foreseen?.key !== key || this.joined?.unsettled !== undefined) {
      const confirmed = this.joined === undefined ? [] : (timeline?.strokesOf(this.joined.you) ?? [])
      const foreseen = foreseeStrokes(confirmed, this.openStroke(), own.unconfirmed())
      this.foreseen = { key, undo: strokes.undoTarget(foreseen), redo: strokes.redoTarget(foreseen) }
    }
    return this.foreseen
  }

  private expectJoined(): Joined {
    if (this.joined === undefined) throw malformed('no welcome came before')
    return this.joined
  }
}

function isEdge(operation: Operation): boolean {
  return operation.kind === 'stroke-begin' || operation.kind === 'end'
}

function malformed(what: string): ProtocolError {
  return new ProtocolError('malformed', `The host can't be followed: ${what}.`)
}
