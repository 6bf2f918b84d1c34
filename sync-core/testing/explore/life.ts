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

/** A process can begin a step, or be answered: the call that waits at this place of the list. */
export type LifeEvent =
  | { readonly kind: 'begin'; readonly step: string; readonly nowMs: number }
  | { readonly kind: 'answer'; readonly call: number; readonly answer: string; readonly nowMs: number }

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
  /** All that outlives a step. */
  readonly memory: object
  readonly apart: readonly object[]
}

/** How a step ended: the text of what it resolved to, or of its failure. */
export interface EndedStep {
  readonly step: string
  readonly failed: boolean
  readonly outcome: string
}

interface Waiting {
  readonly step: string
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
  private readonly running = new Set<string>()
  /** What each step was told so far; also of one that ended and left calls behind. */
  private readonly histories = new Map<string, Told[]>()
  private ended: EndedStep[] = []
  private nowMs = 0
  private readClock = false
  /** The step whose code runs. */
  private step = 'boot'
  private readonly timers = new Map<number, Waiting>()
  private timerIds = 0

  constructor(make: (gates: Gates) => Units) {
    const clock: Clock = {
      nowMs: () => {
        this.readClock = true
        this.histories.get(this.step)?.push(this.nowMs)
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
          this.waiting.push({ step: this.step, store, method, args, resolve, reject })
        })
    this.units = make({ clock, gate })
    this.apart = new Set([...this.units.apart, clock])
  }

  /** Does the event and all that follows from it up to the next gates. */
  async go(event: LifeEvent): Promise<void> {
    this.ended = []
    this.readClock = false
    this.nowMs = event.nowMs
    if (event.kind === 'begin') this.begin(event.step)
    else this.answer(event.call, event.answer)
    await drained()
    for (const step of this.histories.keys()) {
      const isOver = !this.running.has(step) && this.waiting.every((call) => call.step !== step)
      if (isOver) this.histories.delete(step)
    }
  }

  calls(): readonly WaitingCall[] {
    return this.waiting.map(({ step, store, method, args }) => ({ step, store, method, args: toText(args) }))
  }

  steps(): readonly string[] {
    return [...this.running]
  }

  endedSteps(): readonly EndedStep[] {
    return this.ended
  }

  /** Whether the last event's code looked at the clock. */
  lookedAtClock(): boolean {
    return this.readClock
  }

  /** Two lives with the same text go on alike: their memory, what their steps did so far, and what waits. */
  text(): string {
    const steps = [...this.histories].map(([name, told]) => `${name}: ${told.map(toldText).join(' ')}`).sort()
    const calls = this.waiting.map(({ step, ...call }) => `${step} ${callText(call)}`)
    const running = [...this.running].sort().join()
    return [memoryDigest(this.units.memory, this.apart), running, ...steps, ...calls].join('\n')
  }

  private begin(name: string): void {
    const [first = '', ...words] = name.split(' ')
    const run = this.units.steps[first]
    assert(run !== undefined && !this.running.has(name), `${name} is a step that is not under way`)
    this.step = name
    this.running.add(name)
    if (!this.histories.has(name)) this.histories.set(name, [])
    const end = (failed: boolean, outcome: string): void => {
      this.running.delete(name)
      this.ended.push({ step: name, failed, outcome })
    }
    run(...words).then(
      (value) => end(false, toText(value ?? null)),
      (error: unknown) => end(true, String(error)),
    )
  }

  private answer(at: number, text: string): void {
    const [call] = this.waiting.splice(at, 1)
    assert(call !== undefined, `call ${at} waits`)
    this.step = call.step
    this.histories.get(call.step)?.push({ call, text })
    try {
      call.resolve(settle(text))
    } catch (error) {
      call.reject(error)
    }
  }

  /** A timer is a call that is answered when its time has come. */
  private after(delayMs: number, run: () => void): Timer {
    this.readClock = true
    const id = ++this.timerIds
    const args = [this.nowMs + delayMs]
    const waiting = { step: this.step, store: 'timer', method: 'after', args, resolve: run, reject: run }
    this.waiting.push(waiting)
    this.timers.set(id, waiting)
    return { id }
  }
}

/** The time that a step saw, or a call's answer. */
type Told = number | { readonly call: Waiting; readonly text: string }

function toldText(told: Told): string {
  return typeof told === 'number' ? `@${told}` : `${callText(told.call)}=${told.text}`
}

function callText({ store, method, args }: Pick<Waiting, 'store' | 'method' | 'args'>): string {
  return `${store}.${method}${toText(args)}`
}

/** All that promises made ready has run: the engine empties that queue before it takes the next immediate. */
function drained(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve))
}
