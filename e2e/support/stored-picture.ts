// A picture as it lies on the disk, read back without the app: the stored base, and the updates after it applied by the
// same engine. The folder is copied first, so that reading takes no claim where an app may want one.

import { cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPictureFolder } from '../../sync-core/node/picture-folder.ts'
import type { LoadedSnapshot } from '../../sync-core/pictures/picture-accessor.ts'
import { PictureMemory } from '../../sync-core/kernel/picture-memory.ts'
import { createWasmKernel } from '../../sync-core/kernel/wasm-kernel.ts'
import { decodeOperation } from '../../sync-core/raster/operation-codec.ts'
import type { Update } from '../../sync-core/raster/operation.ts'
import { decodeStructure, type LayerId } from '../../sync-core/raster/structure.ts'
import { decodeTile } from '../../sync-core/raster/tile-codec.ts'
import type { Tile } from '../../sync-core/raster/tile.ts'
import { Timeline } from '../../sync-core/raster/timeline.ts'

export interface StoredPicture {
  readonly title: string
  readonly seq: number
  readonly hash: string
  /** Sentences about damage. */
  readonly notices: readonly string[]
  /** The picture as it was at an earlier update that can still be undone. */
  hashAt(seq: number): string
  /** How many strokes a person began, of those that can still be undone. */
  strokesOf(name: string): number
}

/** Reads the only picture of the folder. */
export async function readOnlyStoredPicture(picturesDir: string): Promise<StoredPicture> {
  const copy = await mkdtemp(join(tmpdir(), 'gesso-stored-'))
  try {
    await cp(picturesDir, copy, { recursive: true })
    const { pictures } = await openPictureFolder(copy)
    const all = (await pictures.list()).filter((picture) => picture.deletedMs === undefined)
    const [only] = all
    if (only === undefined || all.length > 1) {
      throw new Error(
        `${picturesDir} holds ${all.length} pictures, not one: ${(await readdir(picturesDir)).join(' ')}`,
      )
    }
    const claim = await pictures.claim(only.id)
    const stored = await claim.load()
    if (stored === undefined) throw new Error(`“${only.title}” was never saved`)
    return describe(claim.title, stored)
  } finally {
    await rm(copy, { recursive: true, force: true })
  }
}

function describe(title: string, stored: LoadedSnapshot): StoredPicture {
  const { carried, pending } = stored
  const upTo = (seq: number): Timeline => {
    const memory = new PictureMemory(createWasmKernel())
    const layers = new Map<LayerId, Map<number, Tile>>()
    for (const { layer, index, bytes } of stored.tiles) {
      const tiles = layers.get(layer) ?? new Map<number, Tile>()
      layers.set(layer, tiles.set(index, decodeTile(bytes, memory)))
    }
    const { horizon, baseSeq } = stored
    const structure = decodeStructure(stored.structure)
    const timeline = new Timeline({ horizon, seq: baseSeq, structure, layers, carried }, { memory })
    for (const update of pending) {
      if (update.seq > seq) break
      timeline.apply(update)
      memory.collectWhenDue()
    }
    return timeline
  }
  const whole = upTo(stored.seq)
  return {
    title,
    seq: whole.seq,
    hash: whole.hash(),
    notices: [...stored.notices, ...stored.damaged.map(({ problem }) => problem)],
    hashAt: (seq) => upTo(seq).hash(),
    strokesOf(name) {
      const authors = stored.participants
        .filter((person) => person.name === name)
        .map((person) => person.number)
      return pending.filter((update) => authors.includes(update.author) && begins(update)).length
    },
  }
}

function begins(update: Update): boolean {
  return decodeOperation(update.operation).kind === 'stroke-begin'
}
