// Sysdb's operations on tables of 100 000 pictures, beside plain statements that do as much in the same database: as many commits,
// rows and round trips as an operation needs at least. In wall time, because a commit waits for the disk.

import { mkdir, open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { migrate } from '../../sync-core/node/sysdb/migrations.ts'
import type { SqlConnection } from '../../sync-core/node/sysdb/sql-connection.ts'
import type { SqlDialect } from '../../sync-core/node/sysdb/sql-dialect.ts'
import { SqlSysdb } from '../../sync-core/node/sysdb/sql-sysdb.ts'
import { openSqlite } from '../../sync-core/node/sqlite/open-sqlite.ts'
import { sqliteDialect } from '../../sync-core/node/sqlite/sqlite-dialect.ts'
import { PostgresConnection } from '../../sync-core/node/postgres/postgres-connection.ts'
import { postgresDialect } from '../../sync-core/node/postgres/postgres-dialect.ts'
import type { Claim, Sysdb } from '../../sync-core/scheduler/sysdb.ts'
import type { DueRun } from '../../sync-core/scheduler/task.ts'
import { startRealPostgres } from '../../sync-core/testing/real-postgres.ts'
import { median, type Figure } from './figure.ts'
import { eachOf, openRawPostgres, openRawSqlite, pictureOf, type RawDatabase } from './raw-database.ts'

const pictureCount = 100_000
const turns = 7
const batch = 1_000
/** Of single operations, in one turn. */
const calls = 100
const leaseMs = 30_000
const pageBytes = 4096

export async function sqliteFigures(folder: string, threadFile: string): Promise<Figure[]> {
  const file = join(folder, 'speed', 'sysdb.sqlite')
  await mkdir(dirname(file), { recursive: true })
  const { connection } = await openSqlite(file, { threadFile, nowMs: Date.now, onSetAside: fail })
  await fillTasks(connection, sqliteDialect)
  const raw = openRawSqlite(join(folder, 'speed', 'raw.sqlite'), pictureCount)
  try {
    const figures = await compare('sqlite', new SqlSysdb(connection, sqliteDialect), raw)
    const claims = figures.find(({ name }) => name === 'sqlite-claim')!
    const peer = await syncsPerSecond(join(folder, 'speed', 'synced'))
    return [
      ...figures,
      { ...claims, name: 'sqlite-claim-disk', peer, against: 'pages written and synced, one by one' },
    ]
  } finally {
    await connection.close()
    await raw.close()
  }
}

/** None where PostgreSQL can't run, which is said. */
export async function postgresFigures(): Promise<Figure[]> {
  const real = await startRealPostgres({ isDurable: true })
  if ('reason' in real) {
    console.error(`Not measured on PostgreSQL. ${real.reason}`)
    return []
  }
  const address = await real.freshSchema()
  const connection = new PostgresConnection(address)
  try {
    await migrate(connection, postgresDialect)
    await fillTasks(connection, postgresDialect)
    const raw = await openRawPostgres(address, pictureCount)
    try {
      return await compare('postgres', new SqlSysdb(connection, postgresDialect), raw)
    } finally {
      await raw.close()
    }
  } finally {
    await connection.close()
    await real.stop()
  }
}

async function compare(name: string, sysdb: Sysdb, raw: RawDatabase): Promise<Figure[]> {
  const rates = new Map<string, number[]>()
  const note = async (what: string, work: number, run: () => Promise<unknown>): Promise<void> => {
    const begun = performance.now()
    await run()
    const known = rates.get(what) ?? []
    known.push((work * 1000) / (performance.now() - begun))
    rates.set(what, known)
  }
  for (let turn = 0; turn < turns; turn++) {
    // Others each turn, all over the table.
    const pictures = Array.from({ length: batch }, (_, at) => pictureOf((at * 97 + turn) % pictureCount))
    const single = pictures.slice(0, calls)
    let due: readonly DueRun[] = []
    const claims: Claim[] = []
    await note('now', calls, () => eachOf(single, () => sysdb.nowMs()))
    await note('raw-select', calls, () => eachOf(single, () => raw.select()))
    await note('outbox-empty', calls, () => eachOf(single, () => sysdb.outbox(0, batch)))
    await note('schedule', batch, async () => {
      const writes = pictures.map((picture) => ({ picture, seq: turn + 1 }))
      due = (await sysdb.schedule(writes, 0)).due
    })
    await note('ack', batch, () => sysdb.ackPush(due))
    await note('raw-batch', batch, () => raw.updateTogether(pictures))
    await note('claim', calls, () =>
      eachOf(due.slice(0, calls), async (run) => {
        const claim = await sysdb.claim(run, leaseMs)
        if (claim !== undefined) claims.push(claim)
      }),
    )
    await note('raw-update', calls, () => eachOf(single, (picture) => raw.update(picture)))
    if (claims.length !== calls) throw new Error('every run can be claimed')
    const wakes = (['preview', 'compact'] as const).map((kind) => ({ kind, cadenceMs: 1 }))
    await note('finish', calls, () =>
      eachOf(claims, (claim) => sysdb.finish(claim, { seq: turn + 1, snapshotKey: 'key', wakes })),
    )
    await note('raw-three', calls, () =>
      eachOf(single, (picture) => raw.updateTogether([picture, picture, picture])),
    )
    // Nothing is left for the next turn's outbox.
    await sysdb.ackPush(await sysdb.outbox(0, pictureCount))
  }
  const rate = (what: string): number => median(rates.get(what)!)
  const figure = (what: string, peer: string, against: string): Figure => ({
    name: `${name}-${what}`,
    value: rate(what),
    unit: '1/s',
    peer: rate(peer),
    against: `${against}, ${raw.about}`,
  })
  return [
    figure('now', 'raw-select', 'SELECT 1'),
    figure('outbox-empty', 'raw-select', 'SELECT 1'),
    figure('claim', 'raw-update', 'UPDATE of a row'),
    figure('finish', 'raw-three', 'a transaction of three UPDATEs'),
    figure('schedule', 'raw-batch', '1000 UPDATEs in a transaction'),
    figure('ack', 'raw-batch', '1000 UPDATEs in a transaction'),
  ]
}

async function fillTasks(connection: SqlConnection, { given }: SqlDialect): Promise<void> {
  const sql = `INSERT INTO sysdb_task (picture, kind, shard, cadence_ms)
    SELECT given_picture, 'persist', 0, 1 FROM ${given('$1', { given_picture: 'text' })}`
  for (let from = 0; from < pictureCount; from += 10 * batch) {
    const elements = Array.from({ length: 10 * batch }, (_, at) => ({ given_picture: pictureOf(from + at) }))
    await connection.all(sql, [JSON.stringify(elements)])
  }
}

async function syncsPerSecond(file: string): Promise<number> {
  const handle = await open(file, 'w')
  try {
    const page = new Uint8Array(pageBytes).fill(1)
    const seconds: number[] = []
    for (let turn = 0; turn < turns; turn++) {
      const begun = performance.now()
      for (let at = 0; at < calls; at++) {
        await handle.write(page, 0, pageBytes, (turn * calls + at) * pageBytes)
        await handle.datasync()
      }
      seconds.push((performance.now() - begun) / 1000)
    }
    return calls / median(seconds)
  } finally {
    await handle.close()
  }
}

function fail(sentence: string): never {
  throw new Error(sentence)
}
