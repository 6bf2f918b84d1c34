import { describe, expect, it } from 'vitest'
import { Prng } from '../base/prng.ts'
import { absentTag } from '../pictures/object-store.ts'
import { SimulatedClock } from './simulated-clock.ts'
import { SimulatedDisk } from './simulated-disk.ts'
import { SimulatedProcess } from './simulated-process.ts'

function diskOf(seed: number) {
  const clock = new SimulatedClock()
  const disk = new SimulatedDisk(clock, new Prng(seed))
  const process = new SimulatedProcess('host', clock)
  const settle = async <T>(promise: Promise<T>): Promise<T | Error> => {
    let result: T | Error | undefined
    void promise.then(
      (value) => (result = value),
      (error: Error) => (result = error),
    )
    await clock.runUntil(() => result !== undefined, clock.elapsedMs() + 1000)
    return result as T | Error
  }
  return { clock, disk, process, settle }
}

const seeds = Array.from({ length: 100 }, (_, i) => i)

describe('simulated disk', () => {
  it('[SI4] keeps every written byte when the process dies', async () => {
    const { clock, disk, process, settle } = diskOf(1)
    const files = disk.hostFiles(process)
    await settle(files.create(1, 8))
    await settle(files.write(1, 2, Uint8Array.of(1, 2, 3)))
    process.kill()
    const next = disk.hostFiles(new SimulatedProcess('next host', clock))
    expect(await settle(next.read(1))).toEqual(Uint8Array.of(0, 0, 1, 2, 3, 0, 0, 0))
    expect(await settle(next.list())).toEqual([1])
  })

  it('[SI4] keeps in a power cut what was synced, and of the rest any sectors, or others', async () => {
    const kept = new Set<string>()
    for (const seed of seeds) {
      const { clock, disk, process, settle } = diskOf(seed)
      const files = disk.hostFiles(process)
      await settle(files.create(1, 2000))
      await settle(files.write(1, 0, new Uint8Array(100).fill(7)))
      await settle(files.sync(1))
      await settle(files.write(1, 100, new Uint8Array(1900).fill(8)))
      process.kill()
      disk.cutPower()
      const bytes = await settle(disk.hostFiles(new SimulatedProcess('next', clock)).read(1))
      expect((bytes as Uint8Array).slice(0, 100)).toEqual(new Uint8Array(100).fill(7))
      const sector = (at: number): string =>
        (['old', 'new'] as const)[(bytes as Uint8Array)[at]! / 8] ?? 'other'
      kept.add([100, 512, 1024, 1536].map(sector).join(' '))
    }
    for (const each of ['new new new new', 'old old old old', 'new new old old', 'old new old new'])
      expect(kept).toContain(each)
    expect([...kept].some((each) => each.includes('other'))).toBe(true)
  })

  it('[SI4] fails calls before or after they took effect, and tears writes', async () => {
    const written = new Set<number>()
    for (const seed of seeds) {
      const { disk, process, settle } = diskOf(seed)
      const files = disk.hostFiles(process)
      await settle(files.create(1, 4))
      disk.journalFaults.condition.failChance = 1
      expect(await settle(files.write(1, 0, Uint8Array.of(1, 2, 3, 4)))).toMatchObject({
        code: 'unavailable',
      })
      disk.journalFaults.condition.failChance = 0
      written.add(((await settle(files.read(1))) as Uint8Array).filter((byte) => byte > 0).length)
    }
    expect(written.size).toBe(5)
  })

  it('[SI4] has no room while it is full', async () => {
    const { disk, process, settle } = diskOf(3)
    const store = disk.objectStore(process)
    disk.objectFaults.condition.full = true
    expect(await settle(store.put('a/b', Uint8Array.of(1)))).toMatchObject({
      code: 'disk-full',
      retryable: true,
    })
    disk.objectFaults.condition.full = false
    await settle(store.put('a/b', Uint8Array.of(1)).then(() => 'done'))
    expect(await settle(store.list('a'))).toEqual(['b'])
    expect(await settle(store.list(''))).toEqual(['a'])
  })

  it('[SI4] swaps an object only against the tag it has, and holds a name for one living process', async () => {
    const { clock, disk, process, settle } = diskOf(4)
    const store = disk.objectStore(process)
    const tag = (await settle(store.compareAndSwap('head', Uint8Array.of(1), absentTag))) as string
    expect(await settle(store.compareAndSwap('head', Uint8Array.of(2), absentTag))).toMatchObject({
      code: 'conflict',
    })
    expect(await settle(store.compareAndSwap('head', Uint8Array.of(2), tag))).not.toBe(tag)
    await settle(store.hold('picture'))
    const other = disk.objectStore(new SimulatedProcess('other', clock))
    expect(await settle(other.hold('picture'))).toMatchObject({ code: 'in-use' })
    process.kill()
    expect(await settle(other.hold('picture'))).toBeTypeOf('function')
  })
})
