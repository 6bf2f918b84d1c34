import type { State } from './world-states.ts'
import { stateWidth } from './world-states.ts'

/** States, numbered from 0 in the order in which they came: their numbers in blocks, and a table of hashes with open places. */
export class StateSet {
  private readonly blocks: Float64Array[] = []
  private table = new Int32Array(2 ** 16)
  private count = 0

  get size(): number {
    return this.count
  }

  /** Its number; negative when it was there before. */
  add(state: State): number {
    if (this.count * 2 >= this.table.length) this.grow()
    const at = this.placeOf(state)
    if (this.table[at]! !== 0) return -1
    const id = this.count++
    if (id % blockStates === 0) this.blocks.push(new Float64Array(blockStates * stateWidth))
    this.blocks.at(-1)!.set(state, (id % blockStates) * stateWidth)
    this.table[at] = id + 1
    return id
  }

  has(state: State): boolean {
    return this.table[this.placeOf(state)]! !== 0
  }

  take(id: number): State {
    const at = (id % blockStates) * stateWidth
    return Array.from(this.blocks[Math.floor(id / blockStates)]!.subarray(at, at + stateWidth))
  }

  /** Where it is in the table, or would be. */
  private placeOf(state: State): number {
    const mask = this.table.length - 1
    let at = hashOf(state) & mask
    for (let id = this.table[at]!; id !== 0 && !this.isSame(id - 1, state); id = this.table[at]!)
      at = (at + 1) & mask
    return at
  }

  private isSame(id: number, state: State): boolean {
    const block = this.blocks[Math.floor(id / blockStates)]!
    const from = (id % blockStates) * stateWidth
    for (let field = 0; field < stateWidth; field++) if (block[from + field] !== state[field]) return false
    return true
  }

  private grow(): void {
    this.table = new Int32Array(this.table.length * 2)
    for (let id = 0; id < this.count; id++) this.table[this.placeOf(this.take(id))] = id + 1
  }
}

function hashOf(state: State): number {
  let hash = 0
  for (const field of state) hash = Math.imul(hash ^ field, 0x9e3779b1) ^ (hash >>> 15)
  return hash ^ (hash >>> 13)
}

const blockStates = 16_384
