import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { makePictureId } from '../base/picture-id.ts'
import { StoredHeap } from '../scheduler/stored-heap.ts'
import { S3Light } from '../testing/s3-light/s3-light.ts'
import { lookAtHeap } from './inspect/look-at-heap.ts'
import { S3Store } from './s3/s3-store.ts'
import { openSchedulerStores, type SchedulerStores } from './scheduler-stores.ts'
import { SystemClock } from './system-clock.ts'

const root = new URL('../..', import.meta.url)
const id = makePictureId(new Uint8Array(16).fill(1))
const clock = new SystemClock()
let folder: string
let open: SchedulerStores[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gesso-inspect-'))
  open = []
})
afterEach(async () => {
  for (const stores of open) await stores.close()
  await rm(folder, { recursive: true, force: true })
})

/** A place's scheduler with one task that is due and pushed. */
async function work(place: string): Promise<void> {
  const stores = await openSchedulerStores(join(folder, 'scheduler', place), {
    clock,
    sysdbThreadFile: new URL('../testing/sysdb-thread-source.mjs', import.meta.url),
    onNote: () => undefined,
    onEmptied: () => undefined,
  })
  open.push(stores)
  const { sysdb } = stores
  const heap = new StoredHeap({
    store: stores.heap,
    folder: 'heap',
    clock,
    random: () => 0,
    onLost: () => Promise.resolve(),
  })
  await sysdb.takeShard(0, { owner: 'this', incarnation: '1' }, 60_000)
  const due = await sysdb.create(id, 0, 60_000)
  if (due === 'deleted') throw new Error('it is new')
  await heap.push(0, due, clock.nowMs())
  await sysdb.ackPush(due)
}

interface Printed {
  readonly code: number
  readonly out: string
  readonly error: string
}

function inspect(...words: string[]): Promise<Printed> {
  const program = ['--import', 'tsx', 'sync-core/node/inspect-scheduler.ts', ...words]
  return new Promise((resolve) => {
    execFile(process.execPath, program, { cwd: root }, (error, out, said) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, error: said })
    })
  })
}

async function digestOf(path: string): Promise<string> {
  const digest = createHash('sha256')
  for (const entry of await readdir(path, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name)
    // Who looks at a database says so in its -shm.
    if (entry.isFile() && !file.endsWith('-shm')) digest.update(file).update(await readFile(file))
  }
  return digest.digest('hex')
}

it('[ND61] prints the schedulers of all places of a data folder while they work, and changes nothing', async () => {
  await work('0011')
  await work('ffee')
  const before = await digestOf(folder)
  const all = await inspect('--storage', folder)
  expect(all).toMatchObject({ code: 0, error: '' })
  expect(all.out.match(new RegExp(`B_1  ${id} persist  shard 0  run 1 `, 'g'))).toHaveLength(2)
  expect(all.out).toContain('0: this (1), lease')
  const one = await inspect('--storage', join(folder, 'scheduler', 'ffee'))
  expect(one.out.split('\n')[0]).toBe(join(folder, 'scheduler', 'ffee'))
  expect(await digestOf(folder)).toBe(before)
  await open[0]!.sysdb.create(makePictureId(new Uint8Array(16).fill(2)), 0, 1000)
}, 30_000)

it('[ND61] a heap lies in a folder, or in the bucket that the environment names', async () => {
  await work('0011')
  const light = await S3Light.start()
  const store = new S3Store({ ...light.settings, prefix: 'team/due' })
  try {
    const inFolder = await lookAtHeap(join(folder, 'scheduler', '0011', 'heap'), {})
    const [bucket] = inFolder
    expect(inFolder).toHaveLength(1)
    expect(bucket).toMatchObject({ shard: 0, runs: [{ picture: id, kind: 'persist', run: 1 }], problem: '' })
    const object = await readFile(join(folder, 'scheduler', '0011', 'heap', '0', String(bucket!.startMs)))
    await store.put(`0/${bucket!.startMs}`, object)
    const { endpoint, region, bucket: name, credentials } = light.settings
    const env = {
      S3_ENDPOINT: endpoint,
      S3_REGION: region,
      S3_BUCKET: name,
      S3_ACCESS_KEY: credentials!.accessKeyId,
      S3_SECRET_KEY: credentials!.secretAccessKey,
    }
    expect(await lookAtHeap('s3:team/due', env)).toEqual(inFolder)
    expect(await lookAtHeap('s3', env)).toEqual([])
    await expect(lookAtHeap('s3', {})).rejects.toThrow(
      /^Which bucket it is says the environment: S3_ENDPOINT/,
    )
    expect(light.requests.filter(({ operation }) => operation === 'PutObject')).toHaveLength(1)
  } finally {
    store.close()
    await light.close()
  }
})

it('[ND61] says what is wrong with what it was asked', async () => {
  await mkdir(join(folder, 'odd'))
  await writeFile(join(folder, 'odd', 'sysdb.sqlite'), 'this is no database')
  const nothing = await inspect()
  const unknown = await inspect('--storge', folder)
  const missing = await inspect('--storage', join(folder, 'nowhere'))
  const empty = await inspect('--storage', folder)
  const odd = await inspect('--storage', join(folder, 'odd'))
  const heap = await inspect('--storage', folder, '--heap', folder)
  const address = await inspect('--storage', 'postgres:nonsense')
  expect([nothing, unknown, missing, empty, odd, heap, address].map(({ code }) => code)).toEqual([
    2, 2, 1, 1, 1, 1, 1,
  ])
  expect(nothing.error).toMatch(/^Say where it is: --storage\.\nnpm run inspect/)
  expect(missing.error).toContain(`There is no folder ${join(folder, 'nowhere')}`)
  expect(empty.error).toContain('There is no scheduler in')
  expect(odd.error).toContain('can’t be read as what is to be saved'.replace('’', "'"))
  expect(address.error).toContain('The address of a PostgreSQL looks like')
  expect(await readdir(join(folder, 'odd'))).toEqual(['sysdb.sqlite'])
}, 60_000)
