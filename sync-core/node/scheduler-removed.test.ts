import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { StoredPictures } from '../pictures/stored-pictures.ts'
import type { Operation } from '../raster/operation.ts'
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
