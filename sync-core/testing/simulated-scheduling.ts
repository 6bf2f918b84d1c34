import { StorageError } from '../base/errors.ts'
import type { Limits } from '../base/limits.ts'
import { openPromise, type OpenPromise } from '../base/open-promise.ts'
import type { Prng } from '../base/prng.ts'
import type { Host } from '../host-contract.ts'
import { JournalWrites } from '../journal/journal-writes.ts'
import type { PictureClaim, PictureId } from '../pictures/picture-accessor.ts'
import type { PictureScheduling } from '../scheduler/picture-scheduling.ts'
import { Scheduler } from '../scheduler/scheduler.ts'
import { StoredHeap } from '../scheduler/stored-heap.ts'
import type { RunOutcome, RunRequest } from '../scheduler/task.ts'
import type { SimulatedDisk } from './simulated-disk.ts'
import type { SimulatedJournal } from './simulated-journal.ts'
import type { SimulatedProcess } from './simulated-process.ts'

export interface SimulatedSchedulingOptions {
  readonly process: SimulatedProcess
  readonly disk: SimulatedDisk
  readonly journal: SimulatedJournal
  readonly limits: Limits
  readonly prng: Prng
  readonly onNote: (sentence: string) => void
}

interface HostedHere {
  readonly opened: OpenPromise
  host: Host | undefined
}

const elsewhere: RunOutcome = { kind: 'later', sentence: 'Another Gesso has this picture now.' }

/** The real scheduler of a process that hosts pictures, over what its computer's disk keeps. */
export class SimulatedScheduling {
  readonly scheduler: Scheduler
  private readonly writes: JournalWrites
  private readonly onNote: (sentence: string) => void
  private readonly hosts = new Map<PictureId, HostedHere>()

  constructor({ process, disk, journal, limits, prng, onNote }: SimulatedSchedulingOptions) {
    this.onNote = onNote
    this.writes = new JournalWrites({
      door: journal,
      pause: () => process.answer(0, () => undefined),
      onNote,
    })
    const sysdb = disk.sysdb(process)
    const heap = new StoredHeap({
      clock: process.clock,
      store: disk.heap(process),
      folder: 'heap',
      random: () => prng.unit(),
      limits,
      onLost: async (shard) => void (await sysdb.forgetPushes(shard)),
    })
    this.scheduler = new Scheduler({
      clock: process.clock,
      limits,
      sysdb,
      heap,
      log: this.writes,
      shards: [0],
      owner: { owner: 'this computer', incarnation: process.name },
      tasks: {
        persist: (picture, request) => this.persist(picture, request),
        preview: (picture, request) => this.withHost(picture, request, (host) => host.renewPreview()),
        compact: (picture, request) => this.withHost(picture, request, (host) => compactAll(host, request)),
        sweep: () => Promise.resolve(elsewhere),
      },
      random: () => prng.unit(),
      onNote,
    })
    void this.scheduler.start()
  }

  /** The picture is about to be opened here: its runs wait for that. */
  opens(picture: PictureId): void {
    this.hosts.set(picture, { opened: openPromise(), host: undefined })
  }

  async opened(claim: PictureClaim, host: Host): Promise<void> {
    const { id: picture, epoch } = claim
    const here = this.hosts.get(picture)!
    const { seq, saved } = host.state()
    const savedSeq = saved.kind === 'unknown' ? 0 : saved.seq
    const opened = { epoch, seq, savedSeq, isNewest: () => claim.isNewest() }
    await this.scheduler.adopt(picture, opened).catch((error: unknown) => this.onNote(String(error)))
    here.host = host
    here.opened.resolve()
  }

  of({ id: picture, epoch }: PictureClaim): PictureScheduling {
    return {
      wrote: (seq) => this.writes.wrote(picture, { seq, epoch }),
      // As in node/scheduling.ts: a scheduler that can't do its part is no reason not to save.
      persistNow: async (seq) => {
        await this.scheduler.persistNow(picture, seq).catch((error: unknown) => this.onNote(String(error)))
        await this.hosts.get(picture)?.host?.save({ isUrgent: true, isStopping: () => false })
      },
    }
  }

  private persist(picture: PictureId, request: RunRequest): Promise<RunOutcome> {
    return this.withHost(picture, request, (host) => host.save(request))
  }

  /** Of a picture that is not hosted here, another one may do it. */
  private async withHost(
    picture: PictureId,
    request: RunRequest,
    run: (host: Host) => Promise<{ readonly seq: number; readonly key: string } | void>,
  ): Promise<RunOutcome> {
    const here = this.hosts.get(picture)
    await here?.opened.done
    const host = here?.host
    if (host === undefined) return elsewhere
    try {
      const done = await run(host)
      const isAll = done !== undefined && host.state().seq < request.wantSeq
      return {
        kind: 'done',
        seq: done?.seq ?? request.wantSeq,
        key: done?.key ?? '',
        ...(isAll && { isAll }),
      }
    } catch (error) {
      if (error instanceof StorageError && error.code === 'superseded') return elsewhere
      throw error
    }
  }
}

async function compactAll(host: Host, { isStopping }: RunRequest): Promise<void> {
  while ((await host.compact()).hasMore && !isStopping());
}
