import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { StorageError } from '../base/errors.ts'
import { JournalWrites } from '../journal/journal-writes.ts'
import type { OpenedPicture } from '../scheduler/picture-tasks.ts'
import type { Task } from '../scheduler/task.ts'
import { quickLimits, soon } from '../testing/hosting-trial.ts'
import { sysdbThreadSource } from '../testing/sqlite-trial.ts'
import { SystemClock } from './system-clock.ts'
import type { JournalFolder } from './journal-folder.ts'
import { Scheduling } from './scheduling.ts'
import { SqlSysdb } from './sysdb/sql-sysdb.ts'
import { UnsavedPictures } from './unsaved-pictures.ts'

const picture = 'a'.repeat(26)
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gesso-scheduling-'))
})
afterEach(async () => {
  vi.restoreAllMocks()
  await rm(folder, { recursive: true })
})

const opened = (epoch: number): OpenedPicture => {
  return { epoch, seq: 2, savedSeq: 2, isNewest: () => Promise.resolve(true) }
}
const task: Task = () => Promise.resolve({ kind: 'done', seq: 0, key: '' })

/** Nothing is in the journal but what is said to be. */
function emptyJournal(): JournalFolder {
  return { current: () => undefined, look: () => Promise.resolve(undefined) } as unknown as JournalFolder
}

it('[ND71] tells what a picture is that was opened while the journal was read, and could not be told at once', async () => {
  const clock = new SystemClock()
  const scheduling = new Scheduling({
    folder,
    sysdbThreadFile: sysdbThreadSource,
    clock,
    limits: { ...quickLimits, persistCadenceMs: 60_000 },
    pictures: { sweepable: () => Promise.resolve([]) },
    journals: emptyJournal(),
    computer: () => Promise.resolve('computer'),
    tasks: { persist: task, preview: task, compact: task, sweep: task },
    unsaved: new UnsavedPictures(() => undefined, clock),
    hosted: () => [picture],
    onNote: () => undefined,
  })
  const open = vi.spyOn(SqlSysdb.prototype, 'open')
  const scheduled = vi.spyOn(SqlSysdb.prototype, 'schedule')
  await scheduling.adopt(picture, opened(1))
  await vi.waitFor(() => expect(open).toHaveBeenCalledTimes(1), soon)
  const sysdb = open.mock.contexts[0] as SqlSysdb

  let goOn: () => void = () => undefined
  const held = new Promise<void>((resolve) => {
    goOn = resolve
  })
  const { after } = Object.getOwnPropertyDescriptors(JournalWrites.prototype)
  const read = vi.spyOn(JournalWrites.prototype, 'after')
  read.mockImplementationOnce(async function (this: JournalWrites, ...asked) {
    await held
    return after.value!.apply(this, asked)
  })
  await vi.waitFor(() => expect(read).toHaveBeenCalled(), soon)
  open.mockRejectedValueOnce(new StorageError('unavailable', 'It is busy on purpose.', true))
  await scheduling.adopt(picture, opened(2))
  scheduling.wrote(picture, { seq: 3, epoch: 2 })
  goOn()
  await vi.waitFor(() => expect(scheduled).toHaveBeenCalled(), soon)
  await vi.waitFor(() => expect(open).toHaveBeenCalledTimes(3), soon)
  await Promise.all(scheduled.mock.results.map(({ value }) => value as Promise<unknown>))
  await Promise.all(open.mock.results.map(({ value }) => (value as Promise<unknown>).catch(() => undefined)))
  const [row] = await sysdb.rows(undefined, 1)
  expect(row).toMatchObject({ epoch: 2, wantSeq: 3, doneSeq: 2 })
  await scheduling.close()
})
