import type { PictureMemory } from '../kernel/picture-memory.ts'
import { SystemClock } from '../node/system-clock.ts'
import type { PrimaryPort } from '../primary/primary-port.ts'
import { PrimaryPictureService } from '../primary/primary-picture-service.ts'
import type { CanvasSize } from '../raster/canvas-size.ts'
import { createStructure, encodeStructure } from '../raster/structure.ts'

/** The primary of a new picture, in this thread. */
export async function openPrimary(size: CanvasSize, memory: PictureMemory): Promise<PrimaryPort> {
  const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
  const primary = new PrimaryPictureService({ clock: new SystemClock(), pause, memory })
  const structure = encodeStructure(createStructure(size))
  const nothing = (): void => undefined
  await primary.start(
    { horizon: 0, baseSeq: 0, structure, tiles: [], carried: [], pending: [] },
    { onStamp: nothing, onApplied: nothing, onFailure: nothing },
  )
  return primary
}
