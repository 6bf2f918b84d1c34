import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { StoredPictures } from '../pictures/stored-pictures.ts'
import type { Operation } from '../raster/operation.ts'
import { Scheduler } from '../scheduler/scheduler.ts'
import { HostingTrial, quickLimits, soon, trialBrush } from '../testing/hosting-trial.ts'
import { heardBy, joinAs } from '../testing/socket-guest.ts'
import { strokeBegin } from '../testing/stroke-begin.ts'
import type { Hosting } from './hosting.ts'
import { SqlSysdb } from './sysdb/sql-sysdb.ts'

const stroke: readonly Operation[] = [
  strokeBegin(trialBrush, [{ x: 800, y: 800, pressure: 1023 }]),
  { kind: 'end' },
]

let trial: HostingTrial

beforeEach(async () => {
  trial = await HostingTrial.begin({ limits: { ...quickLimits, schedulerLookEveryMs: 200 } })
})
afterEach(async () => {
  vi.restoreAllMocks()
  await trial.end()
})

const removed = /^The list of what is to be saved \(.*\) was removed or moved\. Gesso makes it anew/

/** Where the scheduler of the one place works, and that it does. */
async function schedulerOf(hosting: Hosting): Promise<string> {
  const looked = vi.spyOn(SqlSysdb.prototype, 'saveCursor')
  await hosting.listPictures()
  await vi.waitFor(() => expect(looked).toHaveBeenCalled(), soon)
  const schedulers = join(trial.folder, 'data', 'scheduler')
  return join(schedulers, (await readdir(schedulers))[0]!)
}

it.each([
  ['removed', (folder: string) => rm(folder, { recursive: true })],
  ['moved', (folder: string) => rename(folder, `${folder}-away`)],
  [
    'emptied',
    async (folder: string) => {
      await rename(folder, `${folder}-away`)
      await mkdir(folder)
    },
  ],
] as const)(
  '[ND77] a scheduler whose folder is %s begins anew, says so once, and what is open goes on being saved',
  async (_, remove) => {
    const [open] = await trial.leaveUnsaved('Open')
    const hosting = await trial.open()
    const folder = await schedulerOf(hosting)
    const session = await trial.host(hosting, open!)
    const isStored = (): Promise<void> =>
      vi.waitFor(() => expect(session.state().saved).toMatchObject({ kind: 'saved', seq: 2 }), soon)
    await isStored()
    const adopt = vi.spyOn(SqlSysdb.prototype, 'open')
    await remove(folder)
    await vi.waitFor(() => expect(adopt.mock.calls.map(([id]) => id)).toContain(open), soon)
    expect(await readdir(folder)).toContain('sysdb.sqlite')
    const guest = joinAs(session.ownInvite, 2)
    await vi.waitFor(() => expect(heardBy(guest, 'tiles').at(-1)?.last).toBe(true), soon)
    guest.draw(1, stroke)
    await vi.waitFor(() => expect(session.state().saved).toMatchObject({ kind: 'saved', seq: 4 }), soon)
    await vi.waitFor(() => expect(trial.notes).toHaveLength(1), soon)
    expect(trial.notes[0]).toMatch(removed)
  },
)

it('[ND77] what was drawn and not saved when the folder was removed is saved by the new one', async () => {
  const [id] = await trial.leaveUnsaved('Sea')
  const save = vi.spyOn(StoredPictures.prototype, 'claim')
  const slow = { ...quickLimits, schedulerLookEveryMs: 200, persistCadenceMs: 3000 }
  const hosting = await trial.open({ limits: slow })
  const folder = await schedulerOf(hosting)
  expect(save).not.toHaveBeenCalled()
  await rm(folder, { recursive: true })
  await vi.waitFor(async () => expect(await trial.savedSeq(id!)).toBe(2), soon)
  expect(trial.notes).toHaveLength(1)
  expect(trial.notes[0]).toMatch(removed)
})

it('[ND81] the new one is told what is open also when the old one is told late', async () => {
  const [id] = await trial.leaveUnsaved('Sea')
  const hosting = await trial.open()
  const folder = await schedulerOf(hosting)
  let answer: () => void = () => undefined
  const late = new Promise<void>((resolve) => (answer = resolve))
  const opened = vi.spyOn(SqlSysdb.prototype, 'open').mockImplementationOnce(async function (
    this: SqlSysdb,
    ...asked
  ) {
    const found = await this.open(...asked)
    await late
    return found
  })
  await trial.host(hosting, id!)
  await vi.waitFor(() => expect(opened).toHaveBeenCalledTimes(2), soon)
  await rm(folder, { recursive: true })
  await vi.waitFor(() => expect(trial.notes.join(' ')).toMatch(removed), soon)
  answer()
  await vi.waitFor(() => expect(opened).toHaveBeenCalledTimes(3), soon)
})

it('[ND83] closing ends one that begins anew just then, too', async () => {
  const hosting = await trial.open()
  const folder = await schedulerOf(hosting)
  const stop = vi.spyOn(Scheduler.prototype, 'stop')
  const steps: string[] = []
  vi.spyOn(SqlSysdb.prototype, 'leaveShard').mockImplementationOnce(async function (
    this: SqlSysdb,
    ...asked
  ) {
    await new Promise<void>((resolve) => void setTimeout(resolve, 300))
    await this.leaveShard(...asked)
    steps.push('left')
  })
  await rm(folder, { recursive: true })
  await vi.waitFor(() => expect(stop).toHaveBeenCalledTimes(1), { ...soon, interval: 1 })
  await hosting.close()
  steps.push('closed')
  expect(steps).toEqual(['left', 'closed'])
})

it('[ND81] what is to be swept just then is looked for again by the new one, and nothing else is said', async () => {
  const { pictures, newPictureId } = await trial.pictures()
  const id = newPictureId()
  await pictures.create({ id, title: 'Sea', size: trial.size, nowMs: Date.now() })
  await pictures.delete(id, Date.now())
  const remove = vi.spyOn(SqlSysdb.prototype, 'delete')
  let list: () => void = () => undefined
  const late = new Promise<void>((resolve) => (list = resolve))
  const sweepable = vi.spyOn(StoredPictures.prototype, 'sweepable')
  sweepable.mockImplementationOnce(async function (this: StoredPictures) {
    await late
    return this.sweepable()
  })
  const hosting = await trial.open()
  const folder = await schedulerOf(hosting)
  await rm(folder, { recursive: true })
  await vi.waitFor(() => expect(trial.notes.join(' ')).toMatch(removed), soon)
  await vi.waitFor(() => expect(sweepable).toHaveBeenCalledTimes(2), soon)
  list()
  await vi.waitFor(() => expect(remove).toHaveBeenCalled(), soon)
  await new Promise((resolve) => void setTimeout(resolve, 200))
  expect(trial.notes).toHaveLength(1)
  expect(remove).toHaveBeenCalledTimes(1)
})
