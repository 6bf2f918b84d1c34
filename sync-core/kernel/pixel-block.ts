import { assert } from '../base/assert.ts'
import type { PictureMemory } from './picture-memory.ts'

/**
 * 32 KiB of pixels in a picture's memory. Written by whoever made it until it is frozen, and the same for ever after, so any
 * number of holders may share it. Its memory is taken back when no root marks it any more; any use after that asserts.
 */
export class PixelBlock {
  readonly memory: PictureMemory
  private at: number
  private state: 'written' | 'frozen' | 'freed' = 'written'
  private sweep = 0

  /** Only PictureMemory makes blocks. */
  constructor(memory: PictureMemory, pointer: number) {
    this.memory = memory
    this.at = pointer
  }

  /** Where to read: good for one call, as no pointer is kept across a sweep. */
  get pointer(): number {
    assert(this.state !== 'freed', 'pixels are used while a root holds them')
    return this.at
  }

  /** Where to write, until it is frozen. */
  get writePointer(): number {
    assert(this.state === 'written', `pixels are written to before they are frozen, these are ${this.state}`)
    return this.at
  }

  get isFrozen(): boolean {
    return this.state === 'frozen'
  }

  freeze(): this {
    assert(this.state !== 'freed', 'pixels are frozen while a root holds them')
    this.state = 'frozen'
    return this
  }

  /** The 16384 numbers as a view; good until memory is taken for anything. */
  get values(): Uint16Array {
    const at = this.pointer >>> 1
    return this.memory.kernel.u16.subarray(at, at + 16_384)
  }

  /** The same as 32768 little-endian bytes. */
  get bytes(): Uint8Array {
    return this.memory.kernel.u8.subarray(this.pointer, this.pointer + 32_768)
  }

  /** For PictureMemory: held, in this sweep. */
  markIn(sweep: number): void {
    assert(
      this.state !== 'freed',
      'a root holds pixels from their making on: these were freed by an earlier sweep',
    )
    this.sweep = sweep
  }

  isMarkedIn(sweep: number): boolean {
    return this.sweep === sweep
  }

  /** For PictureMemory: says where the memory is that nobody holds. */
  release(): number {
    const { pointer } = this
    this.state = 'freed'
    return pointer
  }
}
