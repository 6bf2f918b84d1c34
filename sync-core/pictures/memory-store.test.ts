import { expect, it } from 'vitest'
import { testObjectStore } from '../testing/object-store.contract.ts'
import { testPictureAccessor } from '../testing/picture-accessor.contract.ts'
import { writer } from '../testing/picture-drafts.ts'
import { MemoryStore } from './memory-store.ts'
import { StoredPictures } from './stored-pictures.ts'

testObjectStore('memory', () => Promise.resolve(new MemoryStore()))
testPictureAccessor('memory', () => Promise.resolve(new StoredPictures(new MemoryStore(), writer(1))))

it('[PI1] says that pictures in memory are gone with the process', () => {
  expect(new StoredPictures(new MemoryStore(), writer(1)).place).toBe('memory')
})
