import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { HostingTrial, quickLimits, soon } from '../testing/hosting-trial.ts'
import { SqlSysdb } from './sysdb/sql-sysdb.ts'

let trial: HostingTrial

beforeEach(async () => {
  trial = await HostingTrial.begin({ limits: { ...quickLimits, schedulerAnswerMs: 200, sysdbAnswerMs: 400 } })
})
afterEach(async () => {
  vi.restoreAllMocks()
  await trial.end()
})

const never = (): Promise<never> => new Promise(() => undefined)

it('[ND80] a sysdb that does not answer keeps nobody from deleting and bringing back', async () => {
  const [id] = await trial.leaveUnsaved('Sea')
  const hosting = await trial.open()
  const looked = vi.spyOn(SqlSysdb.prototype, 'saveCursor')
  await hosting.listPictures()
  await vi.waitFor(() => expect(looked).toHaveBeenCalled(), soon)
  await vi.waitFor(async () => expect(await trial.savedSeq(id!)).toBe(2), soon)
  const remove = vi.spyOn(SqlSysdb.prototype, 'delete').mockImplementation(never)
  const restore = vi.spyOn(SqlSysdb.prototype, 'restore').mockImplementation(never)
  await hosting.deletePicture(id!)
  expect(await hosting.listPictures()).toEqual([])
  await hosting.restorePicture(id!)
  expect((await hosting.listPictures()).map((one) => one.id)).toEqual([id])
  expect([remove.mock.calls.length, restore.mock.calls.length]).toEqual([1, 1])
  await vi.waitFor(() => expect(trial.notes.join(' ')).toMatch(/has not answered for/), soon)
})

it('[SC60] once a sysdb that did not answer does again, what is unsaved is saved', async () => {
  const [id] = await trial.leaveUnsaved('Sea')
  vi.spyOn(SqlSysdb.prototype, 'takeShard').mockImplementationOnce(never)
  vi.spyOn(SqlSysdb.prototype, 'schedule').mockImplementationOnce(never)
  vi.spyOn(SqlSysdb.prototype, 'rows').mockImplementationOnce(never)
  vi.spyOn(SqlSysdb.prototype, 'claim').mockImplementationOnce(never)
  const hosting = await trial.open()
  await hosting.listPictures()
  await vi.waitFor(async () => expect(await trial.savedSeq(id!)).toBe(2), soon)
  expect(trial.notes.join(' ')).toMatch(/has not answered for/)
})
