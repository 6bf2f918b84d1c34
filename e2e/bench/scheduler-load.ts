// A whole scheduler over SQLite and a folder, with tasks that do nothing: how many runs a second it sustains when nothing but its
// stores holds it up, and what the thread of the host feels of it.

import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { setTimeout as rest } from 'node:timers/promises'
import { limits, type Limits } from '../../sync-core/base/limits.ts'
import { openSchedulerStores } from '../../sync-core/node/scheduler-stores.ts'
import { SystemClock } from '../../sync-core/node/system-clock.ts'
import { Scheduler } from '../../sync-core/scheduler/scheduler.ts'
import { StoredHeap } from '../../sync-core/scheduler/stored-heap.ts'
import type { Sysdb } from '../../sync-core/scheduler/sysdb.ts'
import type { Task } from '../../sync-core/scheduler/task.ts'
import type { LoggedWrites, WriteLog } from '../../sync-core/scheduler/write-log.ts'
import type { Figure } from './figure.ts'
import { pictureOf } from './raw-database.ts'

const loadedPictures = 1_000
/** What happens every five or ten seconds is in it. */
const watchedMs = 10_000
const sustainedMs = 4_000
const unheld: Limits = {
  ...limits,
  runsPerSecond: 1e6,
  runsBurst: 10_000,
  tenderEveryMs: 100,
  persistCadenceMs: 1,
  previewCadenceMs: 1,
  compactCadenceMs: 1,
}

/** So many pictures that are always drawn in. */
class DrawnAlways implements WriteLog {
  pictures = 0
  private seq = 0

  after(cursor: string): Promise<LoggedWrites> {
    if (this.pictures === 0) return Promise.resolve({ writes: [], cursor })
    this.seq += 1
    const writes = Array.from({ length: this.pictures }, (_, at) => ({
      picture: pictureOf(at),
      seq: this.seq,
      epoch: 1,
    }))
    return Promise.resolve({ writes, cursor: `${this.seq}` })
  }
}

interface Felt {
  readonly busyMsPerSecond: number
  readonly p99Ms: number
  readonly longestMs: number
}

export async function schedulerFigures(folder: string, threadFile: string): Promise<Figure[]> {
  const alone = await feel()
  const idle = await withScheduler(join(folder, 'idle'), threadFile, limits, async () => feel())
  const loaded = await withScheduler(
    join(folder, 'loaded'),
    threadFile,
    limits,
    async ({ log, scheduler }) => {
      log.pictures = loadedPictures
      // Their tasks are made first, and due a cadence later.
      while (scheduler.metrics().runs === 0) await rest(50)
      const before = scheduler.metrics().runs
      const felt = await feel()
      return { ...felt, runsPerSecond: ((scheduler.metrics().runs - before) * 1000) / watchedMs }
    },
  )
  const sustained = await withScheduler(join(folder, 'unheld'), threadFile, unheld, sustain)
  const than = 'the same process without'
  const figure = (name: string, value: number, unit: string, peer: number, against: string): Figure => {
    return { name: `scheduler-${name}`, value, unit, peer, against }
  }
  return [
    figure('idle-busy', idle.busyMsPerSecond, 'ms/s', alone.busyMsPerSecond, than),
    figure('idle-longest-stall', idle.longestMs, 'ms', alone.longestMs, than),
    figure('1000-dirty-busy', loaded.busyMsPerSecond, 'ms/s', alone.busyMsPerSecond, than),
    figure('1000-dirty-p99-delay', loaded.p99Ms, 'ms', alone.p99Ms, than),
    figure('1000-dirty-longest-stall', loaded.longestMs, 'ms', alone.longestMs, than),
    figure('1000-dirty-runs', loaded.runsPerSecond, '1/s', limits.runsPerSecond, 'the tokens of a shard'),
    figure('sustained-runs', sustained.runs, '1/s', sustained.pairs, 'a claim and a finish, four at a time'),
  ]
}

interface Load {
  readonly scheduler: Scheduler
  readonly log: DrawnAlways
  readonly sysdb: Sysdb
}

/** Everything is due again at once, so that places and stores are all that a run waits for. */
async function sustain({ scheduler, log, sysdb }: Load): Promise<{ runs: number; pairs: number }> {
  const pairs = await pairsPerSecond(sysdb)
  log.pictures = loadedPictures
  await rest(sustainedMs)
  const before = scheduler.metrics().runs
  await rest(sustainedMs)
  return { runs: ((scheduler.metrics().runs - before) * 1000) / sustainedMs, pairs }
}

/** The same operations with nothing around them. */
async function pairsPerSecond(sysdb: Sysdb): Promise<number> {
  const count = 400
  const pictures = Array.from({ length: count }, (_, at) => pictureOf(1_000_000 + at))
  for (const picture of pictures) await sysdb.create(picture, 1, 0)
  const { due } = await sysdb.schedule(
    pictures.map((picture) => ({ picture, seq: 1 })),
    1,
  )
  const begun = performance.now()
  for (let at = 0; at < count; at += limits.runsAtOnce) {
    await Promise.all(
      due.slice(at, at + limits.runsAtOnce).map(async (run) => {
        const claim = await sysdb.claim(run, limits.taskLeaseMs)
        await sysdb.finish(claim!, { seq: 1, snapshotKey: '', wakes: [] })
      }),
    )
  }
  return (count * 1000) / (performance.now() - begun)
}

async function withScheduler<T>(
  folder: string,
  threadFile: string,
  held: Limits,
  run: (load: Load) => Promise<T>,
): Promise<T> {
  const clock = new SystemClock()
  const stores = await openSchedulerStores(folder, {
    clock,
    sysdbThreadFile: threadFile,
    onNote: (sentence) => console.error(sentence),
    onEmptied: () => undefined,
  })
  const log = new DrawnAlways()
  const done: Task = (_, { wantSeq }) => Promise.resolve({ kind: 'done', seq: wantSeq, key: '' })
  const heap = new StoredHeap({
    store: stores.heap,
    folder: 'heap',
    clock,
    limits: held,
    random: Math.random,
    onLost: (shard) => scheduler.heapLost(shard),
  })
  const scheduler: Scheduler = new Scheduler({
    clock,
    limits: held,
    sysdb: stores.sysdb,
    heap,
    log,
    shards: [0],
    owner: { owner: 'bench', incarnation: randomUUID() },
    tasks: { persist: done, preview: done, compact: done, sweep: done },
    random: Math.random,
    onNote: (sentence) => console.error(sentence),
  })
  // The clock's timers keep no process alive.
  const alive = setInterval(() => undefined, 1_000)
  try {
    await scheduler.start()
    return await run({ scheduler, log, sysdb: stores.sysdb })
  } finally {
    await scheduler.stop()
    await stores.close()
    clearInterval(alive)
  }
}

/** What this thread has to do, and how late a timer is that is due each millisecond. */
async function feel(): Promise<Felt> {
  const delays = monitorEventLoopDelay({ resolution: 1 })
  await rest(500)
  delays.enable()
  const before = performance.eventLoopUtilization()
  await rest(watchedMs)
  const { active } = performance.eventLoopUtilization(before)
  delays.disable()
  return {
    busyMsPerSecond: (active * 1000) / watchedMs,
    p99Ms: delays.percentile(99) / 1e6,
    longestMs: delays.max / 1e6,
  }
}
