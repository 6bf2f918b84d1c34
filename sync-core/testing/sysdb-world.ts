import { assert } from '../base/assert.ts'
import type { Claim, PicturePoint, ShardOwner, Sysdb, TaskRow } from '../scheduler/sysdb.ts'
import type { DueRun, TaskKind, TaskRun } from '../scheduler/task.ts'

export interface TrialSysdb {
  /** Empty. */
  readonly sysdb: Sysdb
  /** More connections to the same database, where there can be some. */
  readonly rivals?: readonly Sysdb[]
  /** Moves its clock. */
  setNow(nowMs: number): Promise<void> | void
}

export const t0 = 1_000_000
export const cadence = 30_000
export const lease = 40_000
export const p = 'p'.repeat(26)
export const q = 'q'.repeat(26)

export const run = (picture: string, number: number, kind: TaskKind = 'persist'): TaskRun => ({
  picture,
  kind,
  run: number,
})
export const due = (picture: string, number: number, dueMs: number, kind: TaskKind = 'persist'): DueRun => ({
  ...run(picture, number, kind),
  dueMs,
})
export const fresh: TaskRow = {
  picture: p,
  kind: 'persist',
  shard: 0,
  status: 'live',
  epoch: 0,
  wantSeq: 0,
  doneSeq: 0,
  snapshotKey: '',
  run: 1,
  nextRunMs: t0 + cadence,
  heapRun: 0,
  lastRunMs: 0,
  cadenceMs: cadence,
  attempt: 0,
  leaseUntilMs: 0,
  urgent: false,
  failures: 0,
  problem: '',
  deletedAtMs: 0,
}
export const point = (epoch: number, seq: number, savedSeq: number): PicturePoint => ({
  epoch,
  seq,
  savedSeq,
})
export const me: ShardOwner = { owner: 'me', incarnation: 'first' }
export const done = (seq: number, snapshotKey = `k${seq}`) => ({ seq, snapshotKey, wakes: [] })

/** What the parts of the contract suite act on: one empty sysdb for each test, at t0. */
export class SysdbWorld {
  private readonly openTrial: () => Promise<TrialSysdb>
  private trial: TrialSysdb | undefined

  constructor(openTrial: () => Promise<TrialSysdb>) {
    this.openTrial = openTrial
  }

  async open(): Promise<void> {
    this.trial = await this.openTrial()
    await this.at(0)
  }

  async close(): Promise<void> {
    for (const one of this.everybody()) await one.close()
  }

  get db(): Sysdb {
    return this.trial!.sysdb
  }

  everybody(): readonly Sysdb[] {
    return [this.db, ...(this.trial!.rivals ?? [])]
  }

  readonly at = async (afterMs: number): Promise<void> => this.trial!.setNow(t0 + afterMs)

  readonly row = async (picture = p, kind: TaskKind = 'persist'): Promise<TaskRow | undefined> =>
    (await this.db.rows(undefined, 1000)).find((one) => one.picture === picture && one.kind === kind)

  readonly claimed = async (one: TaskRun): Promise<Claim> => {
    const claim = await this.db.claim(one, lease)
    assert(claim !== undefined, 'the run can be claimed')
    return claim
  }

  /** The picture's run 1 is done up to seq 5 at t0 + cadence. */
  readonly waiting = async (): Promise<Claim> => {
    await this.db.create(p, 0, cadence)
    await this.at(cadence)
    await this.db.schedule([{ picture: p, seq: 5 }], 0)
    const claim = await this.claimed(run(p, 1))
    const pushes = await this.db.finish(claim, done(5))
    assert(pushes?.length === 0, 'all is done')
    return claim
  }
}
