import type { PictureAccessor, PictureId, Swept } from '../pictures/picture-accessor.ts'

/** Sweeps everything that there is to sweep, and tells what became of it. One that fails keeps no other from it. */
export async function sweepAll(
  pictures: PictureAccessor,
  deletedBeforeMs: number,
): Promise<ReadonlyMap<PictureId, Swept>> {
  const swept = new Map<PictureId, Swept>()
  const failures: unknown[] = []
  for (const { id } of await pictures.sweepable()) {
    try {
      swept.set(id, await pictures.sweep(id, deletedBeforeMs))
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw failures[0]
  return swept
}
