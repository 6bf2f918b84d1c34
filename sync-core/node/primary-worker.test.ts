import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { limits } from '../base/limits.ts'
import type { PrimaryEvents, PrimaryStart } from '../primary/primary-port.ts'
import { encodeOperation } from '../raster/operation-codec.ts'
import { roundBrush } from '../raster/brush.ts'
import type { Operation, Update } from '../raster/operation.ts'
import { createStructure, encodeStructure } from '../raster/structure.ts'
import { encodePixels } from '../raster/tile-codec.ts'
import { strokeBegin } from '../testing/stroke-begin.ts'
import { PrimaryWorker } from './primary-worker.ts'
import { SparePrimary } from './spare-primary.ts'

const threadFile = new URL('../testing/primary-thread-source.mjs', import.meta.url)
const blank: PrimaryStart = {
  horizon: 0,
  baseSeq: 0,
  structure: encodeStructure(createStructure({ width: 200, height: 100 })),
  tiles: [],
  carried: [],
  pending: [],
}
const brush = roundBrush({
  size: 200,
  opacity: 255,
  hardness: 255,
  color: 0xff0000,
})

let folder: string
let primary: PrimaryWorker
let failures: string[]
let applied: number[]
let stamps: number[]

const events: PrimaryEvents = {
  onStamp: (seq) => void stamps.push(seq),
  onApplied: (seq) => void applied.push(seq),
  onFailure: (reason) => void failures.push(reason),
}

const paintedTile = encodePixels(new Uint16Array(4 * 64 * 64).fill(32767))

const update = (seq: number, operation: Operation): Update => ({
  seq,
  author: 1,
  clientSeq: seq,
  operation: encodeOperation(operation),
})

const stroke = [
  update(1, strokeBegin(brush, [{ x: 800, y: 800, pressure: 1023 }])),
  update(2, { kind: 'end' }),
]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gesso-thread-'))
  failures = []
  applied = []
  stamps = []
})
afterEach(async () => {
  await primary.stop()
  await rm(folder, { recursive: true, force: true })
})

const openThread = (): PrimaryWorker => new PrimaryWorker(threadFile)

async function openBroken(code: string): Promise<PrimaryWorker> {
  const file = join(folder, 'thread.mjs')
  await writeFile(
    file,
    `import { parentPort } from 'node:worker_threads'\nparentPort.on('message', (message) => { ${code} })\n`,
  )
  return new PrimaryWorker(pathToFileURL(file))
}

it('[ND13] a picture is painted, snapshot and previewed in another thread', async () => {
  primary = openThread()
  await primary.start(blank, events)
  const folded = primary.apply(stroke)
  const snapshot = await primary.takeSnapshot({ kind: 'join' })
  expect(snapshot.seq).toBe(2)
  expect(snapshot.pending).toEqual(stroke)
  await folded
  expect(applied).toContain(2)
  expect(await primary.nextTiles(snapshot.id, limits.snapshotPartBytes)).toEqual([])
  await primary.releaseSnapshot(snapshot.id, 'dropped')
  const inspection = await primary.takeSnapshot({ kind: 'inspect' })
  await primary.wantTiles(inspection.id, [{ layer: 1, index: 0 }])
  expect(await primary.nextHashes(inspection.id, 10)).toEqual([])
  const preview = await primary.preview(limits.previewSidePx)
  expect(preview.size).toEqual({ width: 200, height: 100 })
  expect([...preview.png.subarray(1, 4)].map((code) => String.fromCharCode(code)).join('')).toBe('PNG')
  await expect.poll(() => stamps).toContain(2)
  expect(stroke[0]?.operation.length).toBeGreaterThan(0)
  expect(failures).toEqual([])
})

it('[ND40] the memory of tiles goes back with the question for the next', async () => {
  primary = openThread()
  const tiles = [3, 4, 5].map((index) => ({ layer: 1, index, bytes: paintedTile }))
  await primary.start({ ...blank, tiles }, events)
  const { id } = await primary.takeSnapshot({ kind: 'join' })
  const [first] = await primary.nextTiles(id, 1)
  expect(first?.bytes).toEqual(paintedTile)
  const rooms = [first!.bytes.buffer]
  for (let given = 1; given < 3; given++) {
    const [next] = await primary.nextTiles(id, 1)
    expect(rooms.at(-1)!.byteLength).toBe(0)
    expect(next?.bytes).toEqual(paintedTile)
    rooms.push(next!.bytes.buffer)
  }
  expect(await primary.nextTiles(id, 1)).toEqual([])
  await primary.releaseSnapshot(id, 'dropped')
})

it('[ND40] tiles that come when nobody waits for them any more keep no memory', async () => {
  primary = await openBroken(`
    const tile = { layer: 1, index: 3, bytes: new Uint8Array(9) }
    const say = (id, value) => parentPort.postMessage({ kind: 'answer', id, value })
    if (message.verb !== 'releaseSnapshot') return
    say(message.id - 1, [tile])
    say(message.id)
  `)
  const late = primary.nextTiles(7, 1)
  await primary.releaseSnapshot(7, 'dropped')
  expect(await late).toHaveLength(1)
  expect((primary as unknown as { lent: Map<number, ArrayBuffer> }).lent.size).toBe(0)
})

it('[ND13] what a thread says of a wrong request reaches the caller, and the thread goes on', async () => {
  primary = openThread()
  await expect(primary.takeSnapshot({ kind: 'join' })).rejects.toThrow(/^The picture's thread can't answer: /)
  await primary.start(blank, events)
  expect((await primary.takeSnapshot({ kind: 'join' })).seq).toBe(0)
})

it('[ND14] a thread that dies rejects everything that waits, says so once, and answers nothing more', async () => {
  primary = await openBroken(`throw new Error('the raster broke')`)
  const started = primary.start(blank, events)
  const batch = primary.apply(stroke)
  await expect(started).rejects.toThrow("The picture's thread can't answer: the raster broke.")
  await expect(batch).rejects.toThrow('the raster broke')
  await expect(primary.preview(10)).rejects.toThrow('the raster broke')
  expect(failures).toEqual(['the raster broke'])
})

it('[ND14] a thread that leaves by itself has failed; one that is stopped has not', async () => {
  primary = await openBroken('process.exit(3)')
  await expect(primary.start(blank, events)).rejects.toThrow('ended with code 3')
  expect(failures).toEqual(['ended with code 3'])

  failures = []
  primary = await openBroken('')
  const refusal = primary.start(blank, events).catch((error: unknown) => error)
  await primary.stop()
  expect(await refusal).toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining('it was stopped'),
  })
  await expect(primary.preview(10)).rejects.toThrow('it was stopped')
  expect(failures).toEqual([])
})

it('[ND86] a thread that was begun beforehand is used once, and never when it died', async () => {
  const spare = new SparePrimary(threadFile)
  spare.prepare()
  primary = spare.take()
  await primary.start(blank, events)
  expect(await primary.frameSize()).toEqual({ width: 200, height: 100 })
  const other = spare.take()
  expect(other).not.toBe(primary)
  await other.stop()

  const file = join(folder, 'dying.mjs')
  await writeFile(file, 'process.exit(3)')
  const dying = new SparePrimary(pathToFileURL(file))
  dying.prepare()
  const dead = dying.take()
  await expect.poll(() => dead.isRunning).toBe(false)
  await writeFile(file, '')
  dying.prepare()
  await dying.close()
  await dead.stop()
})
