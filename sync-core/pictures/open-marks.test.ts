import { expect, it } from 'vitest'
import { MemoryStore } from './memory-store.ts'
import { OpenMarks } from './open-marks.ts'
import { storedSlots } from './picture-slots.ts'
import { StoredPictures } from './stored-pictures.ts'
import { sweepAll } from '../testing/sweep-all.ts'

const id = 'a'.repeat(26)
const [anna, ben] = ['aaaaaaaaaaaaaaaa', 'bbbbbbbbbbbbbbbb'] as const

it('[PI50] another computer is told of a mark until it is taken away, and when anything was written last', async () => {
  let nowMs = 1000
  const store = new MemoryStore(() => nowMs)
  const marks = new OpenMarks(store)
  expect(await marks.openElsewhere(id, ben)).toBeUndefined()
  await marks.mark(id, anna)
  expect(await marks.openElsewhere(id, anna)).toBeUndefined()
  expect(await marks.openElsewhere(id, ben)).toEqual({ writtenMs: 1000 })
  nowMs = 5000
  const slots = storedSlots(store, { id, epoch: 1, writer: new Uint8Array(8) })
  await slots.create({ epoch: 1, number: 0 }, new Uint8Array(9))
  expect(await marks.openElsewhere(id, ben)).toEqual({ writtenMs: 5000 })
  expect(await slots.list()).toEqual([{ epoch: 1, number: 0 }])
  await marks.unmark(id, anna)
  await marks.unmark(id, anna)
  expect(await marks.openElsewhere(id, ben)).toBeUndefined()
})

it('[PI50] who opens it takes the marks of others away; of two that do so at once each is told of the other', async () => {
  const store = new MemoryStore()
  const marks = new OpenMarks(store)
  await marks.mark(id, anna)
  await store.put(`${id}/slots/open-of-somebody`, new Uint8Array(1))
  await marks.mark(id, ben)
  expect(await store.list(`${id}/slots`)).toEqual([`open-${ben}`, 'open-of-somebody'])
  expect(await marks.openElsewhere(id, ben)).toBeUndefined()
  expect(await marks.openElsewhere(id, anna)).toBeDefined()
  await marks.unmark(id, ben)
  await Promise.all([marks.mark(id, anna), marks.mark(id, ben)])
  for (const one of [anna, ben]) expect(await marks.openElsewhere(id, one)).toBeDefined()
})

it('[PI50] marks go with a picture that is removed for good', async () => {
  const store = new MemoryStore()
  const pictures = new StoredPictures(store, new Uint8Array(8))
  await pictures.create({ id, title: 'Sea', size: { width: 16, height: 16 }, nowMs: 1 })
  await new OpenMarks(store).mark(id, anna)
  await pictures.delete(id, 2)
  await sweepAll(pictures, 3)
  expect(await store.list('')).toEqual([])
})

it('[PI50] tells of a mark among more slots than a call takes arguments', async () => {
  const store = new MemoryStore()
  const slots = Array.from({ length: 200_000 }, (_, at) => ({ name: `s${at}`, bytes: 1, modifiedMs: at }))
  store.listObjects = () => Promise.resolve([{ name: `open-${anna}`, bytes: 4, modifiedMs: 7 }, ...slots])
  expect(await new OpenMarks(store).openElsewhere(id, ben)).toEqual({ writtenMs: 199_999 })
})
