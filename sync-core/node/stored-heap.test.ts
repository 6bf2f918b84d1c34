import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { testHeap } from '../testing/heap.contract.ts'
import { S3Light } from '../testing/s3-light/s3-light.ts'
import { FolderStore } from './folder-store.ts'
import { S3Store } from './s3/s3-store.ts'

const ends: (() => unknown)[] = []
afterAll(async () => {
  for (const end of ends) await end()
})

testHeap('folder', async () => {
  const root = await mkdtemp(join(tmpdir(), 'gesso-heap-'))
  ends.push(() => rm(root, { recursive: true, force: true }))
  return FolderStore.open(root)
})

testHeap('light S3', async () => {
  const light = await S3Light.start({ pageKeys: 100 })
  const store = new S3Store({ ...light.settings, prefix: 'team/gesso' })
  ends.push(() => {
    store.close()
    return light.close()
  })
  return store
})
