import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** What a process has taken, in bytes, after its garbage was collected. */
export interface MemoryTaken {
  /** Of the whole process: threads, code, and what the allocator keeps for later. */
  readonly residentBytes: number
  /** Of the main thread's values and buffers. */
  readonly heldBytes: number
}

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

export function memoryTaken(): MemoryTaken {
  // What the first one finalizes the second one frees.
  collect()
  collect()
  const { rss, heapUsed, external } = process.memoryUsage()
  return { residentBytes: rss, heldBytes: heapUsed + external }
}
