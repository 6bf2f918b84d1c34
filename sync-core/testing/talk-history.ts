// The chat of one session as its clients were told it, seen on the wire: within one hosting a number is one line for everybody,
// a line has one number, and no connection misses any in between.

import type { HostMessageOf } from '../protocol/messages.ts'
import { SimulationFailure } from './simulation-failure.ts'

type Lines = HostMessageOf<'chat'>['lines']

export class TalkHistory {
  /** Of the present hosting. */
  private readonly keys = new Map<number, string>()
  private readonly numbers = new Map<string, number>()
  private readonly newest = new Map<string, number>()
  private readonly former = new Set<string>()
  private heard = 0

  /** How many lines anybody was told of all hostings. */
  get count(): number {
    return this.heard
  }

  /** The lines of this hosting in their order, without those that were said to a former one already. */
  get order(): readonly string[] {
    return Array.from(this.keys, ([number, key]) => ({ number, key }))
      .sort((a, b) => a.number - b.number)
      .flatMap(({ key }) => (this.former.has(key) ? [] : [key]))
  }

  hear(line: string, lines: Lines): void {
    for (const said of lines) {
      const { number } = said
      const key = keyOf(said)
      const before = this.newest.get(line)
      if (before !== undefined && number > before + 1) {
        throw new SimulationFailure('talk-gap', `${line} was told line ${number} of the chat after ${before}`)
      }
      this.newest.set(line, Math.max(before ?? 0, number))
      if ((this.keys.get(number) ?? key) !== key) {
        throw new SimulationFailure(
          'two-talks',
          `${line} was told ${key} as line ${number}, others ${this.keys.get(number)}`,
        )
      }
      if ((this.numbers.get(key) ?? number) !== number) {
        throw new SimulationFailure(
          'said-twice',
          `${key} is line ${number} of the chat, and ${this.numbers.get(key)}`,
        )
      }
      if (!this.numbers.has(key)) this.heard += 1
      this.keys.set(number, key)
      this.numbers.set(key, number)
    }
  }

  /** A word of a host that is gone. */
  hearLate(lines: Lines): void {
    for (const said of lines) this.former.add(keyOf(said))
  }

  hostReturned(): void {
    for (const key of this.numbers.keys()) this.former.add(key)
    for (const part of [this.keys, this.numbers, this.newest]) part.clear()
  }
}

function keyOf({ author, window, line }: Lines[number]): string {
  return `${author}.${window}.${line}`
}
