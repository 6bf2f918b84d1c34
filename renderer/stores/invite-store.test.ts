import { expect, it } from 'vitest'
import type { Failure, OpenInvite } from '../../electron/ipc/contract.ts'
import { createInviteStore } from './invite-store.ts'

const usual: OpenInvite = { id: 'a', role: 'painter', createdMs: 1, uses: 0, links: ['https://a/#x'] }
const viewers: OpenInvite = { ...usual, id: 'b', role: 'viewer' }

function world() {
  let answer: readonly OpenInvite[] | Failure = [usual]
  const give = (): Promise<readonly OpenInvite[] | Failure> => Promise.resolve(answer)
  const store = createInviteStore({ invites: give, makeInvite: give, withdrawInvite: give })
  store.getState().take([usual])
  return { store, answers: (next: readonly OpenInvite[] | Failure) => (answer = next) }
}

it('[RO7] shows the invites as the main process has them', async () => {
  const { store, answers } = world()
  answers([usual, viewers])
  expect(await store.getState().make({ role: 'viewer' })).toEqual(viewers)
  expect(store.getState().invites).toEqual([usual, viewers])
  answers([{ ...usual, uses: 1 }])
  await store.getState().refresh()
  expect(store.getState().invites).toEqual([{ ...usual, uses: 1 }])
})

it('[RO7] what could not be done is told, and nothing is forgotten', async () => {
  const { store, answers } = world()
  answers({ failed: true, code: 'disk-full', message: 'The disk is full.' })
  expect(await store.getState().make({ role: 'painter' })).toBeUndefined()
  expect(store.getState()).toMatchObject({ invites: [usual], problem: 'The disk is full.' })
  answers([])
  await store.getState().withdraw('a')
  expect(store.getState()).toMatchObject({ invites: [], problem: undefined })
})
