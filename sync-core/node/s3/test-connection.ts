// "Test connection": does what Gesso will do, with small objects in a folder of their own under the prefix, and tells in
// one sentence what is wrong. Permissions are found out by using them; whether the store keeps its word on conditional
// writes is found out by a race and by a swap that must lose. The objects are removed again, also after a failure.

import { randomBytes } from 'node:crypto'
import { StorageError } from '../../base/errors.ts'
import { absentTag } from '../../pictures/object-store.ts'
import type { S3Patience } from './s3-connection.ts'
import { S3Error } from './s3-error.ts'
import type { S3Problem } from './s3-problem.ts'
import { checkS3Settings } from './s3-settings.ts'
import type { S3Settings } from './s3-settings.ts'
import { S3Store } from './s3-store.ts'

export type ConnectionReport =
  | {
      readonly state: 'well'
      readonly sentence: string
      /** The median of the requests that were timed. */
      readonly latencyMs: number
    }
  | {
      readonly state: 'wrong'
      readonly problem: S3Problem | 'invalid' | 'ignores-conditions' | 'loses-objects'
      readonly sentence: string
    }

/** A person waits for the answer. */
const impatience: S3Patience = {
  requestsAtOnce: 8,
  attemptsMax: 2,
  connectWithinMs: 4_000,
  requestWithinMs: 8_000,
}

const rivals = 4
const probeBytesMax = 64

/** Tries everything that keeping pictures needs. Takes a second where all is well; never rejects for what the world did. */
export async function testConnection(
  settings: S3Settings,
  patience: S3Patience = impatience,
): Promise<ConnectionReport> {
  let store: S3Store | undefined
  try {
    store = new S3Store(settings, { patience })
    return await probe(store, checkS3Settings(settings).name)
  } catch (error) {
    if (!(error instanceof StorageError)) throw error
    return {
      state: 'wrong',
      problem: error instanceof S3Error ? error.problem : 'invalid',
      sentence: error.message,
    }
  } finally {
    store?.close()
  }
}

async function probe(store: S3Store, place: string): Promise<ConnectionReport> {
  const folder = `probe-${randomBytes(8).toString('hex')}`
  const times: number[] = []
  const timed = async <T>(run: () => Promise<T>): Promise<T> => {
    const begunMs = performance.now()
    const result = await run()
    times.push(performance.now() - begunMs)
    return result
  }
  await timed(() => store.list(''))
  const keys = ['object', 'race', 'swap'].map((name) => `${folder}/${name}`)
  const report = await tryObjects(store, place, keys, timed).catch(async (error: unknown) => {
    // What went wrong first is what counts.
    await store.remove(keys).catch(() => undefined)
    throw error
  })
  await timed(() => store.remove(keys))
  if (report !== undefined) return report
  if ((await store.list(folder)).length > 0)
    return losesObjects(place, 'still lists objects that were removed')
  const latencyMs = Math.max(1, Math.round(times.sort((a, b) => a - b)[times.length >> 1]!))
  const sentence = `All is well: pictures can be kept in ${place}, which answers within ${latencyMs} ms.`
  return { state: 'well', sentence: sentence + tellClock(store.clockOffMs), latencyMs }
}

async function tryObjects(
  store: S3Store,
  place: string,
  keys: readonly string[],
  timed: <T>(run: () => Promise<T>) => Promise<T>,
): Promise<ConnectionReport | undefined> {
  const [object = '', race = '', swap = ''] = keys
  const sent = randomBytes(32)
  await timed(() => store.put(object, sent))
  const found = await timed(() => store.get(object, probeBytesMax))
  if (found === undefined || Buffer.compare(found, sent) !== 0) {
    return losesObjects(place, 'gives back something else than was written')
  }
  if (!(await winsOnce(store, race))) return ignoresConditions(place)
  if (!(await losesStale(store, swap))) return ignoresConditions(place)
  return undefined
}

/** Whether one of several creators of an object wins, and its bytes are there. */
async function winsOnce(store: S3Store, key: string): Promise<boolean> {
  const results = await Promise.all(
    Array.from({ length: rivals }, (_, rival) =>
      triesSwap(store, key, Buffer.from(`rival ${rival}`), absentTag),
    ),
  )
  const winners = results.flatMap((etag, rival) => (etag === undefined ? [] : [rival]))
  const found = await store.get(key, probeBytesMax)
  return (
    winners.length === 1 && found !== undefined && Buffer.from(found).toString() === `rival ${winners[0]}`
  )
}

/** Whether a swap with the right etag wins and one with an outdated etag loses. */
async function losesStale(store: S3Store, key: string): Promise<boolean> {
  const first = await store.compareAndSwap(key, Buffer.from('first'), absentTag)
  const second = await triesSwap(store, key, Buffer.from('second'), first)
  if (second === undefined) return false
  const third = await triesSwap(store, key, Buffer.from('third'), first)
  return third === undefined && (await store.getTagged(key, probeBytesMax))?.etag === second
}

async function triesSwap(
  store: S3Store,
  key: string,
  bytes: Uint8Array,
  etag: string,
): Promise<string | undefined> {
  try {
    return await store.compareAndSwap(key, bytes, etag)
  } catch (error) {
    if (error instanceof StorageError && error.code === 'conflict') return undefined
    // Without the condition the same request went through.
    if (error instanceof S3Error && error.problem === 'unsupported') return undefined
    throw error
  }
}

function ignoresConditions(place: string): ConnectionReport {
  return {
    state: 'wrong',
    problem: 'ignores-conditions',
    sentence: `The store ignores conditional writes, so two hosts could spoil a picture in ${place}. Use a store that honours If-Match and If-None-Match.`,
  }
}

function losesObjects(place: string, what: string): ConnectionReport {
  return {
    state: 'wrong',
    problem: 'loses-objects',
    sentence: `The store ${what}, so pictures can't be kept in ${place}.`,
  }
}

/** The SDK makes up for a wrong clock, but invites and file times suffer from it. */
function tellClock(clockOffMs: number): string {
  const minutes = Math.round(Math.abs(clockOffMs) / 60_000)
  if (minutes === 0) return ''
  return ` This computer's clock is ${minutes} minutes ${clockOffMs > 0 ? 'slow' : 'fast'}; set it.`
}
