import type { Journal } from '../journal/journal.ts'
import { MemoryStore } from '../pictures/memory-store.ts'
import { encodeHead, type PictureHead } from '../pictures/picture-head.ts'
import { headKey } from '../pictures/picture-keys.ts'
import { storedSlots } from '../pictures/picture-slots.ts'
import type { PictureSlots } from '../pictures/picture-slots.ts'
import type { Update } from '../raster/operation.ts'
import { createStructure, encodeStructure } from '../raster/structure.ts'

const id = 'aaaaaaaaaaaaaaaaaaaaaaaaaa'

/** A bucket with one picture and nothing but its head, for the slots of any number of hosts. */
export class SlotBucket {
  readonly store = new MemoryStore()
  private writers = 0

  /** The picture is taken by the host of this epoch. */
  async claim(epoch: number): Promise<PictureSlots> {
    const writer = new Uint8Array(8).fill(++this.writers)
    const head: PictureHead = {
      writer,
      epoch,
      title: 'Slots',
      width: 64,
      height: 64,
      updatedMs: 0,
      state: { kind: 'live' },
      snapshot: undefined,
      swaps: 0,
      firstStructure: encodeStructure(createStructure({ width: 64, height: 64 })),
    }
    await this.store.put(headKey(id), encodeHead(head))
    return storedSlots(this.store, { id, epoch, writer })
  }

  /** The names of all slots. */
  names(): Promise<readonly string[]> {
    return this.store.list(`${id}/slots`)
  }

  key(name: string): string {
    return `${id}/slots/${name}`
  }
}

/** A journal that is told what is durable, and reads it back. */
export class ToldJournal implements Pick<Journal, 'durableSeq' | 'onDurable' | 'read' | 'seq'> {
  seq: number
  durableSeq: number
  /** How often something was read back, and from where on. */
  readonly reads: string[] = []
  /** Updates up to here were dropped. */
  droppedSeq = 0
  private readonly updates = new Map<number, Update>()
  private readonly listeners = new Set<(seq: number) => void>()

  constructor(seq = 0) {
    this.seq = seq
    this.durableSeq = seq
  }

  /** Updates with operations of so many bytes, not durable yet. */
  write(count: number, operationBytes = 10): Update[] {
    const written = Array.from({ length: count }, (): Update => {
      const seq = ++this.seq
      return { seq, author: 1, clientSeq: seq, operation: new Uint8Array(operationBytes).fill(seq) }
    })
    for (const update of written) this.updates.set(update.seq, update)
    return written
  }

  sync(): void {
    this.durableSeq = this.seq
    for (const listener of this.listeners) listener(this.seq)
  }

  onDurable(listener: (seq: number) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  async *read(fromSeq: number, toSeq: number): AsyncGenerator<Update> {
    this.reads.push(`${fromSeq}-${toSeq}`)
    for (let seq = fromSeq; seq <= toSeq; seq++) {
      await Promise.resolve()
      yield this.updates.get(seq)!
    }
  }
}
