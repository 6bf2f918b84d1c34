// The heap in a folder: batches of a thousand runs pushed, looked for and taken off, beside the same bytes plainly written and synced,
// or read.

import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { limits } from '../../sync-core/base/limits.ts'
import { FolderStore } from '../../sync-core/node/folder-store.ts'
import { SystemClock } from '../../sync-core/node/system-clock.ts'
import type { ObjectStore } from '../../sync-core/pictures/object-store.ts'
import { StoredHeap } from '../../sync-core/scheduler/stored-heap.ts'
import type { DueRun } from '../../sync-core/scheduler/task.ts'
import { median, type Figure } from './figure.ts'
import { pictureOf } from './raw-database.ts'

const turns = 15
const batch = 1_000

export async function heapFigures(folder: string): Promise<Figure[]> {
  const written: Uint8Array[] = []
  const clock = new SystemClock()
  const heap = new StoredHeap({
    store: watchSwaps(await FolderStore.open(join(folder, 'heap')), written),
    folder: 'heap',
    clock,
    random: Math.random,
    onLost: () => Promise.resolve(),
  })
  const plain = join(folder, 'plain')
  const seconds = { push: [], peek: [], prune: [], write: [], read: [] } as Record<string, number[]>
  const timed = async (name: string, run: () => Promise<unknown>): Promise<void> => {
    const begun = performance.now()
    await run()
    seconds[name]!.push((performance.now() - begun) / 1000)
  }
  for (let turn = 0; turn < turns; turn++) {
    const nowMs = clock.nowMs()
    const runs = Array.from({ length: batch }, (_, at): DueRun => ({
      picture: pictureOf(at),
      kind: 'persist',
      run: turn + 1,
      dueMs: nowMs,
    }))
    await timed('push', () => heap.push(0, runs, nowMs))
    const bytes = written.at(-1)!
    await timed('write', () => writeSynced(plain, bytes))
    await timed('peek', () => heap.peekDue(0, nowMs, limits.runsBurst))
    await timed('read', () => readFile(plain))
    await timed('prune', () => heap.prune(0, runs, nowMs))
  }
  const figure = (name: string, peer: string, against: string): Figure => ({
    name: `heap-${name}-1000`,
    value: median(seconds[name]!) * 1000,
    unit: 'ms',
    peer: median(seconds[peer]!) * 1000,
    against,
  })
  return [
    figure('push', 'write', 'the same bytes written and synced'),
    figure('prune', 'write', 'the bytes of a push written and synced'),
    figure('peek', 'read', 'the same bytes read'),
  ]
}

async function writeSynced(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'w')
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** The same store; what is swapped in is kept. */
function watchSwaps(store: ObjectStore, written: Uint8Array[]): ObjectStore {
  return {
    place: store.place,
    get: (key, bytesMax) => store.get(key, bytesMax),
    getTagged: (key, bytesMax) => store.getTagged(key, bytesMax),
    put: (key, bytes) => store.put(key, bytes),
    compareAndSwap: (key, bytes, etag) => (written.push(bytes), store.compareAndSwap(key, bytes, etag)),
    remove: (keys) => store.remove(keys),
    list: (path) => store.list(path),
    listObjects: (path) => store.listObjects(path),
    hold: (name) => store.hold(name),
  }
}
