import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { StorageError } from '../base/errors.ts'
import { limits } from '../base/limits.ts'
import { StoredPictures } from '../pictures/stored-pictures.ts'
import { HostingTrial, quickLimits, soon } from '../testing/hosting-trial.ts'
import type { Hosting, HostingOptions } from './hosting.ts'
import { SystemClock } from './system-clock.ts'

const dayMs = 24 * 60 * 60 * 1000

let trial: HostingTrial
beforeEach(async () => {
  trial = await HostingTrial.begin({ limits: quickLimits })
})
afterEach(async () => {
  vi.restoreAllMocks()
  await trial.end()
})

const fileOf = async (name: string): Promise<string> =>
  join(trial.folder, 'data', 'scheduler', (await readdir(join(trial.folder, 'data', 'scheduler')))[0]!, name)

const isSaved = (id: string): Promise<void> =>
  vi.waitFor(async () => expect(await trial.savedSeq(id)).toBe(2), soon)

it('[ND50] what a process before left unsaved is saved without anybody opening it, and told once', async () => {
  const [sea, sky] = await trial.leaveUnsaved('Sea', 'Sky')
  const onUnsaved = vi.fn()
  const hosting = await trial.open({ onUnsaved })
  await hosting.listPictures()
  await vi.waitFor(() => expect(onUnsaved).toHaveBeenCalledTimes(2), soon)
  const told = hosting.takeRecovered()
  expect(told.map(({ id }) => id).sort()).toEqual([sea!, sky!].sort())
  expect(told.map(({ title }) => title).sort()).toEqual(['Sea', 'Sky'])
  expect(hosting.takeRecovered()).toEqual([])
  for (const id of [sea!, sky!]) {
    expect(await trial.savedSeq(id)).toBe(2)
    expect(await hosting.thumbnail(id)).toBeInstanceOf(Uint8Array)
  }
  expect(trial.notes).toEqual([])
  await hosting.close()
  // Nobody is told again.
  const [late] = await trial.leaveUnsaved('Late')
  const again = await trial.open({ onUnsaved })
  await again.listPictures()
  await isSaved(late!)
  await vi.waitFor(() => expect(onUnsaved).toHaveBeenCalledTimes(3), soon)
  expect(again.takeRecovered()).toEqual([{ id: late, title: 'Late' }])
})

it('[ND51] who opens a picture while it is saved by itself gets it when that ended', async () => {
  const [id] = await trial.leaveUnsaved('Sea')
  const save = vi.spyOn(StoredPictures.prototype, 'claim')
  const hosting = await trial.open()
  await hosting.listPictures()
  await vi.waitFor(() => expect(save).toHaveBeenCalledTimes(1), soon)
  const session = await trial.host(hosting, id!)
  expect(save).toHaveBeenCalledTimes(2)
  expect(session.state().seq).toBe(2)
  // Either the one that ended stored it, or it was given up and the session does.
  await vi.waitFor(() => expect(session.state().saved).toMatchObject({ kind: 'saved', seq: 2 }), soon)
})

it('[ND53] what is not here, or is saved already, costs a look', async () => {
  const { newPictureId } = await trial.pictures()
  await trial.leaveStroke(newPictureId())
  const [id] = await trial.leaveUnsaved('Sea')
  const hosting = await trial.open()
  await hosting.listPictures()
  await isSaved(id!)
  await hosting.close()
  // Without sysdb nobody remembers that it is saved.
  await rm(join(trial.folder, 'data', 'scheduler'), { recursive: true })
  const claim = vi.spyOn(StoredPictures.prototype, 'claim')
  const history = vi.spyOn(StoredPictures.prototype, 'history')
  const again = await trial.open()
  await again.listPictures()
  await vi.waitFor(() => expect(history).toHaveBeenCalledTimes(2), soon)
  expect(claim.mock.calls.filter(([claimed]) => claimed === id)).toEqual([])
  expect(again.takeRecovered()).toEqual([])
})

it('[ND54] a scheduler that can’t be opened is told, and keeps nobody from opening a picture', async () => {
  const [id] = await trial.leaveUnsaved('Sea')
  await mkdir(join(trial.folder, 'data'), { recursive: true })
  await writeFile(join(trial.folder, 'data', 'scheduler'), 'this is no folder')
  const hosting = await trial.open({ limits: { ...quickLimits, schedulerOpenEveryMs: 200 } })
  const session = await trial.host(hosting, id!)
  await vi.waitFor(() => expect(trial.notes).toHaveLength(1), soon)
  expect(trial.notes[0]).toContain(join(trial.folder, 'data', 'scheduler'))
  await session.close('Done.')
  expect(await trial.savedSeq(id!)).toBe(2)
  expect(trial.notes).toHaveLength(1)
  // It is tried again by itself.
  const [other] = await trial.leaveUnsaved('Sky')
  await rm(join(trial.folder, 'data', 'scheduler'))
  await isSaved(other!)
})

it('[ND55] a damaged sysdb is set aside, and what is unsaved or deleted is found without it', async () => {
  const [kept, deleted] = await trial.leaveUnsaved('Kept', 'Deleted')
  const first = await trial.open()
  await first.listPictures()
  await isSaved(kept!)
  await isSaved(deleted!)
  await first.deletePicture(deleted!)
  await first.close()
  await writeFile(await fileOf('sysdb.sqlite'), 'this is no database')
  const [unsaved] = await trial.leaveUnsaved('Unsaved')
  const late = new SystemClock()
  vi.spyOn(late, 'nowMs').mockImplementation(() => Date.now() + (limits.deletedKeepDays + 1) * dayMs)
  const sweep = vi.spyOn(StoredPictures.prototype, 'sweep')
  const hosting = await trial.open({ clock: late })
  await hosting.listPictures()
  await isSaved(unsaved!)
  expect(trial.notes[0]).toMatch(/could not be read: .*put aside/)
  await vi.waitFor(() => expect(sweep.mock.settledResults).toMatchObject([{ value: 'gone' }]), soon)
  expect((await hosting.listPictures()).map(({ title }) => title).sort()).toEqual(['Kept', 'Unsaved'])
})

it('[ND56] a picture that was deleted without a task to remove it gets one, due when it was to be', async () => {
  const [id] = await trial.leaveUnsaved('Sea')
  const { pictures } = await trial.pictures()
  await pictures.delete(id!, Date.now() - (limits.deletedKeepDays * dayMs - 2000))
  const sweep = vi.spyOn(StoredPictures.prototype, 'sweep')
  const hosting = await trial.open()
  await hosting.listPictures()
  const begunMs = Date.now()
  await vi.waitFor(() => expect(sweep.mock.settledResults).toMatchObject([{ value: 'gone' }]), soon)
  expect(Date.now() - begunMs).toBeGreaterThan(1000)
  const journals = trial.journals()
  await hosting.close()
  const storage = await journals.take(id!)
  expect(await storage.segments()).toEqual([])
  await storage.close()
})

it('[ND57] the preview is new when a session is closed', async () => {
  const [id] = await trial.leaveUnsaved('Sea')
  const hosting = await trial.open({ limits: { ...quickLimits, persistCadenceMs: 60_000 } })
  const session = await trial.host(hosting, id!)
  expect(await hosting.thumbnail(id!)).toBeUndefined()
  await session.close('Done.')
  expect(await hosting.thumbnail(id!)).toBeInstanceOf(Uint8Array)
  expect(hosting.takeRecovered()).toEqual([])
})

it('[ND57] the preview is new when a session is closed before there is a scheduler', async () => {
  const [id] = await trial.leaveUnsaved('Sea')
  const hosting = await trial.open({ limits: { ...quickLimits, schedulerOpenAfterMs: 600_000 } })
  const session = await trial.host(hosting, id!)
  await session.close('Done.')
  expect(await hosting.thumbnail(id!)).toBeInstanceOf(Uint8Array)
})

it('[ND58] a picture that can’t be saved is listed with a sentence, also after a restart, and keeps no other', async () => {
  const [bad, good] = await trial.leaveUnsaved('Bad', 'Good')
  const openRefusing: HostingOptions['openPictures'] = async () => {
    const kept = await trial.pictures()
    const claim = kept.pictures.claim.bind(kept.pictures)
    vi.spyOn(kept.pictures, 'claim').mockImplementation(async (id) => {
      if (id === bad) throw new StorageError('corrupt', 'It was broken on purpose.')
      return claim(id)
    })
    return kept
  }
  const said = async (hosting: Hosting): Promise<readonly (string | undefined)[]> => {
    const listed = await hosting.listPictures()
    return [bad, good].map((id) => listed.find((one) => one.id === id)!.unsaved)
  }
  const expected = [
    'Could not be saved: It was broken on purpose. What was drawn is kept on this computer.',
    undefined,
  ]
  const patience = { limits: { ...quickLimits, setAsideBackOffMsMax: 300 }, openPictures: openRefusing }
  const hosting = await trial.open(patience)
  await hosting.listPictures()
  await isSaved(good!)
  await vi.waitFor(async () => expect(await said(hosting)).toEqual(expected), soon)
  await vi.waitFor(() => expect(trial.notes.join(' ')).toMatch(/could not be saved 5 times in a row/), soon)
  await hosting.close()
  const again = await trial.open(patience)
  await vi.waitFor(async () => expect(await said(again)).toEqual(expected), soon)
})

it('[EL31] a hosting is closed within a moment, whatever its scheduler is doing', async () => {
  await trial.leaveUnsaved('Sea')
  const claim = vi.spyOn(StoredPictures.prototype, 'claim').mockReturnValue(new Promise(() => undefined))
  const hosting = await trial.open({ limits: { ...quickLimits, schedulerStopMs: 50, schedulerCloseMs: 400 } })
  await hosting.listPictures()
  await vi.waitFor(() => expect(claim).toHaveBeenCalled(), soon)
  await hosting.close()
  await expect(hosting.listPictures()).rejects.toMatchObject({ code: 'unavailable' })
})
