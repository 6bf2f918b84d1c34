// The scheduler's sysdb in SQL, each operation once for SQLite and PostgreSQL: one statement, or one transaction whose first
// statement decides. What is to be pushed is read off the rows that the statements return.

import { assert } from '../../base/assert.ts'
import { limits } from '../../base/limits.ts'
import type { PictureId } from '../../pictures/picture-accessor.ts'
import { foldWanted, highestRuns } from '../../scheduler/fold-batch.ts'
import { storedSentence } from '../../scheduler/stored-sentence.ts'
import type {
  Claim,
  Finished,
  PicturePoint,
  ShardOwner,
  ShardRow,
  Superseded,
  Sysdb,
  TaskRow,
  WantedSeq,
} from '../../scheduler/sysdb.ts'
import type { DueRun, TaskKey, TaskRun } from '../../scheduler/task.ts'
import type { SqlConnection, SqlRow, SqlValue } from './sql-connection.ts'
import type { SqlDialect } from './sql-dialect.ts'
import { numberIn, shardRowOf, taskRowOf, textIn, toBePushed } from './sysdb-rows.ts'
import { sysdbStatements, type SysdbStatements } from './sysdb-statements.ts'

export class SqlSysdb implements Sysdb {
  private readonly connection: SqlConnection
  private readonly sql: SysdbStatements

  /** The connection's database is migrated. */
  constructor(connection: SqlConnection, dialect: SqlDialect) {
    this.connection = connection
    this.sql = sysdbStatements(dialect)
  }

  async nowMs(): Promise<number> {
    const [row] = await this.connection.all(this.sql.now, [])
    assert(row !== undefined, 'a SELECT without FROM has a row')
    return numberIn(row, 'now_ms')
  }

  open(
    picture: PictureId,
    shard: number,
    cadenceMs: number,
    { epoch, seq, savedSeq }: PicturePoint,
    insteadOf = -1,
  ): Promise<readonly DueRun[] | 'deleted' | Superseded> {
    return this.connection.transaction(async (inside) => {
      const as = [epoch, insteadOf, seq, savedSeq]
      const [opened] = await inside.all(this.sql.open, [picture, shard, cadenceMs, ...as])
      if (opened !== undefined) {
        await inside.all(this.sql.fence, [picture, shard])
        await inside.all(this.sql.settle, [picture])
      }
      const rows = await inside.all(this.sql.ofPicture, [picture])
      if (opened !== undefined) return toBePushed(rows, shard)
      const row = persistRowIn(rows)
      const knownEpoch = numberIn(row, 'epoch')
      const isLater = epoch > knownEpoch || insteadOf === knownEpoch
      return row['status'] === 'deleted' && isLater ? 'deleted' : { supersededBy: knownEpoch }
    })
  }

  create(picture: PictureId, shard: number, cadenceMs: number): Promise<readonly DueRun[] | 'deleted'> {
    return this.connection.transaction(async (inside) => {
      await inside.all(this.sql.create, [picture, shard, cadenceMs])
      const rows = await inside.all(this.sql.ofPicture, [picture])
      return persistRowIn(rows)['status'] === 'deleted' ? 'deleted' : toBePushed(rows, shard)
    })
  }

  async schedule(
    writes: readonly WantedSeq[],
    shard: number,
  ): Promise<{ readonly due: readonly DueRun[]; readonly missing: readonly PictureId[] }> {
    const wanted = [...foldWanted(writes)]
    if (wanted.length === 0) return { due: [], missing: [] }
    const batch = given(
      wanted.map(([given_picture, { seq, epoch }]) => ({
        given_picture,
        given_seq: seq,
        given_epoch: epoch,
      })),
    )
    const rows = await this.connection.all(this.sql.schedule, [batch])
    const due = toBePushed(rows, shard)
    if (rows.length === wanted.length) return { due, missing: [] }
    // Asked for the deleted ones, not for those that have no row: a picture that somebody creates right now was missing, and is told so.
    const deleted = await this.connection.all(this.sql.deletedOf, [batch])
    const known = new Set([...rows, ...deleted].map((row) => textIn(row, 'picture')))
    const missing = wanted.map(([picture]) => picture).filter((picture) => !known.has(picture))
    return { due, missing: missing.sort() }
  }

  async scheduleNow(picture: PictureId, seq: number): Promise<DueRun | 'clean' | 'leased'> {
    const [row] = await this.connection.all(this.sql.scheduleNow, [picture, seq])
    if (row === undefined) return 'clean'
    if (row['is_leased'] === 1) return 'leased'
    return { picture, kind: 'persist', run: numberIn(row, 'run'), dueMs: numberIn(row, 'next_run_ms') }
  }

  async ackPush(runs: readonly TaskRun[]): Promise<void> {
    if (runs.length > 0) await this.connection.all(this.sql.ackPush, [givenRuns(highestRuns(runs))])
  }

  async claim({ picture, kind, run }: TaskRun, leaseMs: number): Promise<Claim | undefined> {
    const [row] = await this.connection.all(this.sql.claim, [picture, kind, run, leaseMs])
    if (row === undefined) return undefined
    return {
      picture,
      kind,
      run,
      attempt: numberIn(row, 'attempt'),
      wantSeq: numberIn(row, 'want_seq'),
      doneSeq: numberIn(row, 'done_seq'),
      isUrgent: row['urgent'] === 2,
      failures: numberIn(row, 'failures'),
      dueMs: Math.min(numberIn(row, 'next_run_ms'), numberIn(row, 'last_run_ms')),
      claimedMs: numberIn(row, 'last_run_ms'),
    }
  }

  async renew(claim: Claim, leaseMs: number): Promise<boolean> {
    const rows = await this.connection.all(this.sql.renew, [...heldBy(claim), leaseMs])
    return rows.length > 0
  }

  async finish(
    claim: Claim,
    { seq, snapshotKey, wakes, isAll }: Finished,
  ): Promise<readonly DueRun[] | undefined> {
    const { picture, kind } = claim
    const woken = seq > 0 ? wakes : []
    const elsewhere = isAll === true ? claim.wantSeq : -1
    const finish = async (inside: SqlConnection): Promise<readonly DueRun[] | undefined> => {
      const rows = [...(await inside.all(this.sql.finish, [...heldBy(claim), seq, snapshotKey, elsewhere]))]
      const [own] = rows
      if (own === undefined) return undefined
      const shard = numberIn(own, 'shard')
      for (const wake of woken) {
        assert(wake.kind !== kind, 'a task wakes others')
        rows.push(...(await inside.all(this.sql.wake, [picture, wake.kind, shard, wake.cadenceMs, seq])))
      }
      return toBePushed(rows, shard)
    }
    return woken.length === 0 ? finish(this.connection) : this.connection.transaction(finish)
  }

  fail(claim: Claim, delayMs: number, problem: string): Promise<readonly DueRun[] | undefined> {
    return this.putOff([...heldBy(claim), delayMs, storedSentence(problem), 1])
  }

  postpone(claim: Claim, delayMs: number, reason: string): Promise<readonly DueRun[] | undefined> {
    return this.putOff([...heldBy(claim), delayMs, storedSentence(reason), 0])
  }

  delete(picture: PictureId, shard: number, sweepAfterMs: number): Promise<readonly DueRun[]> {
    return this.connection.transaction(async (inside) => {
      await inside.all(this.sql.delete, [picture])
      await inside.all(this.sql.knowDeleted, [picture, shard, limits.persistCadenceMs])
      await inside.all(this.sql.sweep, [picture, shard, sweepAfterMs])
      return toBePushed(await inside.all(this.sql.ofPicture, [picture]), shard)
    })
  }

  restore(picture: PictureId, shard: number): Promise<readonly DueRun[]> {
    return this.connection.transaction(async (inside) => {
      await inside.all(this.sql.endClaims, [picture])
      await inside.all(this.sql.restore, [picture, shard])
      await inside.all(this.sql.endSweep, [picture])
      return toBePushed(await inside.all(this.sql.ofPicture, [picture]), shard)
    })
  }

  async gone(claim: Claim, sweepAfterMs?: number): Promise<boolean> {
    const end = async (inside: SqlConnection): Promise<boolean> => {
      const [ended] = await inside.all(this.sql.gone, heldBy(claim))
      if (ended === undefined) return false
      if (sweepAfterMs !== undefined) {
        await inside.all(this.sql.sweep, [claim.picture, numberIn(ended, 'shard'), sweepAfterMs])
      }
      return true
    }
    return sweepAfterMs === undefined ? end(this.connection) : this.connection.transaction(end)
  }

  async removeDead(graceMs: number): Promise<number> {
    const rows = await this.connection.all(this.sql.removeDead, [graceMs])
    return new Set(rows.map((row) => row['picture'])).size
  }

  async isDone(runs: readonly TaskRun[]): Promise<readonly boolean[]> {
    if (runs.length === 0) return []
    const rows = await this.connection.all(this.sql.notDone, [givenRuns(runs)])
    const open = new Set(rows.map((row) => numberIn(row, 'given_at')))
    return runs.map((_, at) => !open.has(at))
  }

  async outbox(shard: number, limit: number): Promise<readonly DueRun[]> {
    return toBePushed(await this.connection.all(this.sql.outbox, [shard, limit]), shard)
  }

  /** Counted, not returned: a hundred thousand rows would hold this thread up. */
  forgetPushes(shard: number): Promise<number> {
    return this.connection.transaction(async (inside) => {
      const [row] = await inside.all(this.sql.pushedRuns, [shard])
      assert(row !== undefined, 'a count has a row')
      await inside.all(this.sql.forgetPushes, [shard])
      return numberIn(row, 'pushed')
    })
  }

  takeShard(
    shard: number,
    { owner, incarnation }: ShardOwner,
    leaseMs: number,
  ): Promise<{ readonly cursor: string } | undefined> {
    return this.connection.transaction(async (inside) => {
      const [row] = await inside.all(this.sql.takeShard, [shard, owner, incarnation, leaseMs])
      if (row === undefined) return undefined
      const isTaken = numberIn(row, 'is_taken')
      if (isTaken !== 0) {
        await inside.all(this.sql.endLeases, [shard, isTaken])
        await inside.all(this.sql.bringForward, [shard])
        await inside.all(this.sql.forgetPushes, [shard])
      }
      return { cursor: textIn(row, 'cursor_text') }
    })
  }

  async leaveShard(shard: number, { owner, incarnation }: ShardOwner): Promise<void> {
    await this.connection.all(this.sql.leaveShard, [shard, owner, incarnation])
  }

  async saveCursor(shard: number, { owner, incarnation }: ShardOwner, cursor: string): Promise<boolean> {
    const rows = await this.connection.all(this.sql.saveCursor, [shard, owner, incarnation, cursor])
    return rows.length > 0
  }

  async rows(after: TaskKey | undefined, limit: number): Promise<readonly TaskRow[]> {
    const from = [after?.picture ?? '', after?.kind ?? '']
    const rows = await this.connection.all(this.sql.rows, [...from, limit])
    return rows.map(taskRowOf)
  }

  async shards(): Promise<readonly ShardRow[]> {
    const rows = await this.connection.all(this.sql.shards, [])
    return rows.map(shardRowOf)
  }

  close(): Promise<void> {
    return this.connection.close()
  }

  private async putOff(values: readonly SqlValue[]): Promise<readonly DueRun[] | undefined> {
    const [row] = await this.connection.all(this.sql.putOff, values)
    return row === undefined ? undefined : toBePushed([row], numberIn(row, 'shard'))
  }
}

function persistRowIn(rows: readonly SqlRow[]): SqlRow {
  const row = rows.find(({ kind }) => kind === 'persist')
  assert(row !== undefined, 'there is a persist task')
  return row
}

function heldBy({ picture, kind, run, attempt }: Claim): readonly SqlValue[] {
  return [picture, kind, run, attempt]
}

function given(elements: readonly SqlRow[]): string {
  return JSON.stringify(elements)
}

function givenRuns(runs: readonly TaskRun[]): string {
  return given(
    runs.map(({ picture, kind, run }, at) => {
      return { given_at: at, given_picture: picture, given_kind: kind, given_run: run }
    }),
  )
}
