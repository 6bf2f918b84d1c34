import { createStore } from 'zustand/vanilla'
import type { LayerId, PersonStance, RosterPerson, Stance, ViewRect } from '../../sync-core/index.ts'

/** Somebody of this picture. The same object as long as nothing of it changes. */
export interface Person extends RosterPerson {
  readonly isYou: boolean
  /** The layer in hand; it need not be there any more. */
  readonly layer: LayerId | undefined
  /** The author whose view this person follows. */
  readonly follows: number | undefined
  readonly hand: boolean
}

/** What this window says of its own person. The part in view is the worker's to say. */
export type OwnStance = Omit<Stance, 'view'>

export interface PeopleState {
  /** Those who are here, then those who were, each in the order in which they first came. The same list while nobody changes. */
  readonly people: readonly Person[]
  /** Which part of the picture the others see, by author. Changes often: for whoever follows, not for panels. */
  readonly views: ReadonlyMap<number, ViewRect>
  readonly own: OwnStance
  readonly setRoster: (roster: readonly RosterPerson[], you: number | undefined) => void
  readonly setStances: (stances: readonly PersonStance[]) => void
  readonly raiseHand: (hand: boolean) => void
  /** Follows somebody who is here, or nobody. Ends by itself when they leave. */
  readonly follow: (author: number | undefined) => void
  readonly takeLayer: (layer: LayerId) => void
}

export type PeopleStore = ReturnType<typeof createPeopleStore>

/** The people of one session; `tell` says to the others what changed of one's own. */
export function createPeopleStore(tell: (changes: Partial<OwnStance>) => void) {
  let roster: readonly RosterPerson[] = []
  let stances = new Map<number, PersonStance>()
  let you: number | undefined
  return createStore<PeopleState>((set, get) => {
    const change = (changes: Partial<OwnStance>): void => {
      const { own } = get()
      const names = Object.keys(changes) as (keyof OwnStance)[]
      if (names.every((name) => own[name] === changes[name])) return
      set({ own: { ...own, ...changes } })
      tell(changes)
      update()
    }
    const update = (): void => {
      const { people, own } = get()
      const known = new Map(people.map((person) => [person.author, person]))
      const now = roster
        .map((person) => {
          const isYou = person.author === you
          const { layer, follows, hand } = (isYou ? own : stances.get(person.author)) ?? nothing
          return unchanged(known.get(person.author), { ...person, isYou, layer, follows, hand })
        })
        .sort((a, b) => Number(b.present) - Number(a.present) || a.author - b.author)
      if (now.length !== people.length || now.some((person, i) => person !== people[i])) set({ people: now })
    }
    return {
      people: [],
      views: new Map(),
      own: nothing,
      setRoster(newest, author) {
        if (newest === roster && author === you) return
        roster = newest
        you = author
        update()
        const { follows } = get().own
        // Before the first roster nobody is followed; an empty one says nothing of who left.
        if (follows !== undefined && !isHere(roster, follows)) change({ follows: undefined })
      },
      setStances(newest) {
        stances = new Map(newest.map((stance) => [stance.author, stance]))
        const views = new Map(
          newest.flatMap(({ author, view }) => (view === undefined ? [] : [[author, view]])),
        )
        if (!areSameViews(views, get().views)) set({ views })
        update()
      },
      raiseHand: (hand) => change({ hand }),
      follow(author) {
        if (author === undefined || (author !== you && isHere(roster, author))) change({ follows: author })
      },
      takeLayer: (layer) => change({ layer }),
    }
  })
}

const nothing: OwnStance = { layer: undefined, follows: undefined, hand: false }

/** The others who are here and have this layer in hand. */
export function peopleOnLayer(people: readonly Person[], layer: LayerId): readonly Person[] {
  return people.filter((person) => person.present && !person.isYou && person.layer === layer)
}

/** Those who follow this window's person. */
export function followersOf(people: readonly Person[]): readonly Person[] {
  const you = people.find(({ isYou }) => isYou)?.author
  return you === undefined ? [] : people.filter((person) => person.present && person.follows === you)
}

function isHere(roster: readonly RosterPerson[], author: number): boolean {
  return roster.some((person) => person.author === author && person.present)
}

function unchanged(before: Person | undefined, now: Person): Person {
  if (before === undefined) return now
  const names = Object.keys(now) as (keyof Person)[]
  return names.every((name) => before[name] === now[name]) ? before : now
}

function areSameViews(a: ReadonlyMap<number, ViewRect>, b: ReadonlyMap<number, ViewRect>): boolean {
  if (a.size !== b.size) return false
  return Array.from(a).every(([author, view]) => {
    const other = b.get(author)
    return (
      other !== undefined &&
      view.x === other.x &&
      view.y === other.y &&
      view.width === other.width &&
      view.height === other.height
    )
  })
}
