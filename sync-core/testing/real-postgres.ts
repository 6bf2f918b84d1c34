// A real PostgreSQL for a test file, started by `build/postgres.mjs hold`, which removes it when this process ends, however that
// happens. Where it can't run, the tests are skipped with the sentence that says why.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { Client } from 'pg'

export interface RealPostgres {
  /** Of a superuser, without a schema of one's own. */
  readonly url: string
  /** Makes a schema and gives the address of somebody who sees nothing else. */
  freshSchema: () => Promise<string>
  /** One statement of the world outside, on a connection of its own. */
  query: (url: string, sql: string) => Promise<readonly Record<string, unknown>[]>
  /** kill -9 of the postmaster. */
  crash: () => Promise<void>
  /** After a crash: resolves when it answers. */
  restart: () => Promise<void>
  /** Ends it and removes everything it stored. */
  stop: () => Promise<void>
}

const cannotRunHere = 3

/** Starts a server of one's own on a free port, or says why this machine can't. */
export async function startRealPostgres({ isDurable = false } = {}): Promise<
  RealPostgres | { readonly reason: string }
> {
  const script = resolve(import.meta.dirname, '../../build/postgres.mjs')
  const child = spawn(process.execPath, [script, 'hold'], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, PG_FSYNC: isDurable ? 'on' : 'off' },
  })
  let said = ''
  let complained = ''
  child.stdout.on('data', (text: Buffer) => (said += text.toString()))
  child.stderr.on('data', (text: Buffer) => (complained += text.toString()))
  const exited = once(child, 'exit')
  const heard = async (pattern: RegExp): Promise<string | undefined> => {
    for (;;) {
      const found = pattern.exec(said)?.[1]
      if (found !== undefined) return found
      if (child.exitCode !== null) return undefined
      await Promise.race([once(child.stdout, 'data'), exited])
    }
  }
  const url = await heard(/^PG_URL=(.*)\n/m)
  if (url === undefined) {
    if (child.exitCode === cannotRunHere) return { reason: complained.trim() }
    throw new Error(`the real PostgreSQL did not start: ${complained}`)
  }
  const order = async (word: string): Promise<void> => {
    said = ''
    child.stdin.write(`${word}\n`)
    if ((await heard(new RegExp(`^(done ${word})\n`, 'm'))) === undefined) {
      throw new Error(`the real PostgreSQL did not ${word}: ${complained}`)
    }
  }
  let schemas = 0
  return {
    url,
    freshSchema: async () => {
      const name = `place_${schemas++}`
      await query(url, `create schema ${name}`)
      return `${url}?options=-csearch_path%3D${name}`
    },
    query,
    crash: () => order('kill'),
    restart: () => order('start'),
    stop: async () => {
      child.stdin.end()
      await exited
    },
  }
}

async function query(url: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows
  } finally {
    await client.end()
  }
}
