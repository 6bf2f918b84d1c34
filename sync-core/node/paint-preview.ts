import { limits } from '../base/limits.ts'
import type { PictureClaim } from '../pictures/picture-accessor.ts'
import { PrimaryWorker } from './primary-worker.ts'

/** The stored picture as a small one, painted without its journal; undefined for a picture that was never saved. */
export async function paintPreview(
  claim: PictureClaim,
  primaryThreadFile: string | URL,
): Promise<Uint8Array | undefined> {
  const stored = await claim.load()
  if (stored === undefined) return undefined
  const primary = new PrimaryWorker(primaryThreadFile)
  try {
    const { horizon, baseSeq, structure, tiles, carried, pending } = stored
    const start = { horizon, baseSeq, structure, tiles, carried, pending }
    await primary.start(start, { onStamp: nothing, onApplied: nothing, onFailure: nothing })
    return (await primary.preview(limits.previewSidePx)).png
  } finally {
    await primary.stop()
  }
}

const nothing = (): void => undefined
