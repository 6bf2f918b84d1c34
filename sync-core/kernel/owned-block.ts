import { assert } from '../base/assert.ts'
import type { BlockArena, BlockKind } from './block-arena.ts'

/** What has one owner: everything but pixels. */
export type OwnedKind = Exclude<BlockKind, 'pixels'>

/**
 * A mask (8 KiB), a mask with its pixel tile of colours behind it (40 KiB), or a selection's tile (4 KiB): it has one owner,
 * who frees it. Any use after that asserts.
 */
export class OwnedBlock {
  private readonly arena: BlockArena
  readonly kind: OwnedKind
  private readonly at: number
  private state: 'owned' | 'freed' = 'owned'

  constructor(arena: BlockArena, kind: OwnedKind, pointer: number) {
    this.arena = arena
    this.kind = kind
    this.at = pointer
  }

  get pointer(): number {
    assert(this.state === 'owned', `a ${this.kind} is used before it is freed`)
    return this.at
  }

  free(): void {
    assert(this.state === 'owned', `a ${this.kind} is freed once`)
    this.state = 'freed'
    this.arena.give(this.kind, this.at)
  }
}
