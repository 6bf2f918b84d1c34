import { MemoryStore } from '../pictures/memory-store.ts'
import type { ObjectStore } from '../pictures/object-store.ts'
import type { PictureClaim, SnapshotInput } from '../pictures/picture-accessor.ts'
import { StoredPictures } from '../pictures/stored-pictures.ts'
import { largeUpdate, withUpdates } from './history-trial.ts'
import { draft, pictureId, writer } from './picture-drafts.ts'

/** As in a bucket, nobody is kept from a picture that another one has. */
function openToAll(): MemoryStore {
  return Object.assign(new MemoryStore(), { hold: () => Promise.resolve(() => Promise.resolve()) })
}

/** What the update with this number has, when each of so many saves is of less than the one before: no save joins any. */
export function bytesInPieces(pieces: number, stepBytes: number): (seq: number) => number {
  return (seq) => (pieces + 1 - seq) * stepBytes
}

interface PiecesOptions {
  /** One for each save if left out. */
  readonly hostings?: number
  readonly more?: (seq: number) => Partial<SnapshotInput>
}

/** A picture with so many saves behind it, which left as many segments. */
export async function savedInPieces(
  pieces: number,
  stepBytes: number,
  { hostings = pieces, more }: PiecesOptions = {},
): Promise<MemoryStore> {
  const store = openToAll()
  const pictures = new StoredPictures(store, writer(1))
  await pictures.create(draft)
  const bytesOf = bytesInPieces(pieces, stepBytes)
  let claim: PictureClaim | undefined
  for (let seq = 1; seq <= pieces; seq++) {
    claim ??= await pictures.claim(pictureId)
    await claim.save(withUpdates(seq, bytesOf(seq), { nowMs: 1000 + seq, ...more?.(seq) }))
    if (seq % (pieces / hostings) > 0) continue
    await claim.release()
    claim = undefined
  }
  return store
}

/** The updates of such a picture. */
export function updatesInPieces(pieces: number, stepBytes: number): ReturnType<typeof largeUpdate>[] {
  const bytesOf = bytesInPieces(pieces, stepBytes)
  return Array.from({ length: pieces }, (_, at) => largeUpdate(at + 1, bytesOf(at + 1)))
}

/** The same objects once more. */
export async function copyOf(store: ObjectStore): Promise<MemoryStore> {
  const copy = openToAll()
  const keys = [`${pictureId}/head`]
  for (const folder of ['packs', 'history']) {
    for (const name of await store.list(`${pictureId}/${folder}`)) keys.push(`${pictureId}/${folder}/${name}`)
  }
  for (const key of keys) {
    const bytes = await store.get(key, Infinity)
    if (bytes !== undefined) await copy.put(key, bytes)
  }
  return copy
}
