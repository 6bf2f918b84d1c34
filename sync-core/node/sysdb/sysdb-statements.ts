// Every statement of sysdb. Its condition is in its WHERE, so whoever comes late changes nothing. Parameters are cast where a database
// would have to guess their type.

import { limits } from '../../base/limits.ts'
import { longestLeaseMs } from '../../scheduler/task-cadence.ts'
import { taskKinds } from '../../scheduler/task.ts'
import type { SqlDialect } from './sql-dialect.ts'

export type SysdbStatements = ReturnType<typeof sysdbStatements>

const now = 'sysdb_now_ms()'
const stateColumns = 'picture, kind, shard, status, epoch, run, next_run_ms, heap_run'
const rowColumns = `${stateColumns}, want_seq, done_seq, snapshot_key, last_run_ms, cadence_ms, attempt, lease_until_ms,
  urgent, failures, problem, deleted_at_ms`
/** The claim of $1 … $4 is still its claimer's. */
const isHeld = `picture = $1 AND kind = $2 AND run = $3 AND attempt = $4 AND status = 'live' AND lease_until_ms > 0`
const end = `status = 'deleted', run = run + 1, attempt = attempt + 1, next_run_ms = NULL, lease_until_ms = 0, urgent = 0,
  deleted_at_ms = ${now}`
/** Beyond these it is by a clock that was set back since. */
const latestLease = `${now} + ${2 * longestLeaseMs(limits)}`
const latestRun = `${now} + cadence_ms + CASE WHEN problem = '' THEN 0 ELSE ${limits.setAsideBackOffMsMax} END`
const isPushed = 'shard = $1 AND next_run_ms IS NOT NULL AND heap_run > 0'
/** Those of a newer Gesso that is at work on the same database would fill the outbox, and nobody here pushes them. */
const known = taskKinds.map((kind) => `'${kind}'`).join(', ')
const isLeased = `(lease_until_ms > ${now} AND lease_until_ms <= ${latestLease})`

export function sysdbStatements({ greatest, given }: SqlDialect) {
  const most = (a: string, b: string): string => `${greatest}(${a}, ${b})`
  // What ran in the future did so by a clock that was set back since: now, as far as anybody knows.
  const afterCadence = `CASE WHEN last_run_ms > ${now} THEN ${now} ELSE last_run_ms END + cadence_ms`
  const rested = most(now, afterCadence)
  // The same of what is due later than a cadence makes it, or a failure that puts it off.
  const wakes = (seq: string): string => `${most('want_seq', seq)} > done_seq AND (next_run_ms IS NULL
    OR (next_run_ms > ${latestRun} AND lease_until_ms = 0))`
  const want = (seq: string): string => `want_seq = ${most('want_seq', seq)},
    run = run + CASE WHEN ${wakes(seq)} THEN 1 ELSE 0 END,
    next_run_ms = CASE WHEN ${wakes(seq)} THEN ${rested} ELSE next_run_ms END`
  const endLease = `attempt = attempt + CASE WHEN lease_until_ms > 0 THEN 1 ELSE 0 END,
    next_run_ms = CASE WHEN lease_until_ms > 0 AND urgent <> 1
      THEN ${most(`CASE WHEN next_run_ms > ${now} THEN ${now} ELSE next_run_ms END`, afterCadence)} ELSE next_run_ms END,
    lease_until_ms = 0,
    urgent = CASE WHEN urgent = 1 THEN 1 ELSE 0 END`
  const seq = 'CAST($5 AS bigint)'
  /** $7 is what was wanted when the run was claimed, if that was more than there is; else -1. */
  const isElsewhere = 'want_seq <= CAST($7 AS bigint)'
  const isAllDone = `(${most('done_seq', seq)} >= want_seq OR ${isElsewhere})`
  const runs = given('$1', {
    given_at: 'bigint',
    given_picture: 'text',
    given_kind: 'text',
    given_run: 'bigint',
  })
  const writes = given('$1', { given_picture: 'text', given_seq: 'bigint', given_epoch: 'bigint' })

  return {
    now: `SELECT ${now} AS now_ms`,

    open: `INSERT INTO sysdb_task (picture, kind, shard, cadence_ms, epoch, want_seq, done_seq, next_run_ms)
      VALUES ($1, 'persist', $2, CAST($3 AS bigint), CAST($4 AS bigint), CAST($6 AS bigint), CAST($7 AS bigint),
        ${now} + CAST($3 AS bigint))
      ON CONFLICT (picture, kind) DO UPDATE SET cadence_ms = excluded.cadence_ms, epoch = excluded.epoch,
        want_seq = CASE WHEN sysdb_task.epoch > 0 AND sysdb_task.epoch <> excluded.epoch THEN excluded.want_seq
          ELSE ${most('sysdb_task.want_seq', 'excluded.want_seq')} END,
        done_seq = excluded.done_seq,
        run = sysdb_task.run + CASE WHEN sysdb_task.next_run_ms > excluded.next_run_ms THEN 1 ELSE 0 END,
        next_run_ms = CASE WHEN sysdb_task.next_run_ms > excluded.next_run_ms
          THEN excluded.next_run_ms ELSE sysdb_task.next_run_ms END
      WHERE sysdb_task.status = 'live'
        AND (sysdb_task.epoch <= excluded.epoch OR sysdb_task.epoch = CAST($5 AS bigint)) RETURNING epoch`,
    fence: `UPDATE sysdb_task SET shard = $2,
      run = run + CASE WHEN next_run_ms IS NULL OR shard = $2 THEN 0 ELSE 1 END, ${endLease}
      WHERE picture = $1 AND kind <> 'sweep' AND status = 'live'
        AND (shard <> $2 OR (kind = 'persist' AND lease_until_ms > 0))`,
    settle: `UPDATE sysdb_task SET run = run + CASE WHEN done_seq < want_seq AND next_run_ms IS NULL THEN 1 ELSE 0 END,
      next_run_ms = CASE WHEN done_seq >= want_seq THEN NULL WHEN next_run_ms IS NULL THEN ${rested} ELSE next_run_ms END,
      urgent = CASE WHEN done_seq < want_seq THEN urgent ELSE 0 END
      WHERE picture = $1 AND kind = 'persist' AND status = 'live'`,
    create: `INSERT INTO sysdb_task (picture, kind, shard, cadence_ms, next_run_ms)
      VALUES ($1, 'persist', $2, CAST($3 AS bigint), ${now} + CAST($3 AS bigint)) ON CONFLICT (picture, kind) DO NOTHING`,
    ofPicture: `SELECT ${stateColumns} FROM sysdb_task WHERE picture = $1`,

    schedule: `UPDATE sysdb_task SET epoch = ${most('epoch', 'given_epoch')}, ${want('given_seq')} FROM ${writes}
      WHERE picture = given_picture AND kind = 'persist' AND status = 'live' RETURNING ${stateColumns}`,
    deletedOf: `SELECT picture FROM ${writes}, sysdb_task
      WHERE picture = given_picture AND kind = 'persist' AND status = 'deleted'`,
    scheduleNow: `UPDATE sysdb_task SET want_seq = ${most('want_seq', 'CAST($2 AS bigint)')}, urgent = 1,
      run = run + CASE WHEN ${isLeased} OR next_run_ms <= ${now} THEN 0 ELSE 1 END,
      next_run_ms = CASE WHEN ${isLeased} OR next_run_ms <= ${now} THEN next_run_ms ELSE ${now} END
      WHERE picture = $1 AND kind = 'persist' AND status = 'live' AND done_seq < CAST($2 AS bigint)
      RETURNING run, next_run_ms, CASE WHEN ${isLeased} THEN 1 ELSE 0 END AS is_leased`,
    ackPush: `UPDATE sysdb_task SET heap_run = given_run FROM ${runs}
      WHERE picture = given_picture AND kind = given_kind AND given_run <= run AND given_run > heap_run`,

    claim: `UPDATE sysdb_task SET run = CAST($3 AS bigint), attempt = attempt + 1, lease_until_ms = ${now} + CAST($4 AS bigint), last_run_ms = ${now},
      next_run_ms = CASE WHEN next_run_ms > ${now} THEN ${now} ELSE next_run_ms END, urgent = CASE WHEN urgent = 1 THEN 2 ELSE 0 END
      WHERE picture = $1 AND kind = $2 AND run BETWEEN CAST($3 AS bigint) - ${limits.runsLostMax} AND CAST($3 AS bigint)
        AND status = 'live' AND NOT ${isLeased} AND (next_run_ms <= ${now} OR (kind <> 'sweep' AND next_run_ms > ${latestRun}))
      RETURNING attempt, want_seq, done_seq, urgent, failures, next_run_ms, last_run_ms`,
    renew: `UPDATE sysdb_task SET lease_until_ms = ${now} + CAST($5 AS bigint) WHERE ${isHeld} RETURNING run`,
    finish: `UPDATE sysdb_task SET done_seq = ${most('done_seq', seq)},
      want_seq = CASE WHEN ${isElsewhere} THEN ${most('done_seq', seq)} ELSE want_seq END,
      snapshot_key = CASE WHEN ${seq} >= done_seq AND $6 <> '' THEN $6 ELSE snapshot_key END,
      lease_until_ms = 0, failures = 0, problem = '',
      run = run + CASE WHEN ${isAllDone} THEN 0 ELSE 1 END,
      next_run_ms = CASE WHEN ${isAllDone} THEN NULL WHEN urgent = 1 THEN ${now} ELSE ${rested} END,
      urgent = CASE WHEN ${isAllDone} THEN 0 WHEN urgent = 1 THEN 1 ELSE 0 END
      WHERE ${isHeld} RETURNING ${stateColumns}`,
    wake: `INSERT INTO sysdb_task (picture, kind, shard, cadence_ms, want_seq, next_run_ms)
      VALUES ($1, $2, $3, CAST($4 AS bigint), $5, ${now} + CAST($4 AS bigint))
      ON CONFLICT (picture, kind) DO UPDATE SET cadence_ms = excluded.cadence_ms, ${wantExcluded()}
      WHERE sysdb_task.status = 'live' RETURNING ${stateColumns}`,
    putOff: `UPDATE sysdb_task SET lease_until_ms = 0, failures = failures + CAST($7 AS bigint), problem = $6, run = run + 1,
      next_run_ms = CASE WHEN urgent = 1 THEN ${now}
        ELSE ${most(`${now} + CAST($5 AS bigint)`, afterCadence)} END,
      urgent = CASE WHEN urgent = 1 THEN 1 ELSE 0 END
      WHERE ${isHeld} RETURNING ${stateColumns}`,

    delete: `UPDATE sysdb_task SET ${end} WHERE picture = $1 AND kind <> 'sweep' AND status = 'live'`,
    knowDeleted: `INSERT INTO sysdb_task (picture, kind, shard, cadence_ms, status, deleted_at_ms)
      VALUES ($1, 'persist', $2, $3, 'deleted', ${now}) ON CONFLICT (picture, kind) DO NOTHING`,
    sweep: `INSERT INTO sysdb_task (picture, kind, shard, cadence_ms, next_run_ms)
      VALUES ($1, 'sweep', $2, 0, ${now} + CAST($3 AS bigint))
      ON CONFLICT (picture, kind) DO UPDATE SET shard = excluded.shard, status = 'live', run = sysdb_task.run + 1,
        next_run_ms = excluded.next_run_ms, lease_until_ms = 0, failures = 0, problem = '', deleted_at_ms = 0
      WHERE sysdb_task.status = 'deleted' OR sysdb_task.next_run_ms IS NULL`,
    restore: `UPDATE sysdb_task SET status = 'live', shard = $2, run = run + 1, next_run_ms = ${rested}, lease_until_ms = 0,
      failures = 0, problem = '', deleted_at_ms = 0
      WHERE picture = $1 AND kind <> 'sweep' AND status = 'deleted'`,
    endClaims: `UPDATE sysdb_task SET ${endLease}
      WHERE picture = $1 AND kind <> 'sweep' AND status = 'live' AND lease_until_ms > 0`,
    endSweep: `UPDATE sysdb_task SET ${end} WHERE picture = $1 AND kind = 'sweep' AND status = 'live'`,
    gone: `UPDATE sysdb_task SET ${end} WHERE picture = $1 AND status = 'live'
      AND EXISTS (SELECT 1 FROM sysdb_task AS held WHERE held.picture = $1 AND held.kind = $2 AND held.run = $3
        AND held.attempt = $4 AND held.status = 'live' AND held.lease_until_ms > 0) RETURNING shard`,
    removeDead: `DELETE FROM sysdb_task
      WHERE status = 'deleted' AND deleted_at_ms < ${now} - CAST($1 AS bigint)
      AND NOT EXISTS (SELECT 1 FROM sysdb_task AS other WHERE other.picture = sysdb_task.picture
        AND (other.status <> 'deleted' OR other.deleted_at_ms >= ${now} - CAST($1 AS bigint)))
      RETURNING picture`,

    notDone: `SELECT given_at FROM ${runs}, sysdb_task WHERE picture = given_picture AND kind = given_kind
      AND status = 'live' AND (given_run > run OR (given_run = run AND next_run_ms IS NOT NULL))`,
    outbox: `SELECT ${stateColumns} FROM sysdb_task
      WHERE shard = $1 AND next_run_ms IS NOT NULL AND heap_run < run AND kind IN (${known})
      ORDER BY next_run_ms, picture, kind LIMIT $2`,
    pushedRuns: `SELECT count(*) AS pushed FROM sysdb_task WHERE ${isPushed}`,
    forgetPushes: `UPDATE sysdb_task SET heap_run = 0 WHERE ${isPushed}`,

    takeShard: `INSERT INTO sysdb_shard (shard, owner, incarnation, lease_until_ms)
      VALUES ($1, $2, $3, ${now} + CAST($4 AS bigint))
      ON CONFLICT (shard) DO UPDATE SET owner = excluded.owner, incarnation = excluded.incarnation,
        lease_until_ms = excluded.lease_until_ms,
        is_taken = CASE WHEN sysdb_shard.owner <> excluded.owner OR sysdb_shard.incarnation <> excluded.incarnation THEN 1
          WHEN sysdb_shard.lease_until_ms > excluded.lease_until_ms THEN 2 ELSE 0 END
      WHERE sysdb_shard.owner = excluded.owner OR sysdb_shard.lease_until_ms <= ${now}
        OR sysdb_shard.lease_until_ms > ${now} + 2 * CAST($4 AS bigint)
      RETURNING cursor_text, is_taken`,
    endLeases: `UPDATE sysdb_task SET ${endLease}
      WHERE shard = $1 AND lease_until_ms > 0 AND ($2 = 1 OR lease_until_ms > ${latestLease})`,
    bringForward: `UPDATE sysdb_task SET next_run_ms = CASE WHEN urgent = 1 THEN ${now} ELSE ${rested} END
      WHERE shard = $1 AND status = 'live' AND kind <> 'sweep' AND lease_until_ms = 0 AND next_run_ms > ${latestRun}`,
    leaveShard: `UPDATE sysdb_shard SET owner = '', incarnation = '', lease_until_ms = 0
      WHERE shard = $1 AND owner = $2 AND incarnation = $3`,
    saveCursor: `UPDATE sysdb_shard SET cursor_text = $4 WHERE shard = $1 AND owner = $2 AND incarnation = $3 RETURNING shard`,

    rows: `SELECT ${rowColumns} FROM sysdb_task WHERE (picture, kind) > ($1, $2) ORDER BY picture, kind LIMIT $3`,
    shards: 'SELECT shard, owner, incarnation, lease_until_ms, cursor_text FROM sysdb_shard ORDER BY shard',
  }

  /** As `want`, where the row's columns must say that they are not the new ones. */
  function wantExcluded(): string {
    const wanted = most('sysdb_task.want_seq', 'excluded.want_seq')
    const isWoken = `${wanted} > sysdb_task.done_seq AND (sysdb_task.next_run_ms IS NULL OR
      (sysdb_task.next_run_ms > excluded.next_run_ms + CASE WHEN sysdb_task.problem = '' THEN 0
        ELSE ${limits.setAsideBackOffMsMax} END AND sysdb_task.lease_until_ms = 0))`
    return `want_seq = ${wanted}, run = sysdb_task.run + CASE WHEN ${isWoken} THEN 1 ELSE 0 END,
      next_run_ms = CASE WHEN ${isWoken} THEN excluded.next_run_ms ELSE sysdb_task.next_run_ms END`
  }
}
