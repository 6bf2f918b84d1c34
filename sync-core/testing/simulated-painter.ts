// A person at a simulated window: the real client, a hand that draws at random, and what the window goes through (killed,
// left, opened again). The participant's key survives all of it; the window's memory does not.

import { strictMemory } from './picture-memories.ts'
import { startClient, type Client } from '../client.ts'
import { Prng } from '../base/prng.ts'
import type { Dialer } from '../protocol/connection.ts'
import { keepUsedChannels } from '../raster/brush.ts'
import type { Sample } from '../raster/sample.ts'
import type { SessionState } from '../replica/session-state.ts'
import type { DrawnLife } from './drawn-samples.ts'
import { changeSomething, randomLayer } from './random-changes.ts'
import { randomBrush, randomSamples } from './random-strokes.ts'
import type { LineCondition } from './simulated-pipe.ts'
import { SimulatedProcess } from './simulated-process.ts'
import { SimulatedTalk } from './simulated-talk.ts'
import { SimulationFailure } from './simulation-failure.ts'
import type { SimulatedSession } from './simulated-session.ts'
import { inviteToken, ownerToken } from './test-door.ts'

export class SimulatedPainter {
  readonly name: string
  readonly line: LineCondition
  readonly lives: DrawnLife[] = []
  readonly talk: SimulatedTalk
  private readonly session: SimulatedSession
  private readonly prng: Prng
  private readonly key: Uint8Array
  private readonly role: 'owner' | 'guest'
  private window: { readonly process: SimulatedProcess; readonly client: Client } | undefined
  private hand: 'resting' | 'working' = 'resting'
  private wish: 'in' | 'out' = 'out'
  private pen: 'up' | 'down' = 'up'
  private diligence = 0
  /** How much of what this person does are strokes: some rather arrange layers. */
  private readonly strokeShare: number
  private shown = ''

  constructor(session: SimulatedSession, place: number, seed: number) {
    this.session = session
    this.name = ['ann', 'bob', 'cid', 'dan', 'eve'][place] ?? `painter ${place}`
    this.prng = new Prng(seed)
    this.key = Uint8Array.from({ length: 16 }, () => this.prng.below(256))
    this.strokeShare = this.prng.pick([0.7, 0.5, 0.2])
    this.talk = new SimulatedTalk(this.name, new Prng(seed ^ 0x7a1c))
    this.role = place === 0 ? 'owner' : 'guest'
    this.line = { ...this.usualLine(), partitioned: false }
  }

  get client(): Client | undefined {
    return this.window?.client
  }

  /** The participant's number, once a host gave it one. */
  get author(): number | undefined {
    return this.client?.state().you?.author
  }

  /** Opens a window, unless there is one. */
  join(): void {
    this.wish = 'in'
    if (this.window !== undefined) return
    const { session } = this
    const process = new SimulatedProcess(this.name, session.clock)
    session.trace.add(`${this.name} joins`)
    this.lives.push({ samples: [], ended: 'no' })
    this.pen = 'up'
    this.talk.begin()
    const client = startClient({
      memory: strictMemory(),
      dialer: this.dialer(process),
      clock: process.clock,
      prng: new Prng(this.prng.uint32()),
      token: this.role === 'owner' ? ownerToken : inviteToken,
      participantKey: this.key,
      name: this.name,
      color: this.prng.below(0x1000000),
      limits: session.limits,
      listener: {
        onState: (state) => this.handleState(process, state),
        onPresence: () => undefined,
        onStances: (people) => {
          if (this.isOf(process)) this.talk.handleStances(people)
        },
        onChat: (chat) => {
          if (this.isOf(process)) this.talk.handleChat(chat)
        },
        onDirty: () => undefined,
      },
    })
    this.window = { process, client }
  }

  /** The window's process dies, and everything in it. */
  kill(): void {
    this.wish = 'out'
    if (this.window === undefined) return
    this.session.trace.add(`${this.name} is killed`)
    this.lives.at(-1)!.ended = 'killed'
    this.window.process.kill()
    this.window = undefined
  }

  /** Leaves as a person does; what had not reached the host by then is lost with the window. */
  leave(): void {
    this.wish = 'out'
    if (this.window === undefined) return
    this.session.trace.add(`${this.name} leaves`)
    const { client } = this.window
    this.forgetWindow(client)
    client.leave()
  }

  /** Draws, undoes and points around at random from now on, so much of the time (0..1). */
  work(diligence: number): void {
    this.diligence = diligence
    if (this.hand === 'working') return
    this.hand = 'working'
    this.session.clock.after(this.prng.below(500), () => this.act())
    this.session.clock.after(100, () => this.speak())
  }

  /** Puts the pen down for good: the open stroke is ended. */
  rest(): void {
    this.hand = 'resting'
    this.liftPen()
  }

  usualLine(): Pick<LineCondition, 'delayMs' | 'jitterMs' | 'bytesPerMs'> {
    return {
      delayMs: this.prng.pick([0.1, 2, 20, 80]),
      jitterMs: this.prng.pick([0.1, 5, 50]),
      bytesPerMs: this.prng.pick([100, 1000, 10_000]),
    }
  }

  private handleState(process: SimulatedProcess, state: SessionState): void {
    const { session } = this
    const { connection } = state
    const text =
      connection.kind === 'ended' ? `ended: ${connection.code}, ${connection.sentence}` : connection.kind
    if (text !== this.shown) session.trace.add(`${this.name} ${text} at ${state.seq}`)
    this.shown = text
    if (state.sync.kind === 'differs') {
      session.report(
        new SimulationFailure('hash-differs', `${this.name}'s picture differs at ${state.sync.seq}`),
      )
    }
    if (connection.kind !== 'ended' || this.window?.process !== process) return
    this.forgetWindow(this.window.client)
    // A person opens the session again; a hello of a former window may come late, and then replaces this one.
    if (connection.code === 'host-closing' || connection.code === 'replaced')
      session.clock.after(500, () => this.joinAgain())
    else session.report(new SimulationFailure('refused', `${this.name} was refused: ${connection.sentence}`))
  }

  private joinAgain(): void {
    if (this.wish === 'in') this.join()
  }

  /** What is not durable by then, or still in the pen's last samples, may be lost with the window. */
  private forgetWindow(client: Client): void {
    if (this.pen === 'down' || client.state().unacknowledged > 0) this.lives.at(-1)!.ended = 'killed'
    this.window = undefined
  }

  private act(): void {
    if (this.hand === 'resting') return
    const { clock } = this.session
    const next = (delayMs: number): void => void clock.after(delayMs, () => this.act())
    const { client } = this
    if (client === undefined || !this.prng.chance(this.diligence)) return next(200 + this.prng.below(600))
    if (this.prng.chance(this.strokeShare)) return this.drawStroke(client, () => next(this.prng.below(300)))
    const choice = this.prng.unit()
    if (choice < 0.2) this.undoSome(client)
    else if (choice < 0.35) client.redo()
    else if (choice < 0.95) this.changeSomething(client)
    else
      client.setPresence({ x: this.prng.below(4000), y: this.prng.below(3000), down: false, tool: 'paint' })
    next(20 + this.prng.below(400))
  }

  private speak(): void {
    if (this.hand === 'resting') return
    const { client } = this
    this.session.clock.after(client === undefined ? 500 : this.talk.act(client), () => this.speak())
  }

  /** Whether the process is that of the window that is open. */
  private isOf(process: SimulatedProcess): boolean {
    return this.window?.process === process
  }

  private undoSome(client: Client): void {
    for (let i = 1 + this.prng.below(3); i > 0; i--) client.undo()
  }

  private changeSomething(client: Client): void {
    for (let i = 1 + this.prng.below(6); i > 0; i--) {
      const { frame, layers } = client.state()
      if (frame !== undefined && canDraw(client)) changeSomething(this.prng, client, frame, layers)
    }
  }

  private liftPen(): void {
    this.pen = 'up'
    this.client?.endStroke()
  }

  /** A stroke of one or more segments; the window may go away in the middle of it. */
  private drawStroke(client: Client, onEnd: () => void): void {
    const { prng, session } = this
    const { frame, layers } = client.state()
    const life = this.lives.at(-1)!
    if (frame === undefined || !canDraw(client)) return onEnd()
    const brush = randomBrush(prng)
    const layer = randomLayer(prng, layers).id
    let segments = prng.chance(0.2) ? 1 : 2 + prng.below(12)
    let last: Sample | undefined
    const samples = (): Sample[] => {
      const drawn = randomSamples(prng, frame, 1 + prng.below(4), last)
      last = drawn.at(-1)
      return drawn
    }
    const note = (drawn: readonly Sample[]): void =>
      void life.samples.push(...drawn.map((sample) => keepUsedChannels(brush, sample)))
    const first = samples()
    if (client.beginStroke(layer, brush, first).kind === 'refused') return onEnd()
    note(first)
    this.pen = 'down'
    const goOn = (): void => {
      if (this.client !== client || this.hand === 'resting') return onEnd()
      if (--segments <= 0 || !canDraw(client)) {
        this.liftPen()
        return onEnd()
      }
      const more = samples()
      note(more)
      client.addSamples(more)
      session.clock.after(10 + prng.below(40), goOn)
    }
    session.clock.after(10 + prng.below(40), goOn)
  }

  private dialer(process: SimulatedProcess): Dialer {
    const { mistake, network } = this.session
    const dialer = network.dialer(process, this.line)
    if (mistake.clientHandler === undefined) return dialer
    return { dial: (handler) => dialer.dial(mistake.clientHandler!(handler)) }
  }
}

/** A window takes strokes also while the host is away, but not while it is read-only. */
function canDraw(client: Client): boolean {
  const { connection, health } = client.state()
  return connection.kind !== 'ended' && health.writable
}
