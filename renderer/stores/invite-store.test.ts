import { expect, it } from 'vitest'
import type { Failure, InvitesNow, OpenInvite, WhoCanJoin } from '../../electron/ipc/contract.ts'
import { createInviteStore } from './invite-store.ts'

const usual: OpenInvite = { id: 'a', role: 'painter', createdMs: 1, uses: 0, links: ['https://a/#x'] }
const viewers: OpenInvite = { ...usual, id: 'b', role: 'viewer' }

function world() {
  let answer: InvitesNow | Failure = { invites: [usual] }
  const give = (): Promise<InvitesNow | Failure> => Promise.resolve(answer)
  const store = createInviteStore({ invites: give, makeInvite: give, withdrawInvite: give })
  store.getState().take({ invites: [usual] })
  return { store, answers: (next: InvitesNow | Failure) => (answer = next) }
}

it('[RO7] shows the invites as the main process has them', async () => {
  const { store, answers } = world()
  answers({ invites: [usual, viewers] })
  expect(await store.getState().make({ role: 'viewer' })).toEqual(viewers)
  expect(store.getState().invites).toEqual([usual, viewers])
  answers({ invites: [{ ...usual, uses: 1 }] })
  await store.getState().refresh()
  expect(store.getState().invites).toEqual([{ ...usual, uses: 1 }])
})

it('[RO7] what could not be done is told, and nothing is forgotten', async () => {
  const { store, answers } = world()
  answers({ failed: true, code: 'disk-full', message: 'The disk is full.' })
  expect(await store.getState().make({ role: 'painter' })).toBeUndefined()
  expect(store.getState()).toMatchObject({ invites: [usual], problem: 'The disk is full.' })
  answers({ invites: [] })
  await store.getState().withdraw('a')
  expect(store.getState()).toMatchObject({ invites: [], problem: undefined })
})

it('[RE10] who can join is shown as it was seen last', async () => {
  const { store, answers } = world()
  const looking: WhoCanJoin = { network: 'looking', internet: { kind: 'looking' } }
  const found: WhoCanJoin = { network: 'yes', internet: { kind: 'relay', name: 'relay.example.org' } }
  for (const whoCanJoin of [looking, found]) {
    answers({ invites: [usual], whoCanJoin })
    await store.getState().refresh()
    expect(store.getState().whoCanJoin).toEqual(whoCanJoin)
  }
})
