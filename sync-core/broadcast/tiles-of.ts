import { assert } from '../base/assert.ts'
import type { StoredTile } from '../pictures/picture-accessor.ts'
import type { GivenTile } from '../primary/primary-port.ts'

/** All tiles of a snapshot that are to be stored; `nextPart` gives some of them, and none at the end. */
export async function* tilesOf(nextPart: () => Promise<readonly GivenTile[]>): AsyncGenerator<StoredTile> {
  for (;;) {
    const part = await nextPart()
    if (part.length === 0) return
    for (const tile of part) {
      assert('name' in tile, 'tiles to be stored come with their names')
      yield tile
    }
  }
}
