import { bucketStartOf, decodeBucket } from '../../scheduler/heap-bucket.ts'
import type { DueRun } from '../../scheduler/task.ts'
import { answerText } from './plain-text.ts'
import type { Stores } from './explored-types.ts'
import type { CalledStore, StoreModel } from './stores.ts'
import { heapFolder } from './ports.ts'
import { TextStore } from './text-store.ts'

/** The objects of the heap. */
export class ObjectsModel implements StoreModel<Stores['objects']> {
  private readonly shards: readonly number[]

  constructor(shards: readonly number[]) {
    this.shards = shards
  }

  async start(): Promise<string> {
    return new TextStore('{}').text()
  }

  async call(state: string, method: string, args: readonly unknown[]): Promise<CalledStore> {
    const store = new TextStore(state)
    const asked = store[method as 'get'] as (...all: unknown[]) => Promise<unknown>
    const answer = await answerText(() => asked.apply(store, [...args]))
    return { state: store.text(), answer }
  }

  async view(state: string): Promise<Stores['objects']> {
    const runs = new Map<number, readonly DueRun[]>()
    for (const shard of this.shards) {
      const store = new TextStore(state)
      const found: DueRun[] = []
      for (const name of await store.list(`${heapFolder}/${shard}`)) {
        const startMs = bucketStartOf(name)
        if (startMs === undefined) continue
        const bytes = await store.get(`${heapFolder}/${shard}/${name}`, Infinity)
        found.push(...decodeBucket({ shard, startMs }, bytes!))
      }
      runs.set(shard, found)
    }
    return { runs }
  }
}
