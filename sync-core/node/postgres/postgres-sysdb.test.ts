import { afterEach, describe, expect, it } from 'vitest'
import { StorageError } from '../../base/errors.ts'
import type { Sysdb } from '../../scheduler/sysdb.ts'
import type { DueRun, TaskKind } from '../../scheduler/task.ts'
import { TestProcess } from '../../testing/child-process.ts'
import { startRealPostgres } from '../../testing/real-postgres.ts'
import type { RealPostgres } from '../../testing/real-postgres.ts'
import { testWhereItRuns } from '../../testing/test-where-it-runs.ts'
import { openPostgresSysdb } from './open-postgres-sysdb.ts'
import { migrate, sysdbMigrations } from '../sysdb/migrations.ts'
import { PostgresConnection } from './postgres-connection.ts'
import { postgresDialect } from './postgres-dialect.ts'

// Durable: what was acknowledged is to be there after a crash.
const real = await startRealPostgres({ isDurable: true })

testWhereItRuns(real, '[SD39] is tested on a real PostgreSQL where one can run', testOn)

function testOn(server: RealPostgres): void {
  const opened: Sysdb[] = []
  const open = async (address: string): Promise<Sysdb> => {
    const sysdb = await openPostgresSysdb(address)
    opened.push(sysdb)
    return sysdb
  }
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((sysdb) => sysdb.close()))
  })

  describe('PostgreSQL: opening', () => {
    it('[SD39] makes the tables once, however many processes open a new database at once', async () => {
      const address = await server.freshSchema()
      const pictures = ['a', 'b', 'c']
      const children = pictures.map((picture) => new TestProcess('postgres-child.ts', address, picture))
      await Promise.all(children.map((child) => child.waitFor((message) => message === 'ready')))
      for (const child of children) child.send('go')
      const own = await Promise.all(Array.from({ length: 6 }, () => open(address)))
      await Promise.all(
        children.map(async (child) => expect(await child.waitFor((said) => said !== 'ready')).toBe('done')),
      )
      expect((await own[0]!.rows(undefined, 10)).map((row) => row.picture)).toEqual(pictures)
      expect(await server.query(address, 'select version from sysdb_version')).toEqual([
        { version: '1' },
        { version: '2' },
      ])
    })

    it('[SD20] brings rows of an older version along, whoever dies meanwhile, while hosts of that version go on', async () => {
      const address = await server.freshSchema()
      const old = new PostgresConnection(address)
      const steps = sysdbMigrations(postgresDialect)
      await migrate(old, postgresDialect, steps.slice(0, 1))
      const insert = (picture: string): Promise<unknown> =>
        old.all(
          `INSERT INTO sysdb_task (picture, kind, shard, cadence_ms, want_seq) VALUES ($1, 'persist', 0, 1, 3)`,
          [picture],
        )
      for (const picture of ['a', 'b']) await insert(picture)
      const deadly = [...steps, ['SELECT pg_terminate_backend(pg_backend_pid())']]
      const dying = new PostgresConnection(address)
      await expect(migrate(dying, postgresDialect, deadly)).rejects.toMatchObject({ code: 'unavailable' })
      await dying.close()
      await insert('c')

      const newer = await Promise.all(Array.from({ length: 5 }, () => open(address)))
      await insert('d')
      await old.close()
      const rows = await newer[0]!.rows(undefined, 10)
      expect(rows.map(({ picture, epoch, wantSeq }) => `${picture} ${epoch} ${wantSeq}`)).toEqual(
        ['a', 'b', 'c', 'd'].map((picture) => `${picture} 0 3`),
      )
      await newer[1]!.open('a', 0, 1, { epoch: 7, seq: 4, savedSeq: 0 })
      expect(await newer[2]!.open('a', 0, 1, { epoch: 6, seq: 9, savedSeq: 0 })).toEqual({ supersededBy: 7 })
    })

    it('[SD39] tells the time of the server, in whole ms', async () => {
      const address = await server.freshSchema()
      const sysdb = await open(address)
      const clock = async (): Promise<number> => {
        const [row] = await server.query(address, 'select extract(epoch from clock_timestamp()) * 1000 as ms')
        return Number(row!['ms'])
      }
      const [before, now, after] = [await clock(), await sysdb.nowMs(), await clock()]
      expect(now).toBeGreaterThanOrEqual(Math.floor(before))
      expect(now).toBeLessThanOrEqual(after)
      expect(Number.isSafeInteger(now)).toBe(true)
    })

    it('[SD39] leaves a database alone that a newer Gesso made', async () => {
      const address = await server.freshSchema()
      await (await open(address)).close()
      await server.query(address, 'insert into sysdb_version values (1000)')
      await expect(openPostgresSysdb(address)).rejects.toMatchObject({ code: 'invalid', retryable: false })
    })
  })

  describe('PostgreSQL: rivals', () => {
    it('[SD40] gives a run to one of many', async () => {
      const address = await server.freshSchema()
      const rivals = await Promise.all(Array.from({ length: 8 }, () => open(address)))
      for (const picture of ['a', 'b', 'c', 'd', 'e']) {
        await rivals[0]!.create(picture, 0, 0)
        const claims = await Promise.all(
          rivals.map((rival) => rival.claim({ picture, kind: 'persist', run: 1 }, 60_000)),
        )
        expect(claims.filter((claim) => claim !== undefined)).toHaveLength(1)
      }
    })

    it('[SD40] gives a shard to one of many', async () => {
      const address = await server.freshSchema()
      const rivals = await Promise.all(Array.from({ length: 8 }, () => open(address)))
      for (let shard = 0; shard < 5; shard++) {
        const taken = await Promise.all(
          rivals.map((rival, at) => rival.takeShard(shard, { owner: `o${at}`, incarnation: 'i' }, 60_000)),
        )
        expect(taken.filter((one) => one !== undefined)).toEqual([{ cursor: '' }])
      }
    })

    it('[SD40][SD55] has a picture with the last of many claims that open it at once', async () => {
      const address = await server.freshSchema()
      const rivals = await Promise.all(Array.from({ length: 6 }, () => open(address)))
      for (let round = 0; round < 10; round++) {
        const picture = `p${round}`
        if (round % 2 === 0) await rivals[0]!.create(picture, 9, 30_000)
        const answers = await Promise.all(
          rivals.map(async (rival, at) => {
            const answer = await rival.open(picture, at, 30_000, { epoch: at + 1, seq: at + 10, savedSeq: 0 })
            await rival.schedule([{ picture, seq: at + 20 }], at)
            return answer
          }),
        )
        const [row] = await rivals[0]!.rows({ picture, kind: '' as TaskKind }, 1)
        expect(row).toMatchObject({ picture, epoch: 6, shard: 5, doneSeq: 0, wantSeq: 25 })
        expect(answers[5]).toMatchObject([{ picture }])
        for (const answer of answers) {
          if ('supersededBy' in (answer as object)) expect(answer).not.toEqual({ supersededBy: 0 })
          else expect(answer).toHaveLength(1)
        }
      }
    })

    it('[SD40] ends with a picture also the task that a run of it is just waking', async () => {
      const address = await server.freshSchema()
      const sysdb = await open(address)
      await sysdb.create('a', 0, 0)
      const claim = await sysdb.claim({ picture: 'a', kind: 'persist', run: 1 }, 60_000)
      const connection = new PostgresConnection(address)
      const waiting = "select 1 from pg_stat_activity where wait_event_type = 'Lock'"
      let gone: Promise<boolean> | undefined
      await connection.transaction(async (inside) => {
        await inside.all("update sysdb_task set done_seq = 1 where picture = 'a'", [])
        gone = sysdb.gone(claim!)
        while ((await server.query(address, waiting)).length === 0);
        await inside.all(
          "insert into sysdb_task (picture, kind, shard, cadence_ms, next_run_ms) values ('a', 'preview', 0, 0, 0)",
          [],
        )
      })
      await gone
      await connection.close()
      const statuses = (await sysdb.rows(undefined, 10)).map(({ kind, status }) => `${kind} ${status}`)
      expect(statuses).toEqual(['persist deleted', 'preview deleted'])
    })

    it('[SD40] loses no write, and runs nothing twice, while many schedule, push, claim and finish the same', async () => {
      const address = await server.freshSchema()
      const rivals = await Promise.all(Array.from({ length: 5 }, () => open(address)))
      const pictures = ['a', 'b', 'c', 'd']
      const writes = 12
      for (const picture of pictures) await rivals[0]!.create(picture, 0, 0)
      const claimed: string[] = []
      const runAll = async (sysdb: Sysdb, due: readonly DueRun[]): Promise<void> => {
        await sysdb.ackPush(due)
        for (const run of due) {
          const claim = await sysdb.claim(run, 60_000)
          if (claim === undefined) continue
          claimed.push(`${claim.picture} ${claim.kind} ${claim.run}`)
          const wakes = claim.kind === 'persist' ? [{ kind: 'preview' as const, cadenceMs: 0 }] : []
          const next = await sysdb.finish(claim, {
            seq: claim.wantSeq,
            snapshotKey: `${claim.wantSeq}`,
            wakes,
          })
          expect(next).not.toBeUndefined()
          await runAll(sysdb, next!)
        }
      }
      await Promise.all(
        rivals.map(async (sysdb, at) => {
          for (let round = 1; round <= writes; round++) {
            // Each in an order of its own.
            const order = [...pictures.slice(at % 4), ...pictures.slice(0, at % 4)]
            const seq = (round - 1) * rivals.length + at + 1
            const { due, missing } = await sysdb.schedule(
              order.map((picture) => ({ picture, seq })),
              0,
            )
            expect(missing).toEqual([])
            await runAll(sysdb, due)
          }
        }),
      )
      // A push that was acked by one while another had run it already leaves runs to whoever looks at the rows.
      for (;;) {
        const left = (await rivals[0]!.rows(undefined, 100)).filter((row) => row.nextRunMs !== undefined)
        if (left.length === 0) break
        await runAll(
          rivals[0]!,
          left.map(({ picture, kind, run, nextRunMs }) => ({ picture, kind, run, dueMs: nextRunMs! })),
        )
      }
      expect(new Set(claimed).size).toBe(claimed.length)
      const last = writes * rivals.length
      for (const row of await rivals[0]!.rows(undefined, 100)) {
        expect(row).toMatchObject({ wantSeq: last, doneSeq: last, leaseUntilMs: 0, status: 'live' })
      }
      expect(await rivals[0]!.rows(undefined, 100)).toHaveLength(2 * pictures.length)
    })
  })

  describe('PostgreSQL: crashes', () => {
    it('[SD41] loses nothing acknowledged when the server is killed, tells it, and works when it is back', async () => {
      const address = await server.freshSchema()
      const sysdb = await open(address)
      for (let crash = 0; crash < 2; crash++) {
        const acknowledged: string[] = []
        const failures: unknown[] = []
        let isDown = false
        const writers = Array.from({ length: 4 }, async (_, writer) => {
          for (let at = 0; !isDown || failures.length === 0; at++) {
            const picture = `p${crash}-${writer}-${at}`
            await sysdb.create(picture, 0, 1000).then(
              () => acknowledged.push(picture),
              (error: unknown) => failures.push(error),
            )
          }
        })
        while (acknowledged.length < 20) await sysdb.nowMs()
        await server.crash()
        isDown = true
        await Promise.all(writers)
        for (const error of failures) {
          expect(error).toBeInstanceOf(StorageError)
          expect(error).toMatchObject({ code: 'unavailable', retryable: true })
        }
        await server.restart()
        const rows = await rowsWhenBack(sysdb)
        const known = new Set(rows.map((row) => row.picture))
        expect(acknowledged.filter((picture) => !known.has(picture))).toEqual([])
        expect(await sysdb.create(acknowledged[0]!, 0, 1000)).toHaveLength(1)
      }
    })
  })

  /** Connections that rested during the crash fail once each. */
  async function rowsWhenBack(sysdb: Sysdb): ReturnType<Sysdb['rows']> {
    for (;;) {
      try {
        return await sysdb.rows(undefined, 1_000_000)
      } catch (error) {
        if (!(error instanceof StorageError && error.retryable)) throw error
      }
    }
  }
}
