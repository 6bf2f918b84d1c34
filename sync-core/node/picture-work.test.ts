import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, assert, beforeEach, expect, it, vi } from 'vitest'
import { StorageError } from '../base/errors.ts'
import { limits } from '../base/limits.ts'
import { MemoryStore } from '../pictures/memory-store.ts'
import { OpenMarks } from '../pictures/open-marks.ts'
import { makePictureId } from '../base/picture-id.ts'
import { StoredPictures } from '../pictures/stored-pictures.ts'
import type { RunOutcome, TaskKind } from '../scheduler/task.ts'
import { JournalFolder } from './journal-folder.ts'
import { PictureWork } from './picture-work.ts'
import { PicturesHere } from './pictures-here.ts'
import { SystemClock } from './system-clock.ts'

class SharedBucket extends MemoryStore {
  override readonly place = 'bucket'
}

const id = makePictureId(new Uint8Array(16).fill(1))
const [own, other] = ['00000000000000aa', '00000000000000bb']
let folder: string
let pictures: StoredPictures
let marks: OpenMarks
let work: PictureWork

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gesso-work-'))
  const bucket = new SharedBucket()
  pictures = new StoredPictures(bucket, new Uint8Array(8).fill(1))
  marks = new OpenMarks(bucket)
  await pictures.create({ id, title: 'Sea', size: { width: 64, height: 64 }, nowMs: 1 })
  work = new PictureWork({
    clock: new SystemClock(),
    pictures,
    here: new PicturesHere(),
    openMarks: marks,
    computer: () => Promise.resolve(own),
    journals: new JournalFolder(join(folder, 'journal'), { onNote: () => undefined }),
    primaryThreadFile: new URL('../testing/primary-thread-source.mjs', import.meta.url),
    wrote: () => undefined,
    onRecovered: () => undefined,
    onNote: () => undefined,
  })
})
afterEach(async () => {
  vi.restoreAllMocks()
  await rm(folder, { recursive: true, force: true })
})

function run(kind: TaskKind, picture = id, wantSeq = 5): Promise<RunOutcome> {
  return work.tasks[kind](picture, {
    wantSeq,
    doneSeq: 0,
    isUrgent: false,
    onHurry: () => undefined,
    isStopping: () => false,
  })
}

it('[ND52] a picture that seems to be open on another computer is left to it, and no preview or tidying takes one', async () => {
  const claim = vi.spyOn(pictures, 'claim')
  await marks.mark(id, other)
  expect(await run('persist')).toMatchObject({
    kind: 'later',
    sentence: expect.stringMatching(/Another computer/),
  })
  await marks.unmark(id, other)
  expect(await run('preview')).toEqual({ kind: 'done', seq: 5, key: '' })
  expect(await run('compact')).toEqual({ kind: 'done', seq: 5, key: '' })
  expect(claim).not.toHaveBeenCalled()
  // Its own mark is of a crash: it is taken away with the work that the crash left.
  await marks.mark(id, own)
  await run('persist')
  expect(claim).toHaveBeenCalledTimes(1)
  expect(await marks.openElsewhere(id, other)).toBeUndefined()
})

it('[ND53] a picture that is not here is forgotten, and one that is saved already costs a look', async () => {
  const claim = vi.spyOn(pictures, 'claim')
  const missing = makePictureId(new Uint8Array(16).fill(2))
  expect(await run('persist', missing)).toEqual({ kind: 'gone' })
  expect(await run('persist', id, 0)).toEqual({ kind: 'done', seq: 0, key: '' })
  expect(claim).not.toHaveBeenCalled()
})

it('[ND51] what somebody else has is tried later, what fails is a failure', async () => {
  const claim = vi.spyOn(pictures, 'claim')
  for (const code of ['in-use', 'superseded'] as const) {
    claim.mockRejectedValueOnce(new StorageError(code, `It is ${code}.`))
    expect(await run('persist')).toEqual({ kind: 'later', sentence: `It is ${code}.` })
  }
  claim.mockRejectedValueOnce(new StorageError('disk-full', 'It is full.'))
  await expect(run('persist')).rejects.toMatchObject({ code: 'disk-full' })
})

it('[ND78] a picture that is found deleted in its place is swept when it is time, whatever of it is saved', async () => {
  const nowMs = Date.now()
  const keptMs = limits.deletedKeepDays * 24 * 60 * 60 * 1000
  await pictures.delete(id, nowMs - 1000)
  for (const wantSeq of [0, 5]) {
    const found = await run('persist', id, wantSeq)
    assert(found.kind === 'gone' && found.sweepAfterMs !== undefined)
    expect(found.sweepAfterMs).toBeGreaterThan(keptMs - 60_000)
    expect(found.sweepAfterMs).toBeLessThanOrEqual(keptMs - 1000)
  }
  await pictures.restore(id)
  expect(await run('persist', id, 0)).toEqual({ kind: 'done', seq: 0, key: '' })
})
