// One participant's side of a session: the connection, what is said on it, and the replica. Everything happens in turns:
// a message, a timer or a call of the window changes what it must, and at the end of the turn the listener is told once.
// Here are the verbs of the window and the turns; what the host says is heard in host-talk.ts. Own updates survive whatever becomes
// of the connection, until they are durable.

import type { Paced } from '../authoring/paced.ts'
import type { PixelSource } from '../authoring/pixel-source.ts'
import { OutOfMemoryError } from '../base/errors.ts'
import { limits as standardLimits, type Limits } from '../base/limits.ts'
import { PictureMemory } from '../kernel/picture-memory.ts'
import { createWasmKernel } from '../kernel/wasm-kernel.ts'
import { encodeClientMessage, type Deed } from '../protocol/messages.ts'
import type { Brush } from '../raster/brush.ts'
import type { LayerOperation } from '../raster/layer-operation.ts'
import type { Sample } from '../raster/sample.ts'
import type { Selection } from '../raster/selections.ts'
import type { LayerId } from '../raster/structure.ts'
import type { HistoryNews } from './action-log.ts'
import type { ChatPlace } from './chat.ts'
import type { ClientListener, ClientOptions } from './client-options.ts'
import { ConnectionLoop } from './connection-loop.ts'
import {
  describeSession,
  drawingRefusal,
  roleRefusal,
  isSameState,
  type SessionParts,
} from './describe-session.ts'
import type { Patch } from './encode-patch.ts'
import { Gathering } from './gathering.ts'
import { Hand, type PlainGradient } from './hand.ts'
import type { HeldPicture } from './held-picture.ts'
import { HostTalk } from './host-talk.ts'
import { type Outcome, refused } from './outcome.ts'
import { type MovementStep, Replica } from './replica.ts'
import type { HiddenPart, PixelSourceOf, ShownPicture } from './shown-picture.ts'
import type { PersonPresence, SessionState, Stance, ViewRect } from './session-state.ts'
import { type Thumbnail, withoutLack } from './thumbnail-sum.ts'
import { UpdateSender } from './update-sender.ts'
import { everybodysWork, type WorkFilter } from './work-view.ts'

const noMemory =
  'This picture needs more memory than this window has. The host keeps it, with everything that arrived there.'

export class SessionClient {
  private readonly options: ClientOptions
  private readonly limits: Limits
  private readonly listener: ClientListener
  private readonly replica: Replica
  private readonly loop: ConnectionLoop
  private readonly sender: UpdateSender
  private readonly gathering: Gathering
  private readonly talk: HostTalk
  private readonly hand: Hand
  private view: ViewRect | undefined
  private dirtyNews: 'untold' | 'told' = 'untold'
  private historyNews: 'untold' | 'told' = 'untold'
  private told: SessionState | undefined
  private turns = 0

  constructor(options: ClientOptions) {
    const { clock, listener, limits = standardLimits } = options
    this.options = options
    this.limits = limits
    this.listener = listener
    this.view = options.view
    const memory = options.memory ?? new PictureMemory(createWasmKernel())
    this.replica = new Replica(memory, clock, limits, {
      // A segment may be cut by the clock, outside of any other turn.
      onOwnUpdates: () => this.turn(() => this.sender.pump()),
      onSettled: () => this.talk.startSending(),
      onCompared: (comparison) => this.talk.handleCompared(comparison),
      onSay: (message) => this.loop.send(encodeClientMessage(message)),
      onHopeless: () => this.turn(() => this.talk.distrust()),
    })
    this.hand = new Hand(this.replica, limits, {
      session: () => drawingRefusal(this.parts()),
      role: () => roleRefusal(this.parts()),
    })
    this.gathering = new Gathering({
      clock,
      limits,
      prng: options.prng,
      send: (message) => this.loop.send(message),
    })
    this.loop = new ConnectionLoop(
      { ...options, limits },
      {
        onOpen: () => this.turn(() => this.talk.sayHello()),
        onMessage: (message) => this.turn(() => this.talk.receive(message)),
        onDrain: () => this.sender.pump(),
        onLost: () => this.turn(() => this.talk.handleLost()),
      },
    )
    this.sender = new UpdateSender(clock, limits, this.replica.own, this.loop)
    const { replica, loop, sender, gathering } = this
    this.talk = new HostTalk({ options, limits, loop, replica, sender, gathering, view: () => this.view })
    this.told = this.state()
  }

  state(): SessionState {
    return describeSession(this.parts())
  }

  /**
   * Puts the pen down on a layer; samples are of the plane. While `state().health` refuses drawing nothing is painted, and the
   * stroke starts when that is over. Throws ProtocolError('malformed') for a brush out of range; samples are brought into range.
   */
  beginStroke(layer: LayerId, brush: Brush, samples: readonly Sample[]): Outcome {
    return this.turn(() => this.hand.beginStroke(layer, brush, samples)) ?? refused(noMemory)
  }

  /** Keeps order, as far as this person's role goes; what came of it is in the state. */
  /** What strangers have to say from now on; undefined is nothing. Only the host is heard. */
  setPassword(password: string | undefined): void {
    this.turn(() => this.loop.send(encodeClientMessage({ kind: 'password', password })))
  }

  moderate(deed: Deed): void {
    this.turn(() => this.loop.send(encodeClientMessage({ kind: 'moderate', deed })))
  }

  addSamples(samples: readonly Sample[]): void {
    this.turn(() => this.hand.addSamples(samples))
  }

  endStroke(): void {
    this.turn(() => this.hand.endStroke())
  }

  /**
   * Changes the layers, or the frame. What makes no difference is not sent. Ends an open stroke. A later step of a movement of
   * the hand is undone and redone together with the own action before it.
   */
  changeLayers(operation: LayerOperation, step: MovementStep = 'first'): Outcome {
    return this.turn(() => this.hand.changeLayers(operation, step)) ?? refused(noMemory)
  }

  /** Paints a gradient over the frame, or what is selected of it. Ends an open stroke. */
  gradient(gradient: PlainGradient): Outcome {
    return this.turn(() => this.hand.gradient(gradient)) ?? refused(noMemory)
  }

  /** Lays tiles that were computed here on a layer, in as many updates as needed. Ends an open stroke. */
  patch(patch: Patch): Outcome {
    return this.turn(() => this.hand.patch(patch)) ?? refused(noMemory)
  }

  /**
   * What is selected from now on: coverage 0..255 by tile index, not to be changed afterwards; undefined for nothing in particular.
   * The host is told when something is painted with it.
   */
  setSelection(mask: Selection | undefined): void {
    this.turn(() => this.hand.setSelection(mask))
  }

  selection(): Selection | undefined {
    return this.replica.selection.current
  }

  undo(): void {
    this.turn(() => {
      if (this.state().canUndo) this.replica.undoing.undo()
    })
  }

  redo(): void {
    this.turn(() => {
      if (this.state().canRedo) this.replica.undoing.redo()
    })
  }

  /** Undoes own actions, newest first, down to the one of this clientSeq; nothing when that can't be undone. */
  undoDownTo(action: number): void {
    this.turn(() => {
      if (this.state().canUndo) this.replica.undoing.undoDownTo(action)
    })
  }

  /** Shows the picture without some people's work; nobody else sees that, and tools look at the whole picture as before. */
  showWork(filter: WorkFilter): void {
    this.turn(() => this.replica.history.showWork(filter))
  }

  /** What changed in the list of actions since the last call. */
  takeHistory(): HistoryNews | undefined {
    this.historyNews = 'untold'
    return this.replica.history.takeNews()
  }

  /** What an action of the list looks like, as work in steps; it gives undefined where that can't be drawn. */
  drawThumbnail(entry: number): Paced<Thumbnail | undefined> {
    return withoutLack(this.replica.history.drawThumbnail(entry))
  }

  setPresence(presence: Omit<PersonPresence, 'author'>): void {
    this.gathering.setPresence(presence)
  }

  /** Tells the others what this person is at; what is not named stays as it is. */
  setStance(changes: Partial<Stance>): void {
    this.gathering.setStance(changes)
  }

  /** The part in view: others may look at it, and after a reconnect its tiles come first. */
  setView(view: ViewRect): void {
    this.view = view
    this.gathering.setStance({ view })
  }

  /** Says a line to everybody. It is `waiting` until the host has it, whatever happens to the connection. */
  say(text: string, place?: ChatPlace): Outcome {
    const { state } = this.loop
    if (state.kind === 'ended') return refused(state.sentence)
    return this.turn(() => this.gathering.say(text, place)) ?? refused(noMemory)
  }

  /** Asks the host to answer at once, by `onPong` with the same number; nothing while there is no session. */
  ping(number: number): void {
    if (this.talk.greeting === 'welcomed') this.loop.send(encodeClientMessage({ kind: 'ping', number }))
  }

  /** Sends what can still be sent, says goodbye, and ends. */
  leave(): void {
    this.turn(() => {
      this.replica.endStroke()
      this.sender.pump()
      this.loop.send(encodeClientMessage({ kind: 'bye' }))
      this.loop.end('left', 'You left the session.')
    })
  }

  takeDirty(): number[] {
    this.dirtyNews = 'untold'
    return this.replica.takeDirty()
  }

  /** Writes a tile as it is shown, perhaps without a part: 64 × 64 RGBA of 8 bits over white. White before the picture is here. */
  renderTile(index: number, out: Uint8ClampedArray | Uint8Array, hidden?: HiddenPart): void {
    const { shown } = this.replica
    if (shown === undefined) out.fill(255)
    else this.withinMemory(() => this.renderShown(shown, index, out, hidden))
  }

  /** A view that there is no memory for ends, rather than the session. */
  private renderShown(
    shown: ShownPicture,
    index: number,
    out: Uint8ClampedArray | Uint8Array,
    hidden: HiddenPart | undefined,
  ): void {
    try {
      shown.renderTile(index, out, hidden)
    } catch (error) {
      if (!(error instanceof OutOfMemoryError) || !this.replica.history.view.isFiltering) throw error
      this.showWork(everybodysWork)
      shown.renderTile(index, out, hidden)
    }
  }

  /** The pixels as they are shown, for tools that look at them: of one layer, or of all that are visible, without paper. */
  pixelSource(of: PixelSourceOf): PixelSource {
    return (index) => this.withinMemory(() => this.replica.shown?.pixelSource(of)(index))
  }

  /**
   * Everybody's picture as it is shown now, to be read while people draw on; it is released by whoever asked for it, or when memory
   * gets scarce. 'not-here' while a part of the picture is on its way.
   */
  hold(): HeldPicture | 'not-here' | 'no-memory' {
    try {
      return this.replica.shown?.hold() ?? 'not-here'
    } catch (error) {
      if (!(error instanceof OutOfMemoryError)) throw error
      return 'no-memory'
    }
  }

  /** Where a layer may have pixels as it is shown: nowhere else has it any. */
  layerIndices(layer: LayerId): ReadonlySet<number> {
    return this.replica.shown?.layerIndices(layer) ?? new Set()
  }

  /**
   * Stands for the layer's pixels of a tile as they are shown, and is the same as long as they are; undefined while they are on
   * their way to being others.
   */
  settledTile(layer: LayerId, index: number): object | 'blank' | undefined {
    return this.replica.shown?.settledTile(layer, index)
  }

  hash(): string | undefined {
    return this.replica.hash()
  }

  get seq(): number {
    return this.replica.confirmed?.timeline?.seq ?? 0
  }

  private parts(): SessionParts {
    const { loop, replica, limits, talk } = this
    return { loop, replica, limits, facts: talk.facts, greeting: talk.greeting }
  }

  /** Runs a change, and at the end of the outermost one tells the listener what is new. */
  private turn<Result>(change: () => Result): Result | undefined {
    this.turns += 1
    let result: Result | undefined
    try {
      result = this.withinMemory(change)
    } finally {
      this.turns -= 1
    }
    if (this.turns === 0) this.tell()
    return result
  }

  /** A picture that this window has no memory for is shown no further; what the host has is safe. */
  private withinMemory<Result>(work: () => Result): Result | undefined {
    try {
      return work()
    } catch (error) {
      if (!(error instanceof OutOfMemoryError)) throw error
      this.loop.end('no-memory', noMemory)
      return undefined
    }
  }

  private tell(): void {
    const state = this.state()
    if (this.told === undefined || !isSameState(state, this.told)) {
      this.told = state
      this.listener.onState(state)
    }
    if (this.replica.history.hasNews && this.historyNews === 'untold') {
      this.historyNews = 'told'
      this.listener.onHistory?.()
    }
    this.gathering.tell(this.listener)
    if (this.replica.isDirty && this.dirtyNews === 'untold') {
      this.dirtyNews = 'told'
      this.listener.onDirty()
    }
  }
}
