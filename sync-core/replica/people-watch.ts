import type { HostMessageOf } from '../protocol/messages.ts'
import type { PersonPresence, PersonStance } from './session-state.ts'

/** Where everybody else's pen was seen last and what they are at: of those who are here, and without this client's own. */
export class PeopleWatch {
  private readonly seen = new Newest<PersonPresence>()
  private readonly stances = new Newest<PersonStance>()

  /** `you` is this client's own number. */
  handlePresence({ people }: HostMessageOf<'presence'>, you: number | undefined): void {
    this.seen.put(people, you)
  }

  handleStances({ people }: HostMessageOf<'stances'>, you: number | undefined): void {
    this.stances.put(people, you)
  }

  /** Those who left are not anywhere any more. */
  handleRoster({ people }: HostMessageOf<'roster'>): void {
    const present = new Set(people.filter((person) => person.present).map(({ author }) => author))
    this.seen.keep(present)
    this.stances.keep(present)
  }

  /** The connection is gone, and with it all that was known. */
  forgetAll(): void {
    this.seen.keep(new Set())
    this.stances.keep(new Set())
  }

  /** Everyone's newest presence, when it changed since the last call. */
  takeNews(): readonly PersonPresence[] | undefined {
    return this.seen.takeNews()
  }

  /** Everyone's newest stance, when it changed since the last call. */
  takeStances(): readonly PersonStance[] | undefined {
    return this.stances.takeNews()
  }
}

/** The newest of each author, and whether that is news. */
class Newest<T extends { readonly author: number }> {
  private readonly values = new Map<number, T>()
  private news: 'none' | 'news' = 'none'

  put(people: readonly T[], you: number | undefined): void {
    for (const person of people) {
      if (person.author === you) continue
      this.values.set(person.author, person)
      this.news = 'news'
    }
  }

  keep(present: ReadonlySet<number>): void {
    for (const author of this.values.keys()) {
      if (present.has(author)) continue
      this.values.delete(author)
      this.news = 'news'
    }
  }

  takeNews(): readonly T[] | undefined {
    if (this.news === 'none') return undefined
    this.news = 'none'
    return [...this.values.values()]
  }
}
