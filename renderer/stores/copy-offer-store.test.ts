import { expect, it } from 'vitest'
import type { OfferedCopy } from '../../electron/ipc/contract.ts'
import { createCopyOfferStore } from './copy-offer-store.ts'

const refused = { failed: true, code: 'in-use', message: 'It is being kept.' } as const
const newest: OfferedCopy = { sentence: '37 updates.', droppable: 'b' }
const older: OfferedCopy = { sentence: '4 updates.', droppable: 'a' }

function setUp(offer: OfferedCopy, answers: readonly unknown[]) {
  const asked: unknown[] = []
  const left = [...answers]
  const answer = (what: unknown): Promise<never> => {
    asked.push(what)
    return Promise.resolve(left.shift() as never)
  }
  const store = createCopyOfferStore(offer, { keepCopy: () => answer('keep'), dropCopy: answer })
  return { asked, get: () => store.getState() }
}

it('[UI101] throwing away is one question, and then the next piece is offered', async () => {
  const { asked, get } = setUp(newest, [refused, { next: older }, {}])
  await get().drop()
  expect(asked).toEqual([])
  get().ask()
  expect(get().step).toEqual({ kind: 'asking' })
  get().stay()
  await get().drop()
  expect([get().step, asked]).toEqual([{ kind: 'offered' }, []])

  get().ask()
  await get().drop()
  expect(get()).toMatchObject({ offer: newest, step: { kind: 'offered', problem: 'It is being kept.' } })
  for (const next of [older, undefined]) {
    get().ask()
    await get().drop()
    expect(get()).toMatchObject({ offer: next, done: { kind: 'dropped' } })
  }
  expect(asked).toEqual(['b', 'b', 'a'])
})

it('[UI101] what can’t be thrown away is only kept; the next piece is offered then', async () => {
  const { asked, get } = setUp({ sentence: 'Own.' }, [
    refused,
    { copy: { title: 'Sea (unsaved work)' }, next: older },
  ])
  get().ask()
  expect(get().step).toEqual({ kind: 'offered' })
  await get().keep()
  expect(get().step).toEqual({ kind: 'offered', problem: 'It is being kept.' })
  await get().keep()
  expect(get()).toMatchObject({
    offer: older,
    done: { kind: 'kept', title: 'Sea (unsaved work)' },
  })
  expect(asked).toEqual(['keep', 'keep'])
})
