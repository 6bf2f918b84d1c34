import { beforeEach, describe, expect, it } from 'vitest'
import { AssertionError } from '../base/errors.ts'
import { inParallel } from '../pictures/in-parallel.ts'
import { absentTag } from '../pictures/object-store.ts'
import type { ObjectStore } from '../pictures/object-store.ts'
import { pictureLimits } from '../pictures/picture-limits.ts'

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values)

/** What every object store promises. `open` gives an empty one. */
export function testObjectStore(name: string, open: () => Promise<ObjectStore>): void {
  describe(`object store: ${name}`, () => {
    let store: ObjectStore
    beforeEach(async () => {
      store = await open()
    })

    it('[PI17] gives back what was put, whole, and nothing for what was not', async () => {
      expect(await store.get('a/b/c', 10)).toBeUndefined()
      await store.put('a/b/c', bytes(1, 2, 3))
      await store.put('a/b/c', bytes(1, 2, 3))
      expect(await store.get('a/b/c', 3)).toEqual(bytes(1, 2, 3))
      await store.put('a/empty', bytes())
      expect(await store.get('a/empty', 10)).toEqual(bytes())
      expect(await store.get('a', 10)).toBeUndefined()
      expect(await store.get('a/b/c/d', 10)).toBeUndefined()
    })

    it('[PI12] does not read what is larger than expected', async () => {
      await store.put('large', new Uint8Array(101))
      await expect(store.get('large', 100)).rejects.toMatchObject({ code: 'corrupt' })
      await expect(store.getTagged('large', 100)).rejects.toMatchObject({ code: 'corrupt' })
    })

    it('[PI17] swaps only what is still the same', async () => {
      const first = await store.compareAndSwap('x/head', bytes(1), absentTag)
      await expect(store.compareAndSwap('x/head', bytes(9), absentTag)).rejects.toMatchObject({
        code: 'conflict',
      })
      expect(await store.getTagged('x/head', 10)).toEqual({ bytes: bytes(1), etag: first })
      const second = await store.compareAndSwap('x/head', bytes(2), first)
      await expect(store.compareAndSwap('x/head', bytes(3), first)).rejects.toMatchObject({
        code: 'conflict',
      })
      expect(await store.getTagged('x/head', 10)).toEqual({ bytes: bytes(2), etag: second })
    })

    it('[PI17] lets one of many rivals win a swap', async () => {
      let etag = absentTag
      for (let round = 0; round < 5; round++) {
        const tries = Array.from({ length: 8 }, (_, rival) =>
          store.compareAndSwap('head', bytes(round, rival), etag),
        )
        const results = await Promise.allSettled(tries)
        const won = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
        expect(won).toHaveLength(1)
        for (const result of results) {
          if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'conflict' })
        }
        etag = won[0]!
        expect((await store.getTagged('head', 10))!.etag).toBe(etag)
      }
    })

    it('[PI17] lists one level, and forgets what was removed', async () => {
      for (const key of ['b/x/1', 'b/x/2', 'b/head', 'a/head']) await store.put(key, bytes(1))
      expect(await store.list('')).toEqual(['a', 'b'])
      expect(await store.list('b')).toEqual(['head', 'x'])
      expect(await store.list('b/x')).toEqual(['1', '2'])
      expect(await store.list('nothing/here')).toEqual([])
      await store.remove(['b/x/1', 'b/x/2'])
      await store.remove(['b/x/2'])
      await store.remove(['b/head'])
      await store.remove([])
      expect(await store.list('')).toEqual(['a'])
    })

    it('[PI17] lists the objects of a folder with their sizes and times', async () => {
      for (const [key, size] of [
        ['b/x/2', 20],
        ['b/x/1', 10],
        ['b/x/y/1', 1],
        ['b/xz/1', 1],
        ['b/head', 5],
      ] as const) {
        await store.put(key, new Uint8Array(size))
      }
      const listed = await store.listObjects('b/x')
      expect(listed.map(({ name, bytes: size }) => [name, size])).toEqual([
        ['1', 10],
        ['2', 20],
      ])
      for (const { modifiedMs } of listed) expect(Number.isSafeInteger(modifiedMs)).toBe(true)
      expect(await store.listObjects('nothing/here')).toEqual([])
    })

    it('[PI18] refuses keys that could lead elsewhere', async () => {
      for (const key of [
        '',
        '/',
        '../x',
        'a/../../x',
        'a//b',
        '/etc/passwd',
        '.temp/x',
        'a/.locks',
        'A',
        'a\\b',
        'c:',
        'a\0',
      ]) {
        expect(() => store.put(key, bytes(1))).toThrow(AssertionError)
      }
    })

    it('[PI17] creates an object once, whoever else tries', async () => {
      for (let round = 0; round < 8; round++) {
        const key = `round-${round}`
        const tries = Array.from({ length: 8 }, (_, rival) =>
          store.compareAndSwap(key, bytes(round, rival), absentTag).then(() => rival),
        )
        const results = await Promise.allSettled(tries)
        const won = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
        expect(won).toHaveLength(1)
        expect(await store.get(key, 10)).toEqual(bytes(round, won[0]!))
      }
    })

    it('[PI17] gives back the largest objects, bit by bit', async () => {
      const large = Uint8Array.from(
        { length: pictureLimits.packBytesMax },
        (_, at) => (at * 2_654_435_761) >>> 24,
      )
      await store.put('large/put', large)
      await store.compareAndSwap('large/swapped', large, absentTag)
      for (const key of ['large/put', 'large/swapped']) {
        const found = (await store.get(key, large.length))!
        expect(Buffer.compare(found, large)).toBe(0)
      }
    })

    it('[PI17] lists and removes more objects than one request takes', async () => {
      const names = Array.from({ length: 1100 }, (_, at) => `n${10_000 + at}`)
      await inParallel(names, 16, (name) => store.put(`many/${name}`, bytes(1)))
      await store.put('many/folder/inside', bytes(1))
      expect(await store.list('many')).toEqual(['folder', ...names])
      expect((await store.listObjects('many')).map(({ name: listed }) => listed)).toEqual(names)
      await store.remove(names.slice(1).map((name) => `many/${name}`))
      expect(await store.list('many')).toEqual(['folder', names[0]])
    })

    it('[PI3] [PI21] holds a name once, where it can be known who lives', async () => {
      if (store.place === 'bucket') return expectHoldsToMeanNothing(store)
      const release = await store.hold('one')
      await expect(store.hold('one')).rejects.toMatchObject({ code: 'in-use' })
      await (
        await store.hold('two')
      )()
      await release()
      await release()
      const again = await store.hold('one')
      await release()
      await expect(store.hold('one')).rejects.toMatchObject({ code: 'in-use' })
      await again()
    })

    it('[PI21] gives a hold to one of many who ask at once', async () => {
      if (store.place === 'bucket') return expectHoldsToMeanNothing(store)
      const results = await Promise.allSettled(Array.from({ length: 8 }, () => store.hold('wanted')))
      const won = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
      expect(won.length).toBe(1)
      await won[0]!()
    })
  })
}

/** A bucket's holds are given to everybody: the epochs alone keep hosts apart. */
async function expectHoldsToMeanNothing(store: ObjectStore): Promise<void> {
  const releases = await Promise.all([store.hold('one'), store.hold('one')])
  for (const release of releases) await release()
}
