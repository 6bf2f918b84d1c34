// A real S3 server for a test file: Ceph, started by `build/s3.mjs hold`, which removes it when this process ends, however
// that happens. Where it can't run, the tests are skipped with the sentence that says why.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import type { S3Settings } from '../node/s3/s3-settings.ts'

export interface RealS3 {
  /** Of the owner of the bucket. */
  readonly settings: S3Settings
  /** Of a user who may only do what the bucket's policy permits. */
  readonly guestSettings: S3Settings
  /** Ends it and removes everything it stored. */
  stop: () => Promise<void>
}

const cannotRunHere = 3

/** Starts a server of one's own on free ports, or says why this machine can't. */
export async function startRealS3(): Promise<RealS3 | { readonly reason: string }> {
  const child = spawn(process.execPath, [resolve(import.meta.dirname, '../../build/s3.mjs'), 'hold'], {
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let said = ''
  let complained = ''
  child.stderr.on('data', (text: Buffer) => (complained += text.toString()))
  const exited = once(child, 'exit')
  const lastName = 'S3_GUEST_SECRET_KEY'
  const code = await new Promise<number | undefined>((settle) => {
    child.stdout.on('data', (text: Buffer) => {
      said += text.toString()
      if (new RegExp(`^${lastName}=.*\n`, 'm').test(said)) settle(undefined)
    })
    child.once('exit', (ended) => settle(ended ?? 1))
  })
  if (code === cannotRunHere) return { reason: complained.trim() }
  if (code !== undefined) throw new Error(`the real S3 server did not start: ${complained}`)
  const values = new Map(said.split('\n').map((line) => line.split(/=(.*)/s) as [string, string]))
  const settingsOf = (user: string): S3Settings => ({
    bucket: values.get('S3_BUCKET')!,
    region: values.get('S3_REGION')!,
    endpoint: values.get('S3_ENDPOINT')!,
    credentials: {
      accessKeyId: values.get(`S3_${user}ACCESS_KEY`)!,
      secretAccessKey: values.get(`S3_${user}SECRET_KEY`)!,
    },
  })
  return {
    settings: settingsOf(''),
    guestSettings: settingsOf('GUEST_'),
    stop: async () => {
      child.stdin.end()
      await exited
    },
  }
}
