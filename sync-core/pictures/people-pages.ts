// Everyone's records as a snapshot keeps them: pages of pagePeople numbers each. A page that was given away never changes; who
// changed gets a new record on a new page. So a snapshot of 65 000 people is 254 references, and a save looks at nobody on a page
// that is the one it stored last.

import type { StoredParticipant, StoredPeople } from './picture-accessor.ts'
import { pictureLimits } from './picture-limits.ts'

export class PeoplePages {
  private readonly pages = new Map<number, StoredParticipant[]>()
  /** Pages that nobody else has: they may be changed. */
  private own = new Set<number>()

  /** The record replaces that of the same number. */
  put(person: StoredParticipant): void {
    const number = pageOfPerson(person)
    const page = this.ownPage(number)
    // Most come in the order of their numbers.
    let at = page.length
    while (at > 0 && page[at - 1]!.number > person.number) at--
    const isKnown = page[at - 1]?.number === person.number
    page.splice(isKnown ? at - 1 : at, isKnown ? 1 : 0, person)
  }

  /** As of now, for ever. */
  take(): StoredPeople {
    this.own = new Set()
    return new Map(this.pages)
  }

  private ownPage(number: number): StoredParticipant[] {
    let page = this.pages.get(number)
    if (page !== undefined && this.own.has(number)) return page
    page = [...(page ?? [])]
    this.pages.set(number, page)
    this.own.add(number)
    return page
  }
}

/** The page that somebody is on. */
export function pageOfPerson({ number }: Pick<StoredParticipant, 'number'>): number {
  return Math.floor(number / pictureLimits.pagePeople)
}

/** One more than the highest number. */
export function countPeople(people: StoredPeople): number {
  const last = people.get(Math.max(...people.keys()))?.at(-1)
  return last === undefined ? 0 : last.number + 1
}
