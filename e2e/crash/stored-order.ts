import type { PictureAccessor, PictureId } from '../../sync-core/pictures/picture-accessor.ts'
import type { Update } from '../../sync-core/raster/operation.ts'

/** Every update of the picture, from storage alone. */
export async function readStoredOrder(pictures: PictureAccessor, id: PictureId): Promise<Update[]> {
  const claim = await pictures.claim(id)
  try {
    const stored = await claim.load()
    return stored === undefined ? [] : [...stored.pending]
  } finally {
    await claim.release()
  }
}
