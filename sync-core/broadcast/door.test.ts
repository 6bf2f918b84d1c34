import { beforeEach, expect, it } from 'vitest'
import { SimulatedClock } from '../testing/simulated-clock.ts'
import { InviteDoor, type DoorInvite } from './door.ts'

const token = (byte: number): Uint8Array => new Uint8Array(16).fill(byte)
const clock = new SimulatedClock()
const good: DoorInvite = {
  id: 'a',
  token: token(1),
  role: 'painter',
  expiresMs: undefined,
  usesLeft: undefined,
  isWithdrawn: false,
}

let invites: DoorInvite[]
let used: string[]
let door: InviteDoor
beforeEach(() => {
  invites = [good, { ...good, id: 'b', token: token(2), role: 'viewer' }]
  used = []
  door = new InviteDoor({
    ownerToken: token(9),
    clock,
    invites: () => invites,
    onUsed: (id) => {
      used.push(id)
      invites = invites.map((one) =>
        one.id === id && one.usesLeft !== undefined ? { ...one, usesLeft: one.usesLeft - 1 } : one,
      )
    },
  })
})

/** The role, or the code of the refusal and how it begins. */
function ask(shown: Uint8Array, person: number, isKnown = false): string {
  try {
    return door.admit({ token: shown, participantKey: token(person), isKnown })
  } catch (error) {
    return (error as Error).message
  }
}

it('[RO1] the token says the role', () => {
  expect([ask(token(9), 1), ask(token(1), 2), ask(token(2), 3)]).toEqual(['host', 'painter', 'viewer'])
  for (const wrong of [token(3), token(1).subarray(1), new Uint8Array()])
    expect(ask(wrong, 4)).toMatch(/^This invite is not valid/)
  expect(used).toEqual(['a', 'b'])
})

it('[RO4] each stranger counts once, who took part before or comes back does not', () => {
  invites = [{ ...good, usesLeft: 2 }]
  expect([ask(token(1), 1), ask(token(1), 1), ask(token(1), 2, true), ask(token(1), 3)]).toEqual([
    'painter',
    'painter',
    'painter',
    'painter',
  ])
  expect(ask(token(1), 4)).toMatch(/^As many people as this invite is for/)
  expect([ask(token(1), 1), ask(token(1), 5, true)]).toEqual(['painter', 'painter'])
  expect(used).toEqual(['a', 'a'])
})

it('[RO28] who is only judged has used nothing, and is gone with a withdrawn invite', () => {
  invites = [{ ...good, usesLeft: 1 }]
  const judged = [1, 2].map((person) =>
    door.judge({ token: token(1), participantKey: token(person), isKnown: false }),
  )
  expect(judged).toEqual(['painter', 'painter'])
  expect(used).toEqual([])
  expect([ask(token(1), 2), used]).toEqual(['painter', ['a']])
  expect(ask(token(1), 1)).toMatch(/^As many people as this invite is for/)
  invites = [{ ...good, isWithdrawn: true }]
  expect([ask(token(1), 2), ask(token(1), 1)]).toEqual([
    'painter',
    'The host withdrew this invite: ask for a new one.',
  ])
})

it('[RO5] after its end an invite lets in those who took part, withdrawn only those who came by it since the opening', () => {
  expect([ask(token(1), 1), ask(token(1), 2, true)]).toEqual(['painter', 'painter'])
  invites = [{ ...good, expiresMs: clock.nowMs() - 1 }]
  expect(ask(token(1), 3)).toMatch(/^This invite expired on \d{4}-\d\d-\d\d: ask/)
  expect([ask(token(1), 1), ask(token(1), 4, true)]).toEqual(['painter', 'painter'])
  invites = [{ ...good, isWithdrawn: true }]
  expect([ask(token(1), 1), ask(token(1), 2), ask(token(1), 4)]).toEqual(['painter', 'painter', 'painter'])
  for (const isKnown of [false, true]) expect(ask(token(1), 5, isKnown)).toMatch(/^The host withdrew this/)
})
