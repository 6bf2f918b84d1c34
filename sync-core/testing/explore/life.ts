// One life of a process: the real units, over ports whose every call waits at a gate until the explorer lets it go on. What the units
// do between two gates depends on nothing but the answers they got and the time at which they got them, so a life can be lived
// again from the list of its events.

import type { Clock, Timer } from '../../base/clock.ts'
import { assert } from '../../base/assert.ts'
import { memoryDigest } from './memory-digest.ts'
import { settle, toText } from './plain-text.ts'

/** A call that waits at its gate. */
export interface WaitingCall {
  /** Which step made it. */
  readonly step: string
  readonly store: string
  readonly method: string
  /** Its arguments as text. */
  readonly args: string
}

/**
 * A process can begin a step, or be answered: the call that waits at this place of the list. `memory`: what the process had in its
 * memory then, as `Life.memory` says it.
 */
export type LifeEvent = { readonly memory: string; readonly nowMs: number } & (
  | { readonly kind: 'begin'; readonly step: string }
  | { readonly kind: 'answer'; readonly call: number; readonly answer: string }
)

/** Calls of a store, gated. */
export type Gate = (method: string, args: readonly unknown[]) => Promise<unknown>

export interface Gates {
  readonly clock: Clock
  gate(store: string): Gate
}

/** The units of a process, made anew in each life. */
export interface Units {
  /** By the first word of a step's name; the rest are its arguments. */
  readonly steps: Readonly<Record<string, (...words: readonly string[]) => Promise<unknown>>>
  /** All that outlives a step, but for what is never looked at again. */
  readonly memory: () => object
  readonly apart: readonly object[]
}

/** How a step ended: the text of what it resolved to, or of its failure. */
export interface EndedStep {
  readonly step: string
  readonly failed: boolean
  readonly outcome: string
}

/**
 * One time that a step is under way, and the calls that it leaves behind. What its code has at hand follows from what was in memory
 * when it began, and what it was told since and when. What a step that runs beside another one read from a memory that the other
 * one changed meanwhile is taken to show in its calls or in the memory of both.
 */
interface Episode {
  readonly step: string
  readonly told: string[]
}

interface Waiting {
  readonly episode: Episode
  readonly store: string
  readonly method: string
  /** Written down when somebody looks: most lives are lived again only to go on. */
  readonly args: readonly unknown[]
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

export class Life {
  private readonly units: Units
  private readonly apart: ReadonlySet<object>
  private waiting: Waiting[] = []
  private readonly running = new Map<string, Episode>()
  private ended: EndedStep[] = []
  private nowMs = 0
  private readClock = false
  /** The one whose code runs. */
  private episode: Episode = { step: 'boot', told: [] }
  private known: string | undefined
  private readonly timers = new Map<number, Waiting>()
  private timerIds = 0

  constructor(make: (gates: Gates) => Units) {
    const clock: Clock = {
      nowMs: () => {
        this.readClock = true
        return this.nowMs
      },
      after: (delayMs, run) => this.after(delayMs, run),
      cancel: (timer) => {
        const waiting = this.timers.get(timer.id)
        this.waiting = this.waiting.filter((one) => one !== waiting)
      },
    }
    const gate =
      (store: string): Gate =>
      (method, args) =>
        new Promise((resolve, reject) => {
          this.waiting.push({ episode: this.episode, store, method, args, resolve, reject })
        })
    this.units = make({ clock, gate })
    this.apart = new Set([...this.units.apart, clock])
  }

  /** Does the event and all that follows from it up to the next gates. */
  async go(event: LifeEvent): Promise<void> {
    this.ended = []
    this.readClock = false
    this.nowMs = event.nowMs
    if (event.kind === 'begin') this.begin(event)
    else this.answer(event)
    await drained()
    if (this.readClock) this.episode.told.push(`@${event.nowMs}`)
    this.known = undefined
  }

  calls(): readonly WaitingCall[] {
    return this.inOrder().map(({ episode, store, method, args }) => ({
      step: episode.step,
      store,
      method,
      args: toText(args),
    }))
  }

  steps(): readonly string[] {
    return [...this.running.keys()]
  }

  endedSteps(): readonly EndedStep[] {
    return this.ended
  }

  /** Whether the last event's code looked at the clock. */
  lookedAtClock(): boolean {
    return this.readClock
  }

  /** What is in memory; while a step is under way, also what is only counted to see that something changed. */
  memory(): string {
    const isResting = this.running.size === 0 && this.waiting.length === 0
    this.known ??= memoryDigest(this.units.memory(), (value) => this.nameOf(value), isResting)
    return this.known
  }

  /** Two lives with the same text go on alike: their memory, what is under way, and what waits. */
  text(): string {
    const episodes = [...new Set([...this.running.values(), ...this.waiting.map(({ episode }) => episode)])]
    const running = new Set(this.running.values())
    const told = episodes
      .map((one) => `${one.step}${running.has(one) ? '' : ' ended'}: ${one.told.join(' ')}`)
      .sort()
    const calls = this.inOrder().map((call) => `${call.episode.step} ${callText(call)}`)
    return [this.memory(), ...told, ...calls].join('\n')
  }

  /** By step; which of two steps called first makes no difference. */
  private inOrder(): readonly Waiting[] {
    return [...this.waiting].sort((a, b) => compare(a.episode.step, b.episode.step))
  }

  /** Objects that are no memory, or are told by what they are in this world. */
  private nameOf(value: object): string | undefined {
    if (this.apart.has(value)) return 'port'
    const timer = this.timers.get((value as Partial<Timer>).id ?? 0)
    if (timer === undefined) return undefined
    return this.waiting.includes(timer) ? `timer ${toText(timer.args)}` : 'timer over'
  }

  private begin({ step: name, memory }: LifeEvent & { readonly kind: 'begin' }): void {
    const [first = '', ...words] = name.split(' ')
    const run = this.units.steps[first]
    assert(run !== undefined && !this.running.has(name), `${name} is a step that is not under way`)
    this.episode = { step: name, told: this.running.size === 0 ? [`(${memory})`] : [] }
    this.running.set(name, this.episode)
    const end = (failed: boolean, outcome: string): void => {
      this.running.delete(name)
      this.ended.push({ step: name, failed, outcome })
    }
    run(...words).then(
      (value) => end(false, toText(value ?? null)),
      (error: unknown) => end(true, String(error)),
    )
  }

  private answer({ call: at, answer }: LifeEvent & { readonly kind: 'answer' }): void {
    const call = this.inOrder()[at]
    assert(call !== undefined, `call ${at} waits`)
    this.waiting = this.waiting.filter((one) => one !== call)
    this.episode = call.episode
    this.episode.told.push(`${callText(call)}=${answer}`)
    try {
      call.resolve(settle(answer))
    } catch (error) {
      call.reject(error)
    }
  }

  /** A timer is a call that is answered when its time has come. */
  private after(delayMs: number, run: () => void): Timer {
    this.readClock = true
    const id = ++this.timerIds
    const args = [this.nowMs + delayMs]
    const waiting = {
      episode: this.episode,
      store: 'timer',
      method: 'after',
      args,
      resolve: run,
      reject: run,
    }
    this.waiting.push(waiting)
    this.timers.set(id, waiting)
    return { id }
  }
}

function callText({ store, method, args }: Pick<Waiting, 'store' | 'method' | 'args'>): string {
  return `${store}.${method}${toText(args)}`
}

/** All that promises made ready has run: Node empties that queue, which this itself is in, before it takes the next tick. */
async function drained(): Promise<void> {
  await Promise.resolve()
  await new Promise<void>((resolve) => process.nextTick(resolve))
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
