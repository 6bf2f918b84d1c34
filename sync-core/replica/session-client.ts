// One participant's side of a session: the connection, what is said on it, and the replica. Everything happens in turns:
// a message, a timer or a call of the window changes what it must, and at the end of the turn the listener is told once.
//
// Every message of the host is distrusted. One that can't be right costs the connection: the picture is then fetched anew
// from a snapshot, after a pause that grows while this goes on. Own updates survive all of that, until they are durable.

import type { Paced } from '../authoring/paced.ts'
import type { PixelSource } from '../authoring/pixel-source.ts'
import { unreachable } from '../base/assert.ts'
import { OutOfMemoryError, ProtocolError } from '../base/errors.ts'
import { limits as standardLimits, type Limits } from '../base/limits.ts'
import { PictureMemory } from '../kernel/picture-memory.ts'
import { createWasmKernel } from '../kernel/wasm-kernel.ts'
import {
  decodeHostMessage,
  encodeClientMessage,
  protocolVersion,
  type ClientMessageOf,
  type HostMessage,
  type HostMessageOf,
} from '../protocol/messages.ts'
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
  isSameState,
  unknownFacts,
  withKept,
  type SessionFacts,
  type SessionParts,
} from './describe-session.ts'
import { encodeHello } from './encode-hello.ts'
import type { Patch } from './encode-patch.ts'
import { Gathering } from './gathering.ts'
import { Hand, type PlainGradient } from './hand.ts'
import { type Outcome, refused } from './outcome.ts'
import { refusalOutcome } from './refusal-outcome.ts'
import { type MovementStep, Replica } from './replica.ts'
import type { HiddenPart, PixelSourceOf, ShownPicture } from './shown-picture.ts'
import type { PersonPresence, SessionState, Stance, ViewRect } from './session-state.ts'
import type { Comparison } from './stamp-comparer.ts'
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
  private facts: SessionFacts = unknownFacts
  private readonly hand: Hand
  private view: ViewRect | undefined
  private greeting: 'greeting' | 'welcomed' = 'greeting'
  /** `fresh`: the next hello asks for a snapshot, whatever is here. */
  private trust: 'resumable' | 'fresh' = 'fresh'
  private offered: ClientMessageOf<'hello'>['resume']
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
      onSettled: () => this.startSending(),
      onCompared: (comparison) => this.handleCompared(comparison),
      onSay: (message) => this.loop.send(encodeClientMessage(message)),
      onHopeless: () => this.turn(() => this.distrust()),
    })
    this.hand = new Hand(this.replica, limits, () => drawingRefusal(this.parts()))
    this.gathering = new Gathering({
      clock,
      limits,
      prng: options.prng,
      send: (message) => this.loop.send(message),
    })
    this.loop = new ConnectionLoop(
      { ...options, limits },
      {
        onOpen: () => this.turn(() => this.sayHello()),
        onMessage: (message) => this.turn(() => this.receive(message)),
        onDrain: () => this.sender.pump(),
        onLost: () => this.turn(() => this.handleLost()),
      },
    )
    this.sender = new UpdateSender(clock, limits, this.replica.own, this.loop)
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
      if (this.state().canUndo) this.replica.undo()
    })
  }

  redo(): void {
    this.turn(() => {
      if (this.state().canRedo) this.replica.redo()
    })
  }

  /** Undoes own actions, newest first, down to the one of this clientSeq; nothing when that can't be undone. */
  undoDownTo(action: number): void {
    this.turn(() => {
      if (this.state().canUndo) this.replica.undoDownTo(action)
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
    if (this.greeting === 'welcomed') this.loop.send(encodeClientMessage({ kind: 'ping', number }))
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
    const { facts, loop, replica, limits, greeting } = this
    return { facts, loop, replica, limits, greeting }
  }

  private sayHello(): void {
    this.offered = this.trust === 'resumable' ? this.replica.resumePoint() : undefined
    this.loop.send(encodeHello(this.options, this.offered, this.view))
  }

  private receive(bytes: Uint8Array): void {
    try {
      if (bytes.length > this.limits.hostMessageBytesMax) {
        throw new ProtocolError('too-large', `A message of the host has ${bytes.length} bytes.`)
      }
      this.handle(decodeHostMessage(bytes))
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error
      this.distrust()
    }
  }

  private handle(message: HostMessage): void {
    const isGreeting = message.kind === 'welcome' || message.kind === 'refusal' || message.kind === 'bye'
    if (this.greeting === 'greeting' && !isGreeting) {
      throw new ProtocolError('malformed', `The host said ${message.kind} before it let this client in.`)
    }
    switch (message.kind) {
      case 'refusal':
        if (refusalOutcome(message.code) === 'end') this.loop.end(message.code, message.sentence)
        else this.distrust()
        return
      case 'bye':
        return this.loop.end('host-closing', message.sentence)
      case 'welcome':
        return this.handleWelcome(message)
      case 'carried':
        return this.replica.handleCarried(message)
      case 'updates':
        return this.replica.handleUpdates(message)
      case 'tiles':
        return this.replica.handleTiles(message)
      case 'stamp':
        return this.replica.handleStamp(message)
      case 'inspection':
        return this.replica.handleInspection(message)
      case 'durable':
        this.replica.handleDurable(message.seq)
        this.facts = { ...this.facts, durableSeq: message.seq }
        return
      case 'saved':
      case 'uploaded':
        this.facts = withKept(this.facts, message)
        return
      case 'health':
        return this.handleHealth(message)
      case 'roster':
        this.facts = { ...this.facts, roster: message.people }
        return this.gathering.handle(message)
      case 'pong':
        return this.listener.onPong?.(message.number)
      case 'presence':
      case 'stances':
      case 'chat':
      case 'said':
        return this.gathering.handle(message)
      default:
        return unreachable(message)
    }
  }

  private handleWelcome(welcome: HostMessageOf<'welcome'>): void {
    if (welcome.major !== protocolVersion.major) {
      const sentence = `This session speaks version ${welcome.major}, and your Gesso ${protocolVersion.major}.`
      return this.loop.end('version', `${sentence} Update the older one.`)
    }
    const { picture } = this.facts
    if (picture !== undefined && picture.id !== welcome.pictureId) {
      return this.loop.end('not-allowed', `This address now shows another picture, “${welcome.title}”.`)
    }
    this.sender.stop()
    const kind = this.greeting === 'greeting' ? 'new' : 'same'
    const { offered } = this
    this.offered = undefined
    this.facts = {
      ...this.facts,
      picture: { id: welcome.pictureId, title: welcome.title },
      you: { author: welcome.you, role: welcome.role },
      durableSeq: welcome.durableSeq,
      uploaded: undefined,
      health: unknownFacts.health,
    }
    this.greeting = 'welcomed'
    this.trust = 'resumable'
    this.replica.handleWelcome(welcome, kind, offered !== undefined)
    this.loop.noteWelcome()
    this.gathering.handleWelcome(welcome)
  }

  private handleHealth({ writable, sentence }: HostMessageOf<'health'>): void {
    const wasWritable = this.facts.health.writable
    this.facts = { ...this.facts, health: { writable, sentence } }
    if (writable === wasWritable) return
    if (writable) return this.startSending()
    this.sender.stop()
    this.replica.endStroke()
  }

  private handleCompared(comparison: Comparison): void {
    if (comparison.kind === 'same') {
      this.facts = { ...this.facts, sync: { kind: 'in-sync', seq: comparison.seq } }
      this.loop.noteSound()
      return
    }
    this.facts = { ...this.facts, sync: { kind: 'differs', seq: comparison.seq } }
  }

  /** Sends everything that the host does not have; what it gets twice it drops. */
  private startSending(): void {
    const isSettled = this.greeting === 'welcomed' && this.replica.confirmed?.isSettled === true
    if (this.facts.health.writable && isSettled) this.sender.start(this.replica.own.confirmedNumber + 1)
  }

  private distrust(): void {
    this.trust = 'fresh'
    this.loop.drop('fault')
  }

  private handleLost(): void {
    this.greeting = 'greeting'
    this.sender.stop()
    this.gathering.handleLost()
    this.replica.handleLost()
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
