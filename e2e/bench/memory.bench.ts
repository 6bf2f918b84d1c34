// Whether a process gets its memory back: large pictures are opened, painted and closed one after the other, as their threads
// and windows do, and what the process holds after the last is put beside what it held after the first.

import { PictureMemory } from '../../sync-core/kernel/picture-memory.ts'
import { createWasmKernel } from '../../sync-core/kernel/wasm-kernel.ts'
import { limits } from '../../sync-core/index.ts'
import { encodeOperation } from '../../sync-core/raster/operation-codec.ts'
import { createStructure, firstLayer } from '../../sync-core/raster/structure.ts'
import { openPrimary } from '../../sync-core/testing/open-primary.ts'
import type { Figure } from './figure.ts'
import { repeatStrokes } from './recorded-strokes.ts'

const size = { width: 4096, height: 4096 }
const pictures = 50
const updates = 3000
const bytesPerMB = 1e6

export async function bench(): Promise<Figure[]> {
  const operations = [ground(), ...(await repeatStrokes(size, updates, 5)).flat()]
  const held: number[] = []
  let pictureBytes = 0
  for (let picture = 0; picture < pictures; picture++) {
    pictureBytes = await paintOne(operations)
    held.push(await settledBytes())
  }
  const [first] = held
  const last = held.at(-1)!
  console.error(
    `Each of ${pictures} pictures took ${Math.round(pictureBytes / bytesPerMB)} MB. Held after each, in MB:`,
  )
  console.error(held.map((bytes) => Math.round(bytes / bytesPerMB)).join(' '))
  const against = 'after the first'
  return [
    { name: 'memory-after-50', value: last / bytesPerMB, unit: 'MB', peer: first! / bytesPerMB, against },
  ]
}

/** Colour on every tile. */
function ground(): Uint8Array {
  const { frame: area } = createStructure(size)
  const from = { x: area.x * 16, y: area.y * 16 }
  const to = { x: from.x + area.width * 16, y: from.y + area.height * 16 }
  const start = { red: 30, green: 60, blue: 90, alpha: 255 }
  const stop = { red: 230, green: 200, blue: 90, alpha: 255 }
  const place = { layer: firstLayer, alphaLock: false, selected: false }
  return encodeOperation({ kind: 'gradient', ...place, shape: 'linear', area, from, to, start, stop })
}

/** Opens, paints, persists and closes a picture; how much memory it had. */
async function paintOne(operations: readonly Uint8Array[]): Promise<number> {
  const memory = new PictureMemory(createWasmKernel())
  const primary = await openPrimary(size, memory)
  for (let at = 0; at < operations.length; at += limits.primaryBatchUpdatesMax) {
    const batch = operations.slice(at, at + limits.primaryBatchUpdatesMax)
    await primary.apply(
      batch.map((operation, i) => ({ seq: at + i + 1, author: 1, clientSeq: at + i + 1, operation })),
    )
  }
  const { id } = await primary.takeSnapshot({ kind: 'persist' })
  // A part, because encoding all of them takes far longer than painting them.
  await primary.nextTiles(id, bytesPerMB)
  await primary.releaseSnapshot(id, 'stored')
  await primary.stop()
  return memory.kernel.u8.length
}

/** What the process holds once nothing more is given back. */
async function settledBytes(): Promise<number> {
  const collect = (globalThis as { gc?: () => void }).gc
  for (let turn = 0; turn < 3; turn++) {
    collect?.()
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return process.memoryUsage().rss
}
