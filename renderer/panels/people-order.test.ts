import { expect, it } from 'vitest'
import type { Person } from '../stores/people-store.ts'
import { inOrder } from './people-order.ts'

function person(author: number, hand: boolean, present = true): Person {
  const name = `Person ${author}`
  return {
    author,
    name,
    color: 0,
    role: 'painter',
    present,
    isYou: false,
    layer: undefined,
    follows: undefined,
    hand,
  }
}

it('[UI225] lists raised hands first, and nobody else out of turn', () => {
  const people = [
    person(1, false),
    person(2, true),
    person(3, false),
    person(4, true),
    person(5, true, false),
  ]
  expect(inOrder(people).map(({ author }) => author)).toEqual([2, 4, 1, 3, 5])
})
