// The chat as one window has it: what was said, in the host's order, and the own lines that the host does not have yet. Those
// are said at the window's own pace, one after the other, and again after a reconnect until they came back: the host tells by
// their numbers which it has. A line has one key for its whole life, so nobody shows it twice, whatever hosts come and go.

import type { Clock, Timer } from '../base/clock.ts'
import type { Limits } from '../base/limits.ts'
import type { Prng } from '../base/prng.ts'
import { TokenBucket } from '../base/token-bucket.ts'
import { chatTextFault, tidyChatText } from '../protocol/chat-text.ts'
import type { ClientMessageOf, HostMessageOf } from '../protocol/messages.ts'
import { intoRange } from './into-range.ts'
import { type Outcome, refused, taken } from './outcome.ts'

/** A place in the picture that a line links to. */
export interface ChatPlace {
  /** 1/16 px of the plane. */
  readonly x: number
  readonly y: number
  /** How large it was shown, in thousandths: 1000 is one px of the screen for one of the picture. */
  readonly scale?: number | undefined
}

export interface ChatLine {
  /** The same from the moment it is typed, in every window; of no other line. */
  readonly key: string
  readonly author: number
  readonly text: string
  readonly place: ChatPlace | undefined
  /** By the host's clock. */
  readonly timeMs: number
}

/** An own line that the host does not have yet. */
export type WaitingLine = Omit<ChatLine, 'timeMs'>

export interface ChatState {
  /** In the host's order, the newest `chatKept`. */
  readonly lines: readonly ChatLine[]
  /** To be shown below them. */
  readonly waiting: readonly WaitingLine[]
  /** The key of the newest line that was said before this window came in. */
  readonly earlier: string | undefined
  /** The key of the newest line that was told by a host before this one: who comes in now does not see up to there. */
  readonly former: string | undefined
}

type Say = Omit<ClientMessageOf<'say'>, 'kind'>

export class Chat {
  private readonly clock: Clock
  private readonly limits: Limits
  private readonly prng: Prng
  private readonly send: (say: Say) => void
  private readonly bucket: TokenBucket
  private line: 'on' | 'off' = 'off'
  private you: number | undefined
  private epoch: number | undefined
  private former: string | undefined
  /** Drawn when something is said for the first time. */
  private window: number | undefined
  private lines: readonly ChatLine[] = []
  private waiting: readonly Say[] = []
  private arrival: { readonly earlier: string | undefined } | undefined
  /** The newest own line, and the next one to send. */
  private newest = 0
  private next = 1
  private timer: Timer | undefined
  private news: 'none' | 'news' = 'none'

  constructor(options: { clock: Clock; limits: Limits; prng: Prng; send: (say: Say) => void }) {
    const { clock, limits } = options
    this.clock = clock
    this.limits = limits
    this.prng = options.prng
    this.send = options.send
    this.bucket = new TokenBucket(clock, limits.chatPerSecond, limits.chatBurst)
  }

  /** Says a line, now or as soon as the host takes it. */
  say(typed: string, place?: ChatPlace): Outcome {
    const { chatWaitingMax, chatCharactersMax } = this.limits
    if (this.you === undefined) return refused('The session is not here yet. Say it again in a moment.')
    if (this.waiting.length >= chatWaitingMax) {
      return refused(`${this.waiting.length} of your lines wait for the host. Say this one when it has them.`)
    }
    const text = tidyChatText(typed)
    if (text === '') return refused('There is nothing to say in this line.')
    if (chatTextFault(text) !== undefined) {
      const characters = Array.from(text).length
      return refused(`A line has at most ${chatCharactersMax} characters, and this one ${characters}.`)
    }
    this.window ??= this.prng.uint32()
    this.newest += 1
    const { window, newest: line } = this
    this.waiting = [...this.waiting, { window, line, text, place: place && this.intoRange(place) }]
    this.news = 'news'
    this.pump()
    return taken
  }

  /** The host let this client in. */
  handleWelcome(you: number, epoch: number): void {
    this.you = you
    if (this.epoch !== undefined && epoch !== this.epoch && this.lines.length > 0) {
      this.former = this.lines.at(-1)?.key
      this.news = 'news'
    }
    this.epoch = epoch
    this.line = 'on'
    this.next = this.waiting[0]?.line ?? this.newest + 1
    this.pump()
  }

  /** The host told this client everything that it tells who comes in. */
  handleArrived(): void {
    if (this.arrival !== undefined) return
    const earlier = this.lines.at(-1)?.key
    this.arrival = { earlier }
    if (earlier !== undefined) this.news = 'news'
  }

  handleLines({ lines }: HostMessageOf<'chat'>): void {
    const known = new Set(this.lines.map(({ key }) => key))
    const added: ChatLine[] = []
    for (const { author, timeMs, window, line, text, place } of lines) {
      const key = keyOf(author, window, line)
      if (!known.has(key)) added.push({ key, author, text, place, timeMs })
      known.add(key)
      if (author === this.you && window === this.window) this.settle(line)
    }
    if (added.length === 0) return
    this.lines = [...this.lines, ...added].slice(-this.limits.chatKept)
    this.news = 'news'
  }

  /** The host has own lines up to one, and wants the rest again, after a pause. */
  handleSaid({ window, line }: HostMessageOf<'said'>): void {
    if (window !== this.window) return
    this.settle(line)
    this.next = this.waiting[0]?.line ?? this.newest + 1
    this.pause(this.limits.chatAgainMs)
  }

  handleLost(): void {
    this.line = 'off'
    if (this.timer !== undefined) this.clock.cancel(this.timer)
    this.timer = undefined
  }

  /** The whole chat, when it changed since the last call. */
  takeNews(): ChatState | undefined {
    if (this.news === 'none') return undefined
    this.news = 'none'
    return this.state()
  }

  private state(): ChatState {
    const author = this.you ?? 0
    const waiting = this.waiting.map(({ window, line, text, place }) => {
      return { key: keyOf(author, window, line), author, text, place }
    })
    return { lines: this.lines, waiting, earlier: this.arrival?.earlier, former: this.former }
  }

  /** Own lines up to this one are the host's. */
  private settle(line: number): void {
    const left = this.waiting.filter((each) => each.line > line)
    if (left.length === this.waiting.length) return
    this.waiting = left
    this.news = 'news'
  }

  private pump(): void {
    if (this.line === 'off' || this.timer !== undefined) return
    for (const say of this.waiting) {
      if (say.line < this.next) continue
      if (!this.bucket.take(1)) return this.pause(Math.ceil(1000 / this.limits.chatPerSecond))
      this.next = say.line + 1
      this.send(say)
    }
  }

  private pause(delayMs: number): void {
    if (this.timer !== undefined) this.clock.cancel(this.timer)
    this.timer = this.clock.after(delayMs, () => {
      this.timer = undefined
      this.pump()
    })
  }

  private intoRange({ x, y, scale }: ChatPlace): Say['place'] {
    const { samplePositionMin, samplePositionMax, chatScaleMax } = this.limits
    return {
      x: intoRange(x, samplePositionMin, samplePositionMax),
      y: intoRange(y, samplePositionMin, samplePositionMax),
      scale: scale === undefined ? undefined : intoRange(scale, 0, chatScaleMax),
    }
  }
}

function keyOf(author: number, window: number, line: number): string {
  return `${author}.${window}.${line}`
}
