import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { pictureLimits } from '../pictures/picture-limits.ts'
import { StoredPictures } from '../pictures/stored-pictures.ts'
import { TestProcess } from '../testing/child-process.ts'
import { testObjectStore } from '../testing/object-store.contract.ts'
import { testPictureAccessor } from '../testing/picture-accessor.contract.ts'
import { byPlace, draft, pictureId, snapshot, tile, writer } from '../testing/picture-drafts.ts'
import { tinyDisk } from '../testing/tiny-disk.ts'
import { FolderStore } from './folder-store.ts'
import { sweepAll } from '../testing/sweep-all.ts'

const roots: string[] = []
async function newRoot(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'gesso-store-'))
  roots.push(root)
  return root
}
afterAll(() => Promise.all(roots.map((root) => rm(root, { recursive: true, force: true }))))

testObjectStore('folder', async () => FolderStore.open(await newRoot()))
testPictureAccessor(
  'folder',
  async () => new StoredPictures(await FolderStore.open(await newRoot()), writer(1)),
)

describe('folder store', () => {
  let root: string
  beforeEach(async () => {
    root = await newRoot()
  })
  afterEach(() => chmod(root, 0o755).catch(() => undefined))

  it('[PI17] keeps objects as plain files and leaves nothing beside them', async () => {
    const store = await FolderStore.open(join(root, 'deep', 'er'))
    await store.put('a/b', Uint8Array.of(1, 2))
    expect([...(await readFile(join(root, 'deep', 'er', 'a', 'b')))]).toEqual([1, 2])
    await store.remove(['a/b'])
    expect(await readdir(join(root, 'deep', 'er'))).toEqual(['.temp'])
    expect(await readdir(join(root, 'deep', 'er', '.temp'))).toEqual([])
  })

  it('[PI17] lets one of two stores over the same folder win a swap', async () => {
    const stores = [await FolderStore.open(root), await FolderStore.open(root)]
    for (let round = 0; round < 10; round++) {
      const tagged = await stores[0]!.getTagged('head', 100)
      const results = await Promise.allSettled(
        stores.map((store, at) =>
          store.compareAndSwap('head', Uint8Array.of(round, at), tagged?.etag ?? 'absent'),
        ),
      )
      expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected'])
    }
    expect(await readdir(join(root, '.locks'))).toEqual([])
  })

  it('[PI18] files of others among the objects are in nobody’s way', async () => {
    const store = await FolderStore.open(root)
    const pictures = new StoredPictures(store, writer(1))
    await pictures.create(draft)
    const first = await pictures.claim(pictureId)
    await first.save(snapshot(1, [tile(1)]))
    await first.release()
    const copies = ['0000000001-00000000 (copy)', 'Thumbs.db']
    for (const name of copies) await writeFile(join(root, pictureId, 'packs', name), 'x')
    const claim = await pictures.claim(pictureId)
    await claim.save(snapshot(2, [tile(2)]))
    await claim.compact(0)
    await claim.release()
    await pictures.delete(pictureId, 1)
    await sweepAll(pictures, 2)
    expect(await pictures.list()).toEqual([])
    expect(await readdir(join(root, pictureId))).toEqual(['packs'])
    expect((await readdir(join(root, pictureId, 'packs'))).sort()).toEqual(copies)
  })

  it('[PI19] removes what the dead left half written, not what the living are writing', async () => {
    const store = await FolderStore.open(root)
    const us = Buffer.from(
      JSON.stringify({ pid: 2 ** 22 + 5, start: 'boot-1', host: (await import('node:os')).hostname() }),
    )
    await writeFile(join(root, '.temp', `1-aa.${us.toString('base64url')}`), 'half')
    const living = store.put('large', new Uint8Array(8_000_000))
    await FolderStore.open(root)
    await living
    expect((await store.get('large', 1e7))!.length).toBe(8_000_000)
    expect(await readdir(join(root, '.temp'))).toEqual([])
  })

  it('[PI18] a link that leads outside is only ever replaced, never written through', async () => {
    const outside = join(await newRoot(), 'outside')
    await writeFile(outside, 'mine')
    await symlink(outside, join(root, 'head'))
    const store = await FolderStore.open(root)
    await store.put('head', Uint8Array.of(1))
    expect(await readFile(outside, 'utf8')).toBe('mine')
  })

  it('[PI20] says which folder can’t be used', async () => {
    const file = join(root, 'file')
    await writeFile(file, '')
    await expect(FolderStore.open(join(file, 'pictures'))).rejects.toMatchObject({
      name: 'StorageError',
      message: expect.stringContaining(file),
    })
  })

  it.skipIf(process.getuid?.() === 0)('[PI20] says which folder can’t be written', async () => {
    const store = await FolderStore.open(root)
    await chmod(join(root, '.temp'), 0o555)
    await expect(store.put('a', Uint8Array.of(1))).rejects.toMatchObject({
      code: 'no-permission',
      message: expect.stringContaining(root),
    })
    await chmod(join(root, '.temp'), 0o755)
  })

  it('[PI20] says that a lock can’t be removed', async () => {
    const store = await FolderStore.open(root)
    const locks = join(root, '.locks')
    const release = await store.hold('a')
    const [lock] = await readdir(locks)
    await rm(join(locks, lock!))
    await mkdir(join(locks, lock!))
    await expect(release()).rejects.toMatchObject({
      name: 'StorageError',
      message: expect.stringContaining(`Gesso could not remove a lock in ${root}`),
    })
  })

  it('[PI20] says that a disk is read-only, and still opens what is on it for reading', async (context) => {
    const disk = await tinyDisk(512 * 1024)
    if (disk === undefined) return context.skip('no tmpfs can be mounted here')
    try {
      const pictures = new StoredPictures(await FolderStore.open(disk.folder), writer(1))
      await pictures.create(draft)
      await disk.makeReadOnly()
      expect(await pictures.list()).toHaveLength(1)
      for (const refused of [pictures.claim(pictureId), pictures.rename(pictureId, 'x')]) {
        await expect(refused).rejects.toMatchObject({ code: 'no-permission' })
        await expect(refused).rejects.toThrow(disk.folder)
      }
    } finally {
      await disk.remove()
    }
  })

  it('[PI20] [PI7] tells a full disk, keeps the former snapshot, and goes on when there is room', async (context) => {
    const disk = await tinyDisk(512 * 1024)
    if (disk === undefined) return context.skip('no tmpfs can be mounted here')
    try {
      const pictures = new StoredPictures(await FolderStore.open(disk.folder), writer(1))
      await pictures.create(draft)
      const claim = await pictures.claim(pictureId)
      const first = [tile(1, 1, 30_000), tile(2, 1, 30_000)]
      await claim.save(snapshot(1, first))
      const large = Array.from({ length: 20 }, (_, index) => tile(index, 2, 32_000))
      const refusal = claim.save(snapshot(2, large))
      await expect(refusal).rejects.toMatchObject({ code: 'disk-full', retryable: true })
      await expect(refusal).rejects.toThrow(disk.folder)
      expect(await readdir(join(disk.folder, '.temp'))).toEqual([])
      await claim.save(snapshot(2, large.slice(0, 5)))
      await claim.release()
      const loaded = (await (await pictures.claim(pictureId)).load())!
      expect(byPlace(loaded.tiles)).toEqual(byPlace(large.slice(0, 5)))
    } finally {
      await disk.remove()
    }
  })

  it('[PI7] [PI19] [PI21] survives being killed in the middle of saves', async () => {
    const pictures = new StoredPictures(await FolderStore.open(root), writer(1))
    await pictures.create(draft)
    let known = 0
    for (let round = 0; round < 5; round++) {
      const child = new TestProcess('save-child.ts', root)
      await child.waitFor((message) => Number(message) >= known + 3 + round)
      await expect(pictures.claim(pictureId)).rejects.toMatchObject({ code: 'in-use' })
      await new Promise((resolve) => setTimeout(resolve, 7 * round))
      await child.kill()
      known = Math.max(known, ...child.heard.map(Number))
      const claim = await pictures.claim(pictureId)
      const loaded = (await claim.load())!
      expect([loaded.damaged, loaded.notices]).toEqual([[], []])
      expect(loaded.seq === known || loaded.seq === known + 1).toBe(true)
      expect(byPlace(loaded.tiles)).toEqual(
        byPlace([0, 1, 2, 3].map((index) => tile(index, loaded.seq % 200, 3000))),
      )
      known = loaded.seq
      await claim.release()
    }
    await FolderStore.open(root)
    expect(await readdir(join(root, '.temp'))).toEqual([])
    const claim = await pictures.claim(pictureId)
    for (const seq of [known + 1, known + 2]) await claim.save(snapshot(seq, [], { nowMs: Date.now() }))
    await claim.compact(Date.now() + 2 * pictureLimits.garbageGraceMs)
    expect((await readdir(join(root, pictureId, 'packs'))).length).toBeLessThanOrEqual(3)
    await claim.release()
  })

  it('[PI11] skips folders and files that are no pictures', async () => {
    const pictures = new StoredPictures(await FolderStore.open(root), writer(1))
    await mkdir(join(root, 'holiday photos'))
    await writeFile(join(root, 'notes.txt'), 'x')
    await mkdir(join(root, pictureId))
    expect(await pictures.list()).toEqual([])
    await mkdir(join(root, pictureId, 'head'))
    expect(await pictures.list()).toEqual([])
  })
})
