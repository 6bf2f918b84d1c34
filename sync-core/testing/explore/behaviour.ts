// All lives of a process as a graph: a place is what a life has in its memory and where its steps are, an edge is an event. The real
// code runs once for every edge; whoever comes the same way later is told what happened then. So the exploration of all ways in
// which processes meet costs look-ups, and a million states are a matter of seconds.
//
//   place ──begin 'tender'──▶ place: waits for log.after('') ──answer──▶ place: waits for sysdb.schedule(…) ──▶ …
//
// A way that nobody went is lived again from the process's beginning, unless a life that came there was kept: promises can't be copied.

import { createHash } from 'node:crypto'
import { Life, type EndedStep, type Gates, type LifeEvent, type Units, type WaitingCall } from './life.ts'

/** A call by the number of its text, the same for all processes. */
export interface PlaceCall extends WaitingCall {
  readonly id: number
}

export interface Place {
  readonly id: number
  readonly calls: readonly PlaceCall[]
  readonly steps: readonly string[]
}

/** Where an event leads, and which steps ended by it. */
export interface Edge {
  readonly to: Place
  readonly ended: readonly EndedStep[]
}

interface KnownPlace extends Place {
  readonly memory: string
  readonly from: KnownPlace | undefined
  readonly event: LifeEvent | undefined
  /** By the event's name; then, where its code looked at the clock, by the time. */
  readonly edges: Map<string, Edge | Map<number, Edge>>
}

export class Behaviour {
  /** How often real code ran from one gate to the next. */
  segments = 0
  private readonly make: (gates: Gates) => Units
  private readonly callId: (call: WaitingCall) => number
  private readonly places: KnownPlace[] = []
  private readonly byText = new Map<string, KnownPlace>()
  /** Lives that came to a place first and were not gone on with, the oldest first. */
  private readonly kept = new Map<KnownPlace, Life>()

  constructor(make: (gates: Gates) => Units, callId: (call: WaitingCall) => number) {
    this.make = make
    this.callId = callId
    const life = new Life(make)
    this.keep(this.placeOf(life, undefined, undefined), life)
  }

  place(id: number): Place {
    return this.places[id]!
  }

  get count(): number {
    return this.places.length
  }

  begin(id: number, step: string, nowMs: number): Edge | Promise<Edge> {
    return this.go(id, step, nowMs, (memory) => ({ kind: 'begin', step, nowMs, memory }))
  }

  /** `answerId` names the answer's text. */
  answer(id: number, call: number, answerId: number, text: string, nowMs: number): Edge | Promise<Edge> {
    const name = `${call}=${answerId}`
    return this.go(id, name, nowMs, (memory) => ({ kind: 'answer', call, answer: text, nowMs, memory }))
  }

  private go(
    id: number,
    name: string,
    nowMs: number,
    event: (memory: string) => LifeEvent,
  ): Edge | Promise<Edge> {
    const place = this.places[id]!
    const known = place.edges.get(name)
    const edge = known instanceof Map ? known.get(nowMs) : known
    return edge ?? this.live(place, name, event(place.memory))
  }

  private async live(place: KnownPlace, name: string, event: LifeEvent): Promise<Edge> {
    const life = this.kept.get(place) ?? (await this.again(place))
    this.kept.delete(place)
    this.segments++
    await life.go(event)
    const to = this.placeOf(life, place, event)
    const edge = { to, ended: life.endedSteps() }
    if (life.lookedAtClock()) {
      const byTime = place.edges.get(name) ?? new Map<number, Edge>()
      if (byTime instanceof Map) place.edges.set(name, byTime.set(event.nowMs, edge))
    } else {
      place.edges.set(name, edge)
    }
    this.keep(to, life)
    return edge
  }

  /** A place that was known has a way of its own; a life that comes to it by another goes on alike. */
  private keep(place: KnownPlace, life: Life): void {
    this.kept.set(place, life)
    if (this.kept.size <= livesMax) return
    for (const oldest of this.kept.keys()) {
      this.kept.delete(oldest)
      return
    }
  }

  private async again(place: KnownPlace): Promise<Life> {
    const events: LifeEvent[] = []
    for (let at: KnownPlace | undefined = place; at?.event !== undefined; at = at.from) events.push(at.event)
    const life = new Life(this.make)
    for (const event of events.reverse()) {
      this.segments++
      await life.go(event)
    }
    return life
  }

  private placeOf(life: Life, from: KnownPlace | undefined, event: LifeEvent | undefined): KnownPlace {
    const text = hashed(life.text())
    const known = this.byText.get(text)
    if (known !== undefined) return known
    const calls = life.calls().map((call) => ({ ...call, id: this.callId(call) }))
    const memory = hashed(life.memory())
    const place = {
      id: this.places.length,
      memory,
      calls,
      steps: life.steps(),
      from,
      event,
      edges: new Map(),
    }
    this.places.push(place)
    this.byText.set(text, place)
    return place
  }
}

/** Some 20 kB each. */
const livesMax = 20_000

/** Texts are long and many: two of a hundred million have the same hash with a chance of one in 10^22. */
function hashed(text: string): string {
  return createHash('md5').update(text).digest('base64')
}
