import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { AssertionError, StorageError } from '../../base/errors.ts'
import { limits } from '../../base/limits.ts'
import type { Limits } from '../../base/limits.ts'
import { CuttingProxy } from '../../testing/cutting-proxy.ts'
import { startRealPostgres } from '../../testing/real-postgres.ts'
import type { RealPostgres } from '../../testing/real-postgres.ts'
import { testWhereItRuns } from '../../testing/test-where-it-runs.ts'
import type { SqlConnection } from '../sysdb/sql-connection.ts'
import { PostgresConnection } from './postgres-connection.ts'

const real = await startRealPostgres()

testWhereItRuns(real, '[SD30] is tested on a real PostgreSQL where one can run', testOn)

async function failureOf(work: Promise<unknown>): Promise<StorageError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(StorageError)
  return error as StorageError
}

function testOn(server: RealPostgres): void {
  const password = new URL(server.url).password
  const opened: { close: () => Promise<unknown> }[] = []
  const open = (address: string, changed: Partial<Limits> = {}): PostgresConnection => {
    const connection = new PostgresConnection(address, { ...limits, ...changed })
    opened.push(connection)
    return connection
  }
  const withTable = async (): Promise<string> => {
    const address = await server.freshSchema()
    await server.query(address, 'create table cells (name text primary key, value bigint not null)')
    await server.query(address, "insert into cells values ('a', 0), ('b', 0)")
    return address
  }
  const valuesAt = async (address: string): Promise<readonly number[]> =>
    (await server.query(address, 'select value from cells order by name')).map((row) => Number(row['value']))
  const add = (name: string) => async (inside: SqlConnection) => {
    const [row] = await inside.all('select value from cells where name = $1', [name])
    await inside.all('update cells set value = $2 where name = $1', [name, Number(row!['value']) + 1])
  }

  afterEach(async () => {
    await Promise.all(opened.splice(0).map((one) => one.close()))
  })

  describe('PostgreSQL: values', () => {
    it('[SD30] gives numbers of every width, truths, texts and nothing as they are on SQLite', async () => {
      const sql = `select 1::smallint a, 2 b, 9007199254740991 c, sum(x) d, true e, 'x' f, null g, 0.5::float8 h
        from (values (4::bigint), (5)) as t (x)`
      expect(await open(server.url).all(sql, [])).toEqual([
        { a: 1, b: 2, c: 9007199254740991, d: 9, e: 1, f: 'x', g: null, h: 0.5 },
      ])
    })

    it('[SD30] refuses numbers that would not be exact, and goes on', async () => {
      const connection = open(server.url, { postgresConnectionsMax: 1 })
      for (const number of ['9007199254740992', '-9007199254740992', '0.5::numeric']) {
        const error = await failureOf(connection.all(`select ${number} as a`, []))
        expect(error).toMatchObject({ code: 'corrupt', retryable: false })
      }
      expect(await connection.all('select 1 as a', [])).toEqual([{ a: 1 }])
    })

    it('[SD31] gives back any text that can be kept, and takes none as SQL', async () => {
      const connection = open(await withTable())
      const hostile = fc.oneof(
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom("'; drop table cells; --", '$1', '\\', '"', '\n', '{"a":1}', '\u{1F600}', '\u202E'),
      )
      const text = hostile.filter((value) => !value.includes('\0'))
      await fc.assert(
        fc.asyncProperty(text, async (value) => {
          expect(await connection.all('select cast($1 as text) as a', [value])).toEqual([{ a: value }])
        }),
        { numRuns: 200 },
      )
      expect(await connection.all('select count(*) as n from cells', [])).toEqual([{ n: 2 }])
    })

    it('[SD31] refuses a text that no database can keep, before anything is sent', async () => {
      const connection = open('postgres://nobody@127.0.0.1:1/none')
      for (const text of ['a\0b', '\uD800', 'x\uDC00y']) {
        const error = await failureOf(connection.all('select $1', [text]))
        expect(error).toMatchObject({ code: 'invalid', retryable: false })
      }
    })
  })

  describe('PostgreSQL: transactions', () => {
    it('[SD32] does all of a transaction or nothing, and what its caller throws comes back as it was', async () => {
      const address = await withTable()
      const connection = open(address, { postgresConnectionsMax: 1 })
      for (const thrown of [
        new Error('mine'),
        new AssertionError('mine'),
        new StorageError('conflict', 'mine'),
      ]) {
        const work = connection.transaction(async (inside) => {
          await add('a')(inside)
          throw thrown
        })
        await expect(work).rejects.toBe(thrown)
      }
      expect(await valuesAt(address)).toEqual([0, 0])
      expect(await connection.transaction(async (inside) => (await add('a')(inside), 'done'))).toBe('done')
      expect(await valuesAt(address)).toEqual([1, 0])
    })

    it('[SD32] does not pass a transaction for done whose failed statement nobody minded', async () => {
      const address = await withTable()
      const work = open(address).transaction(async (inside) => {
        await add('a')(inside)
        await inside.all("insert into cells values ('a', 7)", []).catch(() => {})
      })
      expect(await failureOf(work)).toMatchObject({ code: 'invalid', retryable: false })
      expect(await valuesAt(address)).toEqual([0, 0])
    })

    it('[SD32] refuses the use of a transaction after its end', async () => {
      const kept = await open(server.url).transaction((inside) => Promise.resolve({ inside }))
      await expect(kept.inside.all('select 1', [])).rejects.toThrow('a transaction is not used after its end')
    })

    it('[SD33] counts what rivals read and write at once as if one came after another', async () => {
      const address = await withTable()
      const rivals = Array.from({ length: 6 }, () => open(address, { postgresConnectionsMax: 2 }))
      await Promise.all(
        rivals.flatMap((rival) => Array.from({ length: 10 }, () => rival.transaction(add('a')))),
      )
      expect(await valuesAt(address)).toEqual([60, 0])
    })

    it('[SD33] shows one state to a transaction, whatever rivals do meanwhile', async () => {
      const address = await withTable()
      const seen = await open(address).transaction(async (inside) => {
        const before = await inside.all('select name, value from cells order by name', [])
        await server.query(address, "update cells set value = 7; insert into cells values ('c', 1)")
        return [before, await inside.all('select name, value from cells order by name', [])]
      })
      expect(seen[1]).toEqual(seen[0])
      expect(await valuesAt(address)).toEqual([7, 7, 1])
    })

    it('[SD33] does a statement by itself anew when a rival wrote its rows while it waited', async () => {
      const address = await withTable()
      const [one, other] = [open(address), open(address)]
      const raise = 'update cells set value = value + 10 where name = $1 returning value'
      const waiting = "select 1 from pg_stat_activity where wait_event_type = 'Lock'"
      let late: Promise<unknown> | undefined
      await one.transaction(async (inside) => {
        await add('a')(inside)
        late = other.all(raise, ['a'])
        late.catch(() => {})
        while ((await server.query(address, waiting)).length === 0);
      })
      expect(await late).toEqual([{ value: 11 }])
      expect(await valuesAt(address)).toEqual([11, 0])
    })

    it('[SD33] gets out of a deadlock by itself', async () => {
      const address = await withTable()
      let both = 0
      const crosswise = (first: string, second: string) => async (inside: SqlConnection) => {
        await inside.all('update cells set value = value + 1 where name = $1', [first])
        // The first time each waits until the other has its first row.
        both++
        while (both < 2) await new Promise((resolve) => setImmediate(resolve))
        await inside.all('update cells set value = value + 1 where name = $1', [second])
      }
      await Promise.all([
        open(address).transaction(crosswise('a', 'b')),
        open(address).transaction(crosswise('b', 'a')),
      ])
      expect(both).toBeGreaterThan(2)
      expect(await valuesAt(address)).toEqual([2, 2])
    })

    it('[SD33] gives up after so many tries when rivals always win, and may be asked again', async () => {
      const address = await withTable()
      let tries = 0
      const work = open(address, { postgresTriesMax: 4 }).transaction(async (inside) => {
        tries++
        await inside.all('select value from cells', [])
        await server.query(address, "update cells set value = value + 1 where name = 'a'")
        await add('a')(inside)
      })
      expect(await failureOf(work)).toMatchObject({ code: 'unavailable', retryable: true })
      expect(tries).toBe(4)
      expect(await valuesAt(address)).toEqual([4, 0])
    })
  })

  describe('PostgreSQL: what goes wrong', () => {
    const through = async (address: string): Promise<{ proxy: CuttingProxy; way: string }> => {
      const url = new URL(address)
      const proxy = await CuttingProxy.start(Number(url.port))
      opened.push({ close: () => Promise.resolve(proxy.stop()) })
      url.port = String(proxy.port)
      return { proxy, way: url.href }
    }

    it.each([
      ['before', 0],
      ['after', 1],
    ] as const)('[SD34] says that it does not know when the way breaks %s a commit', async (when, value) => {
      const address = await withTable()
      const { proxy, way } = await through(address)
      const connection = open(way, { postgresConnectionsMax: 1 })
      await connection.all('select 1', [])
      proxy.cutAt('commit', when)
      const error = await failureOf(connection.transaction(add('a')))
      expect(error).toMatchObject({ code: 'unavailable', retryable: true })
      expect(error.message).toContain('Whether the last step was done is not known.')
      expect(await valuesAt(address)).toEqual([value, 0])
      await connection.transaction(add('a'))
      expect(await valuesAt(address)).toEqual([value + 1, 0])
    })

    it('[SD34] knows that nothing was done when the way breaks before the commit', async () => {
      const address = await withTable()
      const { proxy, way } = await through(address)
      const connection = open(way)
      proxy.cutAt('update cells', 'after')
      const error = await failureOf(connection.transaction(add('a')))
      expect(error).toMatchObject({ code: 'unavailable', retryable: true })
      expect(error.message).not.toContain('not known')
      expect(await valuesAt(address)).toEqual([0, 0])
    })

    it('[SD34] goes on after all its resting connections were ended by the server', async () => {
      const connection = open(server.url)
      await Promise.all([1, 2, 3].map((n) => connection.all('select $1', [n])))
      await server.query(
        server.url,
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'gesso'",
      )
      let failures = 0
      while (
        !(await connection.all('select 1', []).then(
          () => true,
          (error: StorageError) => !error.retryable,
        ))
      ) {
        failures++
      }
      expect(failures).toBeLessThanOrEqual(3)
      expect(await connection.all('select 1 as a', [])).toEqual([{ a: 1 }])
    })

    it('[SD35] ends a statement that takes too long, and what somebody froze in the middle of', async () => {
      const address = await withTable()
      const connection = open(address, { postgresStatementWithinMs: 200 })
      const error = await failureOf(connection.all('select pg_sleep(60)', []))
      expect(error).toMatchObject({ code: 'unavailable', retryable: true })
      expect(await connection.all('select 1 as a', [])).toEqual([{ a: 1 }])
      const frozen = connection.transaction(async (inside) => {
        await add('a')(inside)
        // Only the server can end this wait, by giving the row to somebody else.
        await server.query(address, "update cells set value = 7 where name = 'a'")
        await inside.all('select 1', [])
      })
      expect(await failureOf(frozen)).toMatchObject({ code: 'unavailable', retryable: true })
      expect(await valuesAt(address)).toEqual([7, 0])
    })

    it('[SD36] tells every failure in a sentence that names the database and never the password', async () => {
      const changed = (change: (url: URL) => void): string => {
        const url = new URL(server.url)
        change(url)
        return url.href
      }
      const cases: readonly (readonly [string, string, StorageError['code'], boolean, RegExp])[] = [
        [
          changed((url) => (url.port = '1')),
          'select 1',
          'unavailable',
          true,
          /nothing answers there \(ECONNREFUSED\)/,
        ],
        [changed((url) => (url.password = `${password}x`)), 'select 1', 'no-permission', true, /28P01/],
        [changed((url) => (url.password = '')), 'select 1', 'no-permission', true, /wants a password/],
        [changed((url) => (url.username = 'stranger')), 'select 1', 'no-permission', true, /28P01/],
        [
          changed((url) => (url.pathname = '/none')),
          'select 1',
          'unavailable',
          true,
          /no such database. .*3D000/,
        ],
        [`${server.url}?sslmode=verify-full`, 'select 1', 'unavailable', true, /does not speak TLS/],
        [
          `${server.url}?sslmode=verify-full&sslrootcert=/none`,
          'select 1',
          'invalid',
          false,
          /a file that its address names/,
        ],
        [server.url, 'select * from nothing', 'invalid', false, /not those that this Gesso knows. .*42P01/],
        [server.url, `select 1/0 as "${password}"`, 'invalid', false, /22012/],
        [server.url, `select cast('${password}' as int)`, 'invalid', false, /22P02/],
        [server.url, 'no sql at all', 'invalid', false, /42601/],
        [
          `${server.url}?options=-cdefault_transaction_read_only%3Don`,
          'create table x ()',
          'unavailable',
          true,
          /stand-by/,
        ],
      ]
      for (const [address, sql, code, retryable, sentence] of cases) {
        const error = await failureOf(open(address).all(sql, []))
        expect(error).toMatchObject({ code, retryable })
        expect(error.message).toMatch(sentence)
        expect(error.message).toMatch(
          /^Gesso could not use the database (?:postgres|none) at 127\.0\.0\.1:\d+: /,
        )
        expect(`${error.message}${error.stack}${JSON.stringify(error)}`).not.toContain(password)
      }
    })

    it('[SD36] refuses an address that is none, without repeating it', () => {
      for (const address of [
        '',
        'secret',
        'http://u:secret@h/',
        'postgres:///secret',
        'postgres://u:sec%ret@',
        '\0secret',
      ]) {
        expect(() => new PostgresConnection(address)).toThrow(/looks like postgres:\/\//)
        expect(() => new PostgresConnection(address)).not.toThrow(/secret/)
      }
    })

    it('[SD37] has no more connections than its limit, and everybody gets his turn', async () => {
      const connection = open(await withTable(), { postgresConnectionsMax: 3 })
      const sql = "select count(*) as n from pg_stat_activity where application_name = 'gesso'"
      const counts = await Promise.all(Array.from({ length: 50 }, () => connection.all(sql, [])))
      expect(Math.max(...counts.map(([row]) => Number(row!['n'])))).toBeLessThanOrEqual(3)
    })

    it('[SD37] tells whoever got no connection in time', async () => {
      const connection = open(server.url, { postgresConnectionsMax: 1, postgresConnectWithinMs: 50 })
      await connection.transaction(async () => {
        const error = await failureOf(connection.all('select 1', []))
        expect(error).toMatchObject({ code: 'unavailable', retryable: true })
        expect(error.message).toContain('no answer in time')
      })
    })
  })

  describe('PostgreSQL: closing', () => {
    it('[SD38] closes at once when nothing is under way, and refuses what comes after', async () => {
      const connection = open(server.url)
      await connection.all('select 1', [])
      await connection.close()
      await connection.close()
      const error = await failureOf(connection.all('select 1', []))
      expect(error).toMatchObject({ code: 'unavailable', retryable: true })
      expect(error.message).toContain('was closed')
    })

    it('[SD38] cuts what is under way: a statement, a transaction, a server that says nothing', async () => {
      const silent = createServer(() => {})
      await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
      opened.push({ close: () => Promise.resolve(silent.close()) })
      const deaf = open(`postgres://u:p@127.0.0.1:${(silent.address() as AddressInfo).port}/d`)
      const busy = open(server.url)
      const works = [
        deaf.all('select 1', []),
        busy.all('select pg_sleep(60)', []),
        busy.transaction((inside) => inside.all('select pg_sleep(60)', [])),
      ].map(failureOf)
      await busy.all('select 1', [])
      await Promise.all([deaf.close(), busy.close()])
      for (const error of await Promise.all(works)) {
        expect(error).toMatchObject({ code: 'unavailable', retryable: true })
        expect(error.message).toContain('was closed')
      }
    })
  })
}
