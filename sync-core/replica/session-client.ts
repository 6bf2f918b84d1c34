// One participant's side of a session: the connection, what is said on it, and the replica. Everything happens in turns:
// a message, a timer or a call of the window changes what it must, and at the end of the turn the listener is told once.
//
// Every message of the host is distrusted. One that can't be right costs the connection: the picture is then fetched anew
// from a snapshot, after a pause that grows while this goes on. Own updates survive all of that, until they are durable.

import { unreachable } from '../base/assert.ts'
import type { Clock } from '../base/clock.ts'
import { ProtocolError } from '../base/errors.ts'
import { limits as standardLimits, type Limits } from '../base/limits.ts'
import type { Prng } from '../base/prng.ts'
import type { Dialer } from '../protocol/connection.ts'
import {
  decodeHostMessage,
  encodeClientMessage,
  helloMagic,
  protocolVersion,
  type ClientMessageOf,
  type HostMessage,
  type HostMessageOf,
} from '../protocol/messages.ts'
import { checkBrush } from '../raster/brush-range.ts'
import { type Brush, keepUsedChannels } from '../raster/brush.ts'
import type { LayerOperation } from '../raster/layer-operation.ts'
import type { Gradient, MarkPlace } from '../raster/operation.ts'
import type { Sample } from '../raster/sample.ts'
import type { Selection } from '../raster/selections.ts'
import type { LayerId } from '../raster/structure.ts'
import { ConnectionLoop } from './connection-loop.ts'
import {
  describeSession,
  drawingRefusal,
  isSameState,
  unknownFacts,
  type SessionFacts,
  type SessionParts,
} from './describe-session.ts'
import { encodePatch, type Patch } from './encode-patch.ts'
import { intoRange, sampleIntoRange } from './into-range.ts'
import { judgeLayers, markRefusal, type Outcome, refused, taken } from './outcome.ts'
import { PeopleWatch } from './people-watch.ts'
import { PresencePacer } from './presence-pacer.ts'
import { refusalOutcome } from './refusal-outcome.ts'
import { type MovementStep, Replica } from './replica.ts'
import type { PersonPresence, SessionState } from './session-state.ts'
import type { PixelSource, PixelSourceOf } from './shown-picture.ts'
import type { Comparison } from './stamp-comparer.ts'
import { UpdateSender } from './update-sender.ts'

/** A rectangle of the plane in px. */
export interface ViewRect {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface ClientOptions {
  readonly dialer: Dialer
  readonly clock: Clock
  /** For the jitter of reconnecting. */
  readonly prng: Prng
  /** The invite's secret. */
  readonly token: Uint8Array
  /** 16 secret bytes: whoever has them is this participant. */
  readonly participantKey: Uint8Array
  readonly name: string
  readonly color: number
  /** The part in view, whose tiles come first. */
  readonly view?: ViewRect
  /** The host's must be the same; a simulation passes smaller ones. */
  readonly limits?: Limits
  readonly listener: ClientListener
}

/** Called at the end of a turn, each at most once, and only when something changed. */
export interface ClientListener {
  onState(state: SessionState): void
  /** Everyone's newest presence, without this client's own. */
  onPresence(people: readonly PersonPresence[]): void
  /** `takeDirty` has something; said once until it is called. */
  onDirty(): void
}

export class SessionClient {
  private readonly options: ClientOptions
  private readonly limits: Limits
  private readonly listener: ClientListener
  private readonly replica: Replica
  private readonly loop: ConnectionLoop
  private readonly sender: UpdateSender
  private readonly presencePacer: PresencePacer<PersonPresence>
  private facts: SessionFacts = unknownFacts
  private penDown: { readonly layer: LayerId; readonly brush: Brush } | undefined
  private view: ViewRect | undefined
  private greeting: 'greeting' | 'welcomed' = 'greeting'
  /** `fresh`: the next hello asks for a snapshot, whatever is here. */
  private trust: 'resumable' | 'fresh' = 'fresh'
  private offered: ClientMessageOf<'hello'>['resume']
  private readonly people = new PeopleWatch()
  private dirtyNews: 'untold' | 'told' = 'untold'
  private told: SessionState | undefined
  private turns = 0

  constructor(options: ClientOptions) {
    const { clock, listener, limits = standardLimits } = options
    this.options = options
    this.limits = limits
    this.listener = listener
    this.view = options.view
    this.replica = new Replica(clock, limits, {
      // A segment may be cut by the clock, outside of any other turn.
      onOwnUpdates: () => this.turn(() => this.sender.pump()),
      onSettled: () => this.startSending(),
      onCompared: (comparison) => this.handleCompared(comparison),
      onSay: (message) => this.loop.send(encodeClientMessage(message)),
      onHopeless: () => this.turn(() => this.distrust()),
    })
    this.presencePacer = new PresencePacer(clock, limits.presencePerSecond, ({ x, y, down, tool }) => {
      this.loop.send(encodeClientMessage({ kind: 'presence', x, y, down, tool }))
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
    checkBrush(brush)
    return this.turn(() => {
      this.replica.endStroke()
      this.penDown = undefined
      const refusal = this.markRefusal(layer)
      if (refusal !== undefined) return refused(refusal)
      this.penDown = { layer, brush }
      this.draw(samples)
      return taken
    })
  }

  addSamples(samples: readonly Sample[]): void {
    this.turn(() => this.draw(samples))
  }

  endStroke(): void {
    this.turn(() => {
      this.penDown = undefined
      this.replica.endStroke()
    })
  }

  /**
   * Changes the layers, or the frame. What makes no difference is not sent. Ends an open stroke. A later step of a movement of
   * the hand is undone and redone together with the own action before it.
   */
  changeLayers(operation: LayerOperation, step: MovementStep = 'first'): Outcome {
    return this.act(() => {
      const { shown } = this.replica
      const judged = judgeLayers(shown?.structure, shown?.tileCount() ?? 0, operation, this.limits)
      if (judged === 'nothing') return taken
      if (judged.kind === 'refused') return judged
      this.replica.act([operation], step)
      return taken
    })
  }

  /** Paints a gradient over the frame, or what is selected of it. Ends an open stroke. */
  gradient(gradient: Omit<Gradient, keyof MarkPlace | 'area'> & { readonly layer: LayerId }): Outcome {
    return this.act(() => {
      const refusal = this.markRefusal(gradient.layer)
      if (refusal !== undefined) return refused(refusal)
      const area = this.replica.shown!.structure!.frame
      this.replica.act([{ ...gradient, kind: 'gradient', ...this.placeOn(gradient.layer), area }])
      return taken
    })
  }

  /** Lays tiles that were computed here on a layer, in as many updates as needed. Ends an open stroke. */
  patch(patch: Patch): Outcome {
    return this.act(() => {
      const refusal = this.markRefusal(patch.layer)
      if (refusal !== undefined) return refused(refusal)
      const encoded = encodePatch(patch, this.limits)
      if ('tooManyBytes' in encoded) {
        return refused(tooLarge('This', encoded.tooManyBytes, this.limits.patchBytesMax))
      }
      this.replica.act(encoded.operations)
      return taken
    })
  }

  /**
   * What is selected from now on: coverage 0..255 by tile index, not to be changed afterwards; undefined for nothing in particular.
   * The host is told when something is painted with it.
   */
  setSelection(mask: Selection | undefined): void {
    this.turn(() => {
      this.replica.endStroke()
      this.replica.selection.set(mask)
    })
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

  setPresence(presence: Omit<PersonPresence, 'author'>): void {
    if (this.greeting === 'greeting') return
    const { samplePositionMin, samplePositionMax } = standardLimits
    const x = intoRange(presence.x, samplePositionMin, samplePositionMax)
    const y = intoRange(presence.y, samplePositionMin, samplePositionMax)
    this.presencePacer.set({ author: 0, x, y, down: presence.down, tool: presence.tool })
  }

  /** Remembers the part in view: after a reconnect its tiles come first. */
  setView(view: ViewRect): void {
    this.view = view
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

  /** Writes a tile as it is shown: 64 × 64 RGBA of 8 bits over white. White before the picture is here. */
  renderTile(index: number, out: Uint8ClampedArray | Uint8Array): void {
    const { shown } = this.replica
    if (shown === undefined) out.fill(255)
    else shown.renderTile(index, out)
  }

  /** The pixels as they are shown, for tools that look at them: of one layer, or of all that are visible, without paper. */
  pixelSource(of: PixelSourceOf): PixelSource {
    return (index) => this.replica.shown?.pixelSource(of)(index)
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

  /** What is refused is neither painted nor kept: the stroke ends there, and goes on as another when it may. */
  private draw(samples: readonly Sample[]): void {
    if (this.penDown === undefined) return
    const { layer, brush } = this.penDown
    const valid = samples.map((sample) => keepUsedChannels(brush, sampleIntoRange(sample)))
    if (drawingRefusal(this.parts()) !== undefined) this.replica.endStroke()
    else if (this.replica.isDrawing) this.replica.addSamples(valid)
    else this.replica.beginStroke(this.placeOn(layer), brush, valid)
  }

  /** Something that is done at once or not at all; an open stroke is ended. */
  private act(change: () => Outcome): Outcome {
    return this.turn(() => {
      const refusal = drawingRefusal(this.parts())
      if (refusal !== undefined) return refused(refusal)
      this.penDown = undefined
      this.replica.endStroke()
      return change()
    })
  }

  /** Why nothing can be painted on the layer, besides what is the matter with the session. */
  private markRefusal(layer: LayerId): string | undefined {
    const { shown, selection } = this.replica
    if (shown?.structure === undefined) return undefined
    const { tooManyBytes } = selection
    if (tooManyBytes !== undefined) {
      return tooLarge('The selection', tooManyBytes, this.limits.selectionBytesMax)
    }
    return markRefusal(shown.structure, shown.tileCount(), layer, this.limits)
  }

  private placeOn(layer: LayerId): MarkPlace {
    const found = this.replica.shown?.structure?.layers.find(({ id }) => id === layer)
    const selected = this.replica.selection.current !== undefined
    return { layer, alphaLock: found?.alphaLocked === true, selected }
  }

  private sayHello(): void {
    const { token, participantKey, name, color } = this.options
    this.offered = this.trust === 'resumable' ? this.replica.resumePoint() : undefined
    this.loop.send(
      encodeClientMessage({
        kind: 'hello',
        magic: helloMagic,
        ...protocolVersion,
        token,
        participantKey,
        name,
        color,
        resume: this.offered,
        view: this.view && viewIntoRange(this.view),
      }),
    )
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
      case 'saved': {
        const { state: kind, seq, sinceMs, sentence } = message
        this.facts = { ...this.facts, saved: { kind, seq, sinceMs, sentence } }
        return
      }
      case 'health':
        return this.handleHealth(message)
      case 'roster':
        this.facts = { ...this.facts, roster: message.people }
        return this.people.handleRoster(message)
      case 'presence':
        return this.people.handlePresence(message, this.facts.you?.author)
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
      health: unknownFacts.health,
    }
    this.greeting = 'welcomed'
    this.trust = 'resumable'
    this.replica.handleWelcome(welcome, kind, offered !== undefined)
    this.loop.noteWelcome()
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
    this.presencePacer.stop()
    this.people.forgetAll()
    this.replica.handleLost()
  }

  /** Runs a change, and at the end of the outermost one tells the listener what is new. */
  private turn<Result>(change: () => Result): Result {
    this.turns += 1
    let result: Result
    try {
      result = change()
    } finally {
      this.turns -= 1
    }
    if (this.turns === 0) this.tell()
    return result
  }

  private tell(): void {
    const state = this.state()
    if (this.told === undefined || !isSameState(state, this.told)) {
      this.told = state
      this.listener.onState(state)
    }
    const presence = this.people.takeNews()
    if (presence !== undefined) this.listener.onPresence(presence)
    if (this.replica.isDirty && this.dirtyNews === 'untold') {
      this.dirtyNews = 'told'
      this.listener.onDirty()
    }
  }
}

function tooLarge(what: string, bytes: number, bytesMax: number): string {
  const megabytes = (count: number): string => (count / 1024 / 1024).toFixed(1)
  return `${what} has ${megabytes(bytes)} MB when it is sent, and at most ${megabytes(bytesMax)} MB can be.`
}

function viewIntoRange(view: ViewRect): ViewRect {
  const side = (value: number): number => intoRange(value, 0, standardLimits.pictureSidePxMax)
  return { x: side(view.x), y: side(view.y), width: side(view.width), height: side(view.height) }
}
