import { assert } from '../base/assert.ts'
import type { BlockArena, BlockKind } from './block-arena.ts'

/**
 * A mask (8 KiB), a mask with its pixel tile of colours behind it (40 KiB), a selection's tile (4 KiB), or pixels that are worked
 * on and never shared: it has one owner, who frees it. Any use after that asserts.
 */
export class OwnedBlock {
  private readonly arena: BlockArena
  readonly kind: BlockKind
  private readonly at: number
  private state: 'owned' | 'freed' = 'owned'

  constructor(arena: BlockArena, kind: BlockKind, pointer: number) {
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
