import { describe, expect, it } from 'vitest'
import { OutOfMemoryError } from '../base/errors.ts'
import { PictureMemory } from '../kernel/picture-memory.ts'
import { ownerPointer, tileValues } from '../kernel/tile-layout.ts'
import { createWasmKernel } from '../kernel/wasm-kernel.ts'
import { encodeOperation } from '../raster/operation-codec.ts'
import { firstLayer } from '../raster/structure.ts'
import { encodePixels } from '../raster/tile-codec.ts'
import { blank, frame, tilesOf } from '../testing/primary-trial.ts'
import { SimulatedClock } from '../testing/simulated-clock.ts'
import { PrimaryPictureService } from './primary-picture-service.ts'

describe('memory of a primary', () => {
  it('[PP8] refuses a picture, and updates, that need more memory than there is', async () => {
    const tight = (tiles: number): PrimaryPictureService =>
      new PrimaryPictureService({
        clock: new SimulatedClock(),
        pause: () => Promise.resolve(),
        memory: new PictureMemory(createWasmKernel(), { bytesMax: ownerPointer + tiles * 32 * 1024 }),
      })
    const events = { onStamp: () => undefined, onApplied: () => undefined, onFailure: () => undefined }
    const flat = encodePixels(new Uint16Array(tileValues).fill(9))
    const tiles = Array.from({ length: 8 }, (_, index) => ({ layer: firstLayer, index, bytes: flat }))
    await expect(tight(6).start({ ...blank, tiles }, events)).rejects.toThrow(OutOfMemoryError)

    const primary = tight(9)
    await primary.start({ ...blank, tiles }, events)
    const area = { x: frame.x, y: frame.y, width: 200, height: 200 }
    const color = { red: 9, green: 9, blue: 9, alpha: 255 }
    const gradient = encodeOperation({
      kind: 'gradient',
      layer: firstLayer,
      alphaLock: false,
      selected: false,
      shape: 'linear',
      area,
      from: { x: 0, y: 0 },
      to: { x: 16, y: 0 },
      start: color,
      stop: color,
    })
    const applied = primary.apply([{ seq: 1, author: 1, clientSeq: 1, operation: gradient }])
    await expect(applied).rejects.toThrow(/needs 2 MB of memory, and there is no more/)
    // As it was: what is stored and what is given out is whole.
    const snapshot = await primary.takeSnapshot({ kind: 'join' })
    expect(snapshot.seq).toBe(0)
    expect(await tilesOf(primary, snapshot.id)).toHaveLength(8)
  })
})
