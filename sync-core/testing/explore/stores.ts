// Everything outside of the processes, as texts: sysdb (the real twin in memory), the heap's objects, the picture and its journal.
// A call is a function of a store's text, its arguments and the time; it is made once, and remembered.

import { Interned } from './interned.ts'

export interface CalledStore {
  readonly state: string
  readonly answer: string
}

/** `View`: what the invariants see of it. */
export interface StoreModel<View> {
  start(): Promise<string>
  call(state: string, method: string, args: readonly unknown[], nowMs: number): Promise<CalledStore>
  view(state: string): Promise<View>
}

/** A text of a store, and an answer, by their numbers. */
export interface Effect {
  readonly state: number
  readonly answer: number
}

export class KnownStore<View> {
  readonly states = new Interned()
  /** How often the store was really called. */
  called = 0
  private readonly model: StoreModel<View>
  private readonly answers: Interned
  private readonly views: View[] = []
  private readonly effects = new Map<number, Map<number, Effect>>()

  constructor(model: StoreModel<View>, answers: Interned) {
    this.model = model
    this.answers = answers
  }

  async start(): Promise<number> {
    return this.known(await this.model.start())
  }

  /** `id` names the call's text. */
  call(
    state: number,
    id: number,
    nowMs: number,
    method: string,
    args: () => readonly unknown[],
  ): Effect | Promise<Effect> {
    let byCall = this.effects.get(nowMs)
    if (byCall === undefined) this.effects.set(nowMs, (byCall = new Map()))
    const key = state * 2 ** 24 + id
    const known = byCall.get(key)
    return known ?? this.really(byCall, key, state, nowMs, method, args())
  }

  view(state: number): View {
    return this.views[state]!
  }

  private async really(
    byCall: Map<number, Effect>,
    key: number,
    state: number,
    nowMs: number,
    method: string,
    args: readonly unknown[],
  ): Promise<Effect> {
    this.called++
    const called = await this.model.call(this.states.text(state), method, args, nowMs)
    const effect = { state: await this.known(called.state), answer: this.answers.id(called.answer) }
    byCall.set(key, effect)
    return effect
  }

  private async known(text: string): Promise<number> {
    const id = this.states.id(text)
    this.views[id] ??= await this.model.view(text)
    return id
  }
}
