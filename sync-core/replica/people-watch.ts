import type { HostMessageOf } from '../protocol/messages.ts'
import type { PersonPresence } from './session-state.ts'

/** Where everybody else's pen was seen last: of those who are here, and without this client's own. */
export class PeopleWatch {
  private readonly seen = new Map<number, PersonPresence>()
  private news: 'none' | 'news' = 'none'

  /** `you` is this client's own number. */
  handlePresence({ people }: HostMessageOf<'presence'>, you: number | undefined): void {
    for (const person of people) {
      if (person.author === you) continue
      this.seen.set(person.author, person)
      this.news = 'news'
    }
  }

  /** Those who left are not anywhere any more. */
  handleRoster({ people }: HostMessageOf<'roster'>): void {
    const present = new Set(people.filter((person) => person.present).map(({ author }) => author))
    for (const author of this.seen.keys()) if (!present.has(author)) this.forget(author)
  }

  /** The connection is gone, and with it all that was known. */
  forgetAll(): void {
    for (const author of this.seen.keys()) this.forget(author)
  }

  /** Everyone's newest presence, when it changed since the last call. */
  takeNews(): readonly PersonPresence[] | undefined {
    if (this.news === 'none') return undefined
    this.news = 'none'
    return [...this.seen.values()]
  }

  private forget(author: number): void {
    this.seen.delete(author)
    this.news = 'news'
  }
}
