import { expect, it } from 'vitest'
import { limits } from '../base/limits.ts'
import { nameTile, sameBytes } from './content-name.ts'
import { PackWriter } from './pack-writer.ts'

interface HandedPack {
  readonly name: string
  readonly bytes: Uint8Array
  /** As they were when they were handed over. */
  readonly copy: Uint8Array
  readonly giveBack: () => void
}

const tileBytes = 32 * 1024
const tilesPerPack = limits.packBytes / tileBytes

function collect(): { writer: PackWriter; handed: HandedPack[]; add: (number: number) => Promise<void> } {
  const handed: HandedPack[] = []
  let packs = 0
  const writer = new PackWriter(
    () => `pack-${++packs}`,
    (name, bytes, giveBack) => {
      handed.push({ name, bytes, copy: bytes.slice(), giveBack })
      return Promise.resolve()
    },
  )
  const add = async (number: number): Promise<void> => {
    const bytes = new Uint8Array(tileBytes).fill(number)
    bytes[0] = number >> 8
    const place = await writer.add(nameTile(bytes), bytes)
    expect(place).toMatchObject({ offset: (number % tilesPerPack) * tileBytes, length: tileBytes })
    bytes.fill(0)
  }
  return { writer, handed, add }
}

it('[PI60] what is added is copied at once, and lies where its place says', async () => {
  const { writer, handed, add } = collect()
  for (let number = 0; number < tilesPerPack + 3; number++) await add(number)
  await writer.finish()
  expect(handed.map(({ name, bytes }) => [name, bytes.length])).toEqual([
    ['pack-1', limits.packBytes],
    ['pack-2', 3 * tileBytes],
  ])
  expect(handed[0]!.copy[5 * tileBytes + 1]).toBe(5)
  expect([handed[1]!.copy[0], handed[1]!.copy[1]]).toEqual([0, tilesPerPack & 0xff])
  expect([...writer.packs]).toEqual([
    ['pack-1', limits.packBytes],
    ['pack-2', 3 * tileBytes],
  ])
})

it('[PI60] a room serves another pack once its own is stored, and never before', async () => {
  const { handed, add } = collect()
  for (let number = 0; number < 3 * tilesPerPack; number++) await add(number)
  const [first, second, third] = handed
  first!.giveBack()
  third!.giveBack()
  for (let number = 3 * tilesPerPack; number < 6 * tilesPerPack; number++) await add(number)
  const rooms = new Set(handed.map(({ bytes }) => bytes.buffer))
  expect(handed).toHaveLength(6)
  // The pack after the third had its room already when the others came back.
  expect(rooms.size).toBe(4)
  expect(sameBytes(second!.bytes, second!.copy)).toBe(true)
  expect(sameBytes(first!.bytes, first!.copy)).toBe(false)
})
