import { beforeEach, describe, expect, it } from 'vitest'
import { limits } from '../base/limits.ts'
import { Prng } from '../base/prng.ts'
import { firstLayer } from '../raster/structure.ts'
import { FaultyStore } from '../testing/faulty-store.ts'
import {
  draft,
  namedTile,
  participant,
  people,
  pictureId,
  snapshot,
  tileAt,
  writer,
} from '../testing/picture-drafts.ts'
import { instead } from '../testing/instead.ts'
import { CountedStore } from './counted-store.ts'
import { MemoryStore } from './memory-store.ts'
import type { PictureClaim, SaveResult, StoredTile } from './picture-accessor.ts'
import { pictureLimits } from './picture-limits.ts'
import { StoredPictures } from './stored-pictures.ts'

const participants = people(Array.from({ length: 300 }, (_, number) => participant(number)))
const tileBytes = 300

/** All 65 536 tiles of the plane, each different. */
function* everyTile(version: number): Generator<StoredTile> {
  for (let index = 0; index < limits.pictureTilesMax; index++) yield tileOf(index, version)
}

function tileOf(index: number, version: number): StoredTile {
  const bytes = new Uint8Array(tileBytes)
  const prng = new Prng(index * 1000 + version)
  for (let at = 0; at < 16; at++) bytes[at] = prng.below(256)
  return namedTile(firstLayer, index, bytes)
}

async function* stream(tiles: Iterable<StoredTile>): AsyncGenerator<StoredTile> {
  for (const each of tiles) yield each
}

let store: MemoryStore
let counted: CountedStore
let claim: PictureClaim

beforeEach(async () => {
  store = new MemoryStore()
  counted = new CountedStore(store)
  const pictures = new StoredPictures(counted, writer(1))
  await pictures.create(draft)
  claim = await pictures.claim(pictureId)
})

describe('what a save costs', () => {
  it('[PI23] a small change of the largest picture is 3 requests, and its bytes follow the change', async () => {
    await claim.save(snapshot(1, [], { changed: stream(everyTile(0)), participants }))
    await claim.release()
    claim = await new StoredPictures(counted, writer(1)).claim(pictureId)
    expect((await claim.load())!.tiles).toHaveLength(limits.pictureTilesMax)
    const costs: SaveResult[] = []
    for (let save = 0; save < 100; save++) {
      const at = (save * 977) % 60_000
      const before = counted.requests
      const changed = [at, at + 1, at + 256].map((index) => tileOf(index, save + 1))
      costs.push(await claim.save(snapshot(3 + save, changed, { participants })))
      expect(counted.requests - before).toBe(costs.at(-1)!.requests)
    }
    expect(Math.max(...costs.map(({ requests }) => requests))).toBe(3)
    const bytes = costs.map(({ bytesWritten }) => bytesWritten).sort((a, b) => a - b)
    // Three tiles; a page of 256 tiles, one of 256 people, the root with 256 of pages and 5 of packs.
    expect(bytes[50]).toBeLessThan(60_000)
    expect(bytes.reduce((sum, each) => sum + each) / 100).toBeLessThan(100_000)
  })

  it('[PI23] the save after a failed one makes sure of the head, and the next is as ever', async () => {
    const costs: number[][] = []
    for (const failing of [/^put .*packs/, /^swap/, /^(swap|get)/]) {
      const faulty = new FaultyStore(new MemoryStore())
      const pictures = new StoredPictures(faulty, writer(1))
      await pictures.create(draft)
      const host = await pictures.claim(pictureId)
      await host.save(snapshot(1, [tileOf(3, 1)]))
      faulty.fault = (call) => (failing.test(call) ? 'after' : undefined)
      if (costs.length === 1) faulty.fault = (call) => (failing.test(call) ? 'before' : undefined)
      await expect(host.save(snapshot(2, [tileOf(3, 2)]))).rejects.toBe(faulty.error)
      faulty.fault = () => undefined
      const after: number[] = []
      for (const seq of [3, 4]) after.push((await host.save(snapshot(seq, [tileOf(3, seq)]))).requests)
      costs.push(after)
    }
    // Nothing to make sure of; the head and what to remove; a head that came to count unnoticed.
    expect(costs).toEqual([
      [3, 3],
      [5, 3],
      [6, 3],
    ])
  })

  it('[PI23] bytes grow with the tiles that changed', async () => {
    await claim.save(snapshot(1, [], { changed: stream(everyTile(0)) }))
    const cost = async (seq: number, tiles: number): Promise<number> => {
      const changed = Array.from({ length: tiles }, (_, at) => tileOf(tileAt(at % 16, at >> 4), seq))
      return (await claim.save(snapshot(seq, changed))).bytesWritten
    }
    const few = await cost(2, 1)
    const many = await cost(3, 129)
    expect((many - few) / 128).toBeGreaterThan(tileBytes)
    expect((many - few) / 128).toBeLessThan(tileBytes + 200)
  })

  it('[PI23] an empty save is a root, and an unchanged page is not written', async () => {
    await claim.save(snapshot(1, [tileOf(3, 1)]))
    await claim.save(snapshot(2, []))
    const { requests, bytesWritten } = await claim.save(snapshot(2, []))
    expect(requests).toBe(2)
    expect(bytesWritten).toBeLessThan(1500)
  })
})

describe('a save of a large picture', () => {
  it('[PI32] holds a few packs at a time, tells its progress, and rests between slices', async () => {
    let underWay = 0
    let most = 0
    let mostBytes = 0
    let bytes = 0
    const rooms = new Set<ArrayBufferLike>()
    const slow = instead(store, {
      put: async (key, object) => {
        most = Math.max(most, ++underWay)
        if (object.length > limits.packBytes / 2) rooms.add(object.buffer)
        mostBytes = Math.max(mostBytes, (bytes += object.length))
        await new Promise((resolve) => setImmediate(resolve))
        await store.put(key, object)
        underWay--
        bytes -= object.length
      },
    })
    let pauses = 0
    const pause = (): Promise<void> => {
      pauses++
      return Promise.resolve()
    }
    await claim.release()
    const large = await new StoredPictures(slow, writer(1), { pause }).claim(pictureId)
    const told: [number, number][] = []
    const all = Array.from({ length: 3000 }, (_, index) => {
      const bytesOfTile = new Uint8Array(16_000)
      bytesOfTile[0] = index
      bytesOfTile[1] = index >> 8
      return namedTile(firstLayer, index, bytesOfTile)
    })
    await large.save(snapshot(1, all), { onProgress: (done, total) => told.push([done, total]) })
    expect(most).toBe(pictureLimits.uploadsAtOnce)
    expect(mostBytes).toBeLessThan((pictureLimits.uploadsAtOnce + 0.1) * limits.packBytes)
    expect(rooms.size).toBeLessThanOrEqual(pictureLimits.uploadsAtOnce + 1)
    expect(pauses).toBeGreaterThan(150)
    expect(told).toHaveLength(12 + 1)
    expect(told.every(([done, total], at) => done <= total && done >= (told[at - 1]?.[0] ?? 0))).toBe(true)
    expect(told.at(-1)![0]).toBe(told.at(-1)![1])
    expect(told.at(-1)![0]).toBeGreaterThan(3000 * 16_000)
    await large.release()
    const again = await new StoredPictures(store, writer(1)).claim(pictureId)
    expect((await again.load())!.notices).toEqual([])
  })

  it('[PI33] a list shows what picture and history take', async () => {
    await claim.save(snapshot(400, [tileOf(3, 1), tileOf(4, 1)]))
    await claim.release()
    const [listed] = await new StoredPictures(store, writer(1)).list()
    const sizeOf = async (folder: string): Promise<number> =>
      (await store.listObjects(`${pictureId}/${folder}`)).reduce((sum, each) => sum + each.bytes, 0)
    expect([listed!.pictureBytes, listed!.historyBytes]).toEqual([
      await sizeOf('packs'),
      await sizeOf('history'),
    ])
  })
})
