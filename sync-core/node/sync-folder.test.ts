import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { expect, it } from 'vitest'
import { makeFolder } from './sync-folder.ts'

it('[SJ4] makes the names of all folders durable that were missing, and asks for no others', async () => {
  const root = await mkdtemp(join(tmpdir(), 'gesso-folders-'))
  try {
    const synced: string[] = []
    const sync = (folder: string): Promise<void> => Promise.resolve(void synced.push(relative(root, folder)))
    await makeFolder(join(root, 'data', 'deep', 'journal'), sync)
    expect(synced).toEqual([join('data', 'deep'), 'data', ''])
    await makeFolder(join(root, 'data', 'deep', 'journal'), sync)
    await makeFolder(join(root, 'data', 'other'), sync)
    expect(synced.slice(3)).toEqual(['data'])
    expect((await stat(join(root, 'data', 'deep', 'journal'))).isDirectory()).toBe(true)
  } finally {
    await rm(root, { recursive: true })
  }
})

it('[SJ4] makes a folder also where the one above can’t be looked at', async () => {
  const root = await mkdtemp(join(tmpdir(), 'gesso-folders-'))
  try {
    const refused = (): Promise<void> => Promise.reject(Object.assign(new Error('no'), { code: 'EACCES' }))
    await makeFolder(join(root, 'data'), refused)
    const broken = (): Promise<void> => Promise.reject(Object.assign(new Error('broken'), { code: 'EIO' }))
    await expect(makeFolder(join(root, 'more'), broken)).rejects.toThrow('broken')
  } finally {
    await rm(root, { recursive: true })
  }
})
