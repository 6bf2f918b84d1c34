// What a simulated person says and is at, and what their window shows of the others. Its chances are its own, so that it takes
// none from the hand that draws.

import type { ChatState, Client } from '../client.ts'
import type { Prng } from '../base/prng.ts'
import { noStance, type PersonStance, type Stance } from '../replica/session-state.ts'
import { SimulationFailure } from './simulation-failure.ts'

/** So many lines a person says in one run: all of them fit into what a host keeps. */
const linesMax = 25

export class SimulatedTalk {
  private readonly name: string
  private readonly prng: Prng
  private left = linesMax
  private said: string[] = []
  private chat: ChatState = { lines: [], waiting: [], earlier: undefined, former: undefined }
  private others: readonly PersonStance[] = []
  private own: Stance = noStance

  constructor(name: string, prng: Prng) {
    this.name = name
    this.prng = prng
  }

  /** A new window, which knows nothing. */
  begin(): void {
    this.said = []
    this.chat = { lines: [], waiting: [], earlier: undefined, former: undefined }
    this.others = []
    this.own = noStance
  }

  handleChat(chat: ChatState): void {
    this.chat = chat
  }

  handleStances(people: readonly PersonStance[]): void {
    this.others = people
  }

  /** Does something; returns when to do the next thing. */
  act(client: Client): number {
    const { prng } = this
    if (prng.chance(0.5)) this.take(client)
    else for (let i = prng.chance(0.2) ? 8 : 1; i > 0 && this.left > 0; i--) this.say(client)
    return 100 + prng.below(2000)
  }

  private say(client: Client): void {
    const text = `${this.name} ${this.left}`
    const place = this.prng.chance(0.3) ? { x: this.prng.below(4000), y: this.prng.below(3000) } : undefined
    if (client.say(text, place).kind === 'refused') return
    this.left -= 1
    this.said.push(text)
  }

  private take(client: Client): void {
    const { prng } = this
    const changes = prng.pick<Partial<Stance>>([
      { layer: prng.below(100) },
      { hand: prng.chance(0.5) },
      { follows: prng.chance(0.5) ? undefined : 1 + prng.below(4) },
      { view: { x: prng.below(100), y: prng.below(100), width: 1 + prng.below(100), height: 50 } },
    ])
    this.own = { ...this.own, ...changes }
    client.setStance(changes)
  }

  /** Whether everything said has come back, with all lines of this hosting, and the others' stances as they are. */
  isAtRest(
    order: readonly string[],
    people: readonly { author: number | undefined; talk: SimulatedTalk }[],
  ): boolean {
    const shown = new Set(this.chat.lines.map(({ key }) => key))
    return (
      this.chat.waiting.length === 0 &&
      order.every((key) => shown.has(key)) &&
      people.every(({ author, talk }) => talk === this || this.knows(author, talk.own))
    )
  }

  /** Throws unless the window shows this hosting's lines in their order, no line twice, and all that was said in it. */
  check(order: readonly string[]): void {
    const shown = this.chat.lines.map(({ key }) => key)
    const present = new Set(order)
    const inOrder = shown.filter((key) => present.has(key))
    if (inOrder.join(' ') !== order.join(' ')) {
      throw new SimulationFailure(
        'talk-order',
        `${this.name} is shown ${inOrder.join(' ')}, not ${order.join(' ')}`,
      )
    }
    if (new Set(shown).size !== shown.length) {
      throw new SimulationFailure('shown-twice', `${this.name} is shown a line twice: ${shown.join(' ')}`)
    }
    const texts = this.chat.lines.map(({ text }) => text)
    const own = texts.filter((text) => this.said.includes(text))
    if (own.join(', ') !== this.said.join(', ')) {
      throw new SimulationFailure(
        'talk-lost',
        `${this.name} said ${this.said.join(', ')}, and is shown ${own.join(', ')}`,
      )
    }
  }

  describe(order: readonly string[]): string {
    const shown = new Set(this.chat.lines.map(({ key }) => key))
    const missing = order.filter((key) => !shown.has(key))
    return `${this.chat.waiting.length} lines wait, ${missing.length} are missing`
  }

  private knows(author: number | undefined, stance: Stance): boolean {
    const known = this.others.find((other) => other.author === author) ?? noStance
    const { layer, view, follows, hand } = known
    return (
      JSON.stringify([layer, view, follows, hand]) ===
      JSON.stringify([stance.layer, stance.view, stance.follows, stance.hand])
    )
  }
}
