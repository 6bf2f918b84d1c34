import type { Person } from '../stores/people-store.ts'

/** Whoever raised a hand is first, the others stay in their order. */
export function inOrder(people: readonly Person[]): readonly Person[] {
  const isAsking = ({ hand, present }: Person): boolean => hand && present
  return [...people.filter(isAsking), ...people.filter((person) => !isAsking(person))]
}
