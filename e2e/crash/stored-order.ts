import type { PictureAccessor, PictureId } from '../../sync-core/pictures/picture-accessor.ts'
import type { Update } from '../../sync-core/raster/operation.ts'

/** Every update of the picture, from storage alone. */
export async function readStoredOrder(pictures: PictureAccessor, id: PictureId): Promise<Update[]> {
  const history = await pictures.history(id)
  const order: Update[] = []
  for await (const update of history.updates(1, history.lastSeq)) order.push(update)
  return order
}
