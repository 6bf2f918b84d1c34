// A client's picture: what the host has ordered, and above it what this client did and the host has not ordered yet.
//
//   pen ─▶ segmenter ─▶ own updates ─▶ predicted actions ──────────╮
//   window ─▶ operations ─╯  │ sent by the owner                   ├─▶ shown picture
//   host's messages ─▶ confirmed picture ─▶ echo, open actions ────╯
//
// It knows no network: its owner hands in messages, and sends `own`. Whatever a host may say that makes no sense is a
// ProtocolError out of a handle… method; the owner then drops the connection and joins anew, from a snapshot.

import type { Clock } from '../base/clock.ts'
import { ProtocolError } from '../base/errors.ts'
import type { Limits } from '../base/limits.ts'
import type { PictureMemory } from '../kernel/picture-memory.ts'
import type { ClientMessage, ClientMessageOf, HostMessageOf } from '../protocol/messages.ts'
import type { Brush } from '../raster/brush.ts'
import {
  continuesAction,
  hostAuthor,
  type MarkPlace,
  type Operation,
  type Update,
} from '../raster/operation.ts'
import type { PictureHash } from '../raster/picture-hash.ts'
import type { Sample } from '../raster/sample.ts'
import { ActionHistory } from './action-history.ts'
import { ConfirmedPicture } from './confirmed-picture.ts'
import type { HealedState } from './healing.ts'
import { OwnActions } from './own-actions.ts'
import { OwnSelection } from './own-selection.ts'
import { OwnUndo } from './own-undo.ts'
import { OwnUpdates, type Renaming } from './own-updates.ts'
import { PredictedActions } from './predicted-actions.ts'
import { SendingProgress } from './sending-progress.ts'
import { ShownPicture } from './shown-picture.ts'
import type { Comparison } from './stamp-comparer.ts'
import { StampWatch } from './stamp-watch.ts'
import { StrokeSegmenter } from './stroke-segmenter.ts'

export interface ReplicaEvents {
  /** There are new own updates to send. */
  onOwnUpdates(): void
  /** Everything up to the welcome is here: own updates after the confirmed ones may be sent. */
  onSettled(): void
  onCompared(comparison: Comparison): void
  /** Something is to be asked of the host. */
  onSay(message: ClientMessage): void
  /** The picture differs from the host's, and could not be healed. */
  onHopeless(): void
}

/** `new`: the welcome of a connection. `same`: the host starts a running connection anew, because it fell behind. */
export type WelcomeKind = 'new' | 'same'

interface Joined {
  readonly you: number
  readonly epoch: number
  readonly confirmed: ConfirmedPicture
  readonly shown: ShownPicture
  /** The welcome whose updates are not all here yet. */
  readonly unsettled: WelcomeKind | undefined
}

/** Whether an action stands alone, or goes on with the newest one as a slider under a moving hand does. */
export type MovementStep = 'first' | 'later'

export class Replica {
  readonly own = new OwnUpdates()
  readonly selection: OwnSelection
  private readonly memory: PictureMemory
  private readonly events: ReplicaEvents
  private readonly limits: Limits
  private readonly segmenter: StrokeSegmenter
  private readonly actions = new OwnActions()
  private readonly stamps: StampWatch
  private readonly progress: SendingProgress
  private readonly dirty = new Set<number>()
  private readonly predicted: PredictedActions
  readonly history: ActionHistory
  readonly undoing: OwnUndo
  private joined: Joined | undefined

  constructor(memory: PictureMemory, clock: Clock, limits: Limits, events: ReplicaEvents) {
    this.memory = memory
    this.events = events
    this.limits = limits
    this.selection = new OwnSelection(limits)
    this.progress = new SendingProgress(limits.sendingShownBytes)
    this.predicted = new PredictedActions(memory, this.dirty, (clientSeq) => this.selection.at(clientSeq))
    const ports = {
      memory,
      clock,
      limits,
      you: () => this.joined?.you,
      timeline: () => this.confirmed?.timeline,
      shown: () => this.shown,
      isSettled: () => this.joined !== undefined && this.joined.unsettled === undefined,
    }
    this.history = new ActionHistory(ports, this.dirty)
    this.undoing = new OwnUndo({
      ...ports,
      own: this.own,
      actions: this.actions,
      openAction: () => this.openAction(),
      add: (operation) => this.addOwn([operation]),
    })
    this.segmenter = new StrokeSegmenter(clock, limits, (operations) => this.addOwn(operations))
    this.stamps = new StampWatch({
      memory,
      clock,
      limits,
      confirmed: () => this.confirmed,
      onCompared: (comparison) => events.onCompared(comparison),
      onSay: (message) => events.onSay(message),
      onHealed: () => this.noteChange(),
      onHopeless: () => events.onHopeless(),
    })
    memory.addRoot((mark) => {
      this.confirmed?.mark(mark)
      this.joined?.shown.mark(mark)
      this.stamps.mark(mark)
    })
  }

  /** The picture's order as far as it is here; undefined before the first welcome. */
  get confirmed(): ConfirmedPicture | undefined {
    return this.joined?.confirmed
  }

  /** The picture as it is shown; undefined before the first welcome, and when memory ended in the middle of a change. */
  get shown(): ShownPicture | undefined {
    const isBroken = this.confirmed?.timeline?.isSound === false
    return isBroken ? undefined : this.joined?.shown
  }

  get healed(): HealedState {
    return this.stamps.healed
  }

  /** How far something large has come on its way to the host. */
  get sending(): { readonly bytes: number; readonly bytesTotal: number } | undefined {
    return this.progress.state
  }

  get isDrawing(): boolean {
    return this.segmenter.stage !== 'idle'
  }

  get isDirty(): boolean {
    return this.dirty.size > 0
  }

  /** What a hello may ask to go on from. */
  resumePoint(): ClientMessageOf<'hello'>['resume'] {
    const { joined, stamps } = this
    if (joined?.confirmed.canResume !== true) return undefined
    return { epoch: joined.epoch, seq: joined.confirmed.timeline!.seq, stamp: stamps.soundStamp }
  }

  beginStroke(place: MarkPlace, brush: Brush, samples: readonly Sample[]): void {
    this.actions.forgetUndone()
    this.segmenter.begin(place, brush, samples)
  }

  addSamples(samples: readonly Sample[]): void {
    if (!this.isDrawing) return
    this.predicted.paintAhead(samples)
    this.segmenter.add(samples)
  }

  endStroke(): void {
    this.segmenter.end()
  }

  /** The operations of one whole action: a patch, a gradient, a change of the layers. An open stroke is ended. */
  act(operations: readonly Operation[], step: MovementStep = 'first'): void {
    if (operations.length === 0) return
    this.segmenter.end()
    this.actions.forgetUndone()
    const before = step === 'later' ? this.undoing.undoTarget : undefined
    this.addOwn(operations)
    const action = this.own.lastNumber + 1 - operations.length
    if (before !== undefined) this.actions.noteStep(action, before)
  }

  handleWelcome(welcome: HostMessageOf<'welcome'>, kind: WelcomeKind, isResumeOffered: boolean): void {
    const former = this.joined
    if (welcome.you === hostAuthor) throw malformed('this client is given the number of the host')
    const confirmed =
      former?.confirmed ?? new ConfirmedPicture(this.memory, this.limits, this.history.watcher())
    const { start } = welcome
    this.stamps.stop()
    // Another window of this participant was the last to say what is selected.
    if (welcome.lastClientSeq > this.own.lastNumber) this.selection.forgetSent()
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
      this.stamps.reset()
    }
    if (renaming !== undefined) this.rename(renaming)
    // Only another run of this participant makes the host count past everything here, an open stroke included.
    if (this.own.all().length === 0 && this.segmenter.stage === 'begun') this.segmenter.reopen()
    const { you, epoch } = welcome
    const { memory, own, predicted } = this
    const { view } = this.history
    const shown =
      former?.you === you
        ? former.shown
        : new ShownPicture({ memory, you, confirmed, predicted, own, view }, this.dirty)
    const unsettled = former?.unsettled === 'new' ? 'new' : kind
    this.joined = { you, epoch, confirmed, shown, unsettled }
    this.undoing.forget()
    this.settleWhenThere()
    this.noteChange()
  }

  handleCarried(message: HostMessageOf<'carried'>): void {
    this.expectJoined().confirmed.addCarried(message.updates)
  }

  handleUpdates(message: HostMessageOf<'updates'>): void {
    this.expectJoined().confirmed.addUpdates(message, (update) => this.noteConfirmed(update))
    this.settleWhenThere()
    this.noteChange()
  }

  handleTiles(message: HostMessageOf<'tiles'>): void {
    const { confirmed } = this.expectJoined()
    if (this.stamps.isFetching) return this.stamps.handleTiles(message)
    confirmed.addTiles(message)
    this.settleWhenThere()
    this.noteChange()
    this.stamps.compareHere()
  }

  handleInspection(message: HostMessageOf<'inspection'>): void {
    this.stamps.handleInspection(message)
  }

  handleStamp(message: HostMessageOf<'stamp'>): void {
    this.expectJoined()
    this.stamps.handleStamp(message)
  }

  handleDurable(seq: number): void {
    this.own.markDurable(seq)
  }

  /** The connection is gone. */
  handleLost(): void {
    this.stamps.stop()
  }

  /** Indices of tiles that look different since the last call. */
  takeDirty(): number[] {
    const taken = [...this.dirty]
    this.dirty.clear()
    return taken
  }

  /** The hash of the confirmed picture; undefined until it is whole. */
  hash(): PictureHash | undefined {
    const { confirmed } = this
    const isKnown = confirmed?.isWhole === true && confirmed.timeline!.isSound
    return isKnown ? confirmed.timeline!.hash() : undefined
  }

  private addOwn(operations: readonly Operation[]): void {
    let isStale = false
    for (const operation of operations) {
      if ('selected' in operation && operation.selected && this.sendSelection() === 'stale') isStale = true
      if (this.appendOwn(operation) === 'stale') isStale = true
    }
    if (isStale) this.rebuildPredicted()
    this.noteChange()
    this.events.onOwnUpdates()
  }

  private appendOwn(operation: Operation): 'fresh' | 'stale' {
    return this.predicted.add(this.own.append(operation))
  }

  /** What is painted with the selection comes after it. */
  private sendSelection(): 'fresh' | 'stale' {
    const { own, selection, joined } = this
    const isKnown = joined !== undefined && joined.unsettled === undefined
    const inForce = isKnown ? joined.confirmed.timeline?.selectionUpdateOf(joined.you) : 'unknown'
    const operations = selection.operationsBefore(own.confirmedNumber, inForce)
    const states = operations.map((operation) => this.appendOwn(operation))
    if (operations.length > 0) selection.noteSent(own.lastNumber, own.all()[0]!.clientSeq)
    return states.includes('stale') ? 'stale' : 'fresh'
  }

  private noteConfirmed(update: Update): void {
    const { you } = this.joined!
    if (update.author === you) {
      this.own.confirm(update.clientSeq, update.seq, update.operation)
      this.predicted.confirm(update.clientSeq)
    }
    this.stamps.noteSeq(update.seq)
  }

  /** Own updates or the confirmed picture are others than before. */
  private noteChange(): void {
    this.progress.note(this.own.unconfirmedBytes)
    this.joined?.shown.refresh()
  }

  private settleWhenThere(): void {
    const joined = this.expectJoined()
    if (joined.unsettled === undefined || !joined.confirmed.isSettled) return
    this.own.settle()
    if (joined.unsettled === 'new') {
      this.mendOpenAction(this.openAction())
      this.mendSelection(joined)
    }
    this.joined = { ...joined, unsettled: undefined }
    this.rebuildPredicted()
    this.noteChange()
    this.events.onSettled()
  }

  /** While this client was away the host may have ended its open action, or kept one that nobody here goes on with. */
  private mendOpenAction(openAction: number | undefined): void {
    const unconfirmed = this.own.unconfirmed()
    if (openAction === undefined) {
      const renaming = this.own.reopenBrokenAction()
      if (renaming !== undefined) this.rename(renaming)
      if (unconfirmed.length === 0 && this.segmenter.stage === 'begun') this.segmenter.reopen()
      return
    }
    const isContinued = this.isDrawing || unconfirmed.some(({ operation }) => !continuesAction(operation))
    if (!isContinued) this.own.append({ kind: 'end' })
  }

  /** The host may have forgotten the selection that updates under way are painted with. */
  private mendSelection({ you, confirmed }: Joined): void {
    const inForce = confirmed.timeline?.selectionUpdateOf(you)
    const repair = this.selection.repair(this.own.unconfirmed(), inForce)
    if (repair === undefined) return
    const renaming = this.own.insertBefore(repair.before, repair.operations)
    this.actions.rename(renaming)
    this.selection.noteRepaired(repair, renaming)
  }

  private rename(renaming: Renaming): void {
    this.actions.rename(renaming)
    this.selection.rename(renaming)
  }

  private rebuildPredicted(): void {
    this.predicted.rebuild(this.own, this.openAction(), this.segmenter.waiting)
  }

  /** The own action that is open in the confirmed picture. */
  private openAction(): number | undefined {
    return this.joined?.confirmed.timeline?.openActionOf(this.joined.you)?.action
  }

  private expectJoined(): Joined {
    if (this.joined === undefined) throw malformed('no welcome came before')
    return this.joined
  }
}

function malformed(what: string): ProtocolError {
  return new ProtocolError('malformed', `The host can't be followed: ${what}.`)
}
