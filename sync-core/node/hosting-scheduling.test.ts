import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { StorageError } from '../base/errors.ts'
import { limits } from '../base/limits.ts'
import { Journal } from '../journal/journal.ts'
import { StoredPictures } from '../pictures/stored-pictures.ts'
import { roundBrush } from '../raster/brush.ts'
import { encodeOperation } from '../raster/operation-codec.ts'
import { strokeBegin } from '../testing/stroke-begin.ts'
import { openHosting, type Hosting, type HostingOptions, type RunningSession } from './hosting.ts'
import { JournalFolder } from './journal-folder.ts'
import { openPictureFolder } from './picture-folder.ts'
import { SystemClock } from './system-clock.ts'

const size = { width: 200, height: 100 }
const brush = roundBrush({ size: 320, opacity: 255, hardness: 255, color: 0x1133cc })
const soon = { timeout: 20_000, interval: 50 }
const dayMs = 24 * 60 * 60 * 1000
/** Everything that is due is due soon. */
const quick = { ...limits, persistCadenceMs: 300, tenderEveryMs: 100, outboxEveryMs: 500, heapBucketMs: 500 }

let folder: string
let notes: string[]
let hostings: Hosting[]
let sessions: RunningSession[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gesso-scheduling-'))
  notes = []
  hostings = []
  sessions = []
  await mkdir(join(folder, 'pages'))
  await writeFile(join(folder, 'pages', 'index.html'), 'the guest page')
})
afterEach(async () => {
  vi.restoreAllMocks()
  for (const session of sessions) await session.close('The test is over.').catch(() => undefined)
  for (const hosting of hostings) await hosting.close()
  await rm(folder, { recursive: true, force: true })
})

async function open(options: Partial<HostingOptions> = {}): Promise<Hosting> {
  const hosting = await openHosting({
    dataDir: join(folder, 'data'),
    openPictures: () => openPictureFolder(join(folder, 'pictures')),
    pagesDir: join(folder, 'pages'),
    primaryThreadFile: new URL('../testing/primary-thread-source.mjs', import.meta.url),
    sysdbThreadFile: new URL('../testing/sysdb-thread-source.mjs', import.meta.url),
    clock: new SystemClock(),
    limits: quick,
    onNote: (note) => void notes.push(note),
    ...options,
  })
  hostings.push(hosting)
  return hosting
}

const fileOf = async (name: string): Promise<string> =>
  join(folder, 'data', 'scheduler', (await readdir(join(folder, 'data', 'scheduler')))[0]!, name)

/** Pictures of which a process that was killed left a stroke in the journal only. */
async function leaveUnsaved(...titles: readonly string[]): Promise<readonly string[]> {
  const { pictures, newPictureId } = await openPictureFolder(join(folder, 'pictures'))
  const ids: string[] = []
  for (const title of titles) {
    const id = newPictureId()
    await pictures.create({ id, title, size, nowMs: Date.now() })
    await drawUnsaved(id)
    ids.push(id)
  }
  return ids
}

async function drawUnsaved(id: string): Promise<void> {
  const journals = new JournalFolder(join(folder, 'data', 'journal'), { onNote: () => undefined })
  const { journal } = await Journal.open(await journals.take(id))
  const operations = [strokeBegin(brush, [{ x: 800, y: 800, pressure: 1023 }]), { kind: 'end' } as const]
  await journal.append({ kind: 'epoch', epoch: 1, startSeq: 0 })
  await journal.append({
    kind: 'participant',
    number: 1,
    key: new Uint8Array(16).fill(1),
    name: 'Ann',
    color: 0,
  })
  const updates = operations.map((operation, at) => ({
    author: 1,
    clientSeq: at + 1,
    operation: encodeOperation(operation),
  }))
  await journal.append({ kind: 'updates', firstSeq: 1, updates })
  await journal.close()
}

async function savedSeq(id: string): Promise<number> {
  const { pictures } = await openPictureFolder(join(folder, 'pictures'))
  return (await pictures.history(id)).lastSeq
}

const isSaved = (id: string): Promise<void> =>
  vi.waitFor(async () => expect(await savedSeq(id)).toBe(2), soon)

it('[ND50] what a process before left unsaved is saved without anybody opening it, and told once', async () => {
  const [sea, sky] = await leaveUnsaved('Sea', 'Sky')
  const onUnsaved = vi.fn()
  const hosting = await open({ onUnsaved })
  await hosting.listPictures()
  await vi.waitFor(() => expect(onUnsaved).toHaveBeenCalledTimes(2), soon)
  const told = hosting.takeRecovered()
  expect(told.map(({ id }) => id).sort()).toEqual([sea!, sky!].sort())
  expect(told.map(({ title }) => title).sort()).toEqual(['Sea', 'Sky'])
  expect(hosting.takeRecovered()).toEqual([])
  for (const id of [sea!, sky!]) {
    expect(await savedSeq(id)).toBe(2)
    expect(await hosting.thumbnail(id)).toBeInstanceOf(Uint8Array)
  }
  expect(notes).toEqual([])
  await hosting.close()
  // Nobody is told again.
  const [late] = await leaveUnsaved('Late')
  const again = await open({ onUnsaved })
  await again.listPictures()
  await isSaved(late!)
  await vi.waitFor(() => expect(onUnsaved).toHaveBeenCalledTimes(3), soon)
  expect(again.takeRecovered()).toEqual([{ id: late, title: 'Late' }])
})

it('[ND51] who opens a picture while it is saved by itself gets it when that ended', async () => {
  const [id] = await leaveUnsaved('Sea')
  const save = vi.spyOn(StoredPictures.prototype, 'claim')
  const hosting = await open()
  await hosting.listPictures()
  await vi.waitFor(() => expect(save).toHaveBeenCalledTimes(1), soon)
  const session = await hosting.host(id!, 'computer')
  sessions.push(session)
  expect(save).toHaveBeenCalledTimes(2)
  expect(session.state().seq).toBe(2)
  // Either the one that ended stored it, or it was given up and the session does.
  await vi.waitFor(() => expect(session.state().saved).toMatchObject({ kind: 'saved', seq: 2 }), soon)
})

it('[ND53] what is not here, or is saved already, costs a look', async () => {
  const { newPictureId } = await openPictureFolder(join(folder, 'pictures'))
  await drawUnsaved(newPictureId())
  const [id] = await leaveUnsaved('Sea')
  const hosting = await open()
  await hosting.listPictures()
  await isSaved(id!)
  await hosting.close()
  // Without sysdb nobody remembers that it is saved.
  await rm(join(folder, 'data', 'scheduler'), { recursive: true })
  const claim = vi.spyOn(StoredPictures.prototype, 'claim')
  const history = vi.spyOn(StoredPictures.prototype, 'history')
  const again = await open()
  await again.listPictures()
  await vi.waitFor(() => expect(history).toHaveBeenCalledTimes(2), soon)
  expect(claim.mock.calls.filter(([claimed]) => claimed === id)).toEqual([])
  expect(again.takeRecovered()).toEqual([])
})

it('[ND54] a scheduler that can’t be opened is told, and keeps nobody from opening a picture', async () => {
  const [id] = await leaveUnsaved('Sea')
  await mkdir(join(folder, 'data'), { recursive: true })
  await writeFile(join(folder, 'data', 'scheduler'), 'this is no folder')
  const hosting = await open({ limits: { ...quick, schedulerOpenEveryMs: 200 } })
  const session = await hosting.host(id!, 'computer')
  await vi.waitFor(() => expect(notes).toHaveLength(1), soon)
  expect(notes[0]).toContain(join(folder, 'data', 'scheduler'))
  await session.close('Done.')
  expect(await savedSeq(id!)).toBe(2)
  expect(notes).toHaveLength(1)
  // It is tried again by itself.
  const [other] = await leaveUnsaved('Sky')
  await rm(join(folder, 'data', 'scheduler'))
  await isSaved(other!)
})

it('[ND55] a damaged sysdb is set aside, and what is unsaved or deleted is found without it', async () => {
  const [kept, deleted] = await leaveUnsaved('Kept', 'Deleted')
  const first = await open()
  await first.listPictures()
  await isSaved(kept!)
  await isSaved(deleted!)
  await first.deletePicture(deleted!)
  await first.close()
  await writeFile(await fileOf('sysdb.sqlite'), 'this is no database')
  const [unsaved] = await leaveUnsaved('Unsaved')
  const late = new SystemClock()
  vi.spyOn(late, 'nowMs').mockImplementation(() => Date.now() + (limits.deletedKeepDays + 1) * dayMs)
  const sweep = vi.spyOn(StoredPictures.prototype, 'sweep')
  const hosting = await open({ clock: late })
  await hosting.listPictures()
  await isSaved(unsaved!)
  expect(notes[0]).toMatch(/could not be read: .*put aside/)
  await vi.waitFor(() => expect(sweep.mock.settledResults).toMatchObject([{ value: 'gone' }]), soon)
  expect((await hosting.listPictures()).map(({ title }) => title).sort()).toEqual(['Kept', 'Unsaved'])
})

it('[ND56] a picture that was deleted without a task to remove it gets one, due when it was to be', async () => {
  const [id] = await leaveUnsaved('Sea')
  const { pictures } = await openPictureFolder(join(folder, 'pictures'))
  await pictures.delete(id!, Date.now() - (limits.deletedKeepDays * dayMs - 2000))
  const sweep = vi.spyOn(StoredPictures.prototype, 'sweep')
  const hosting = await open()
  await hosting.listPictures()
  const begunMs = Date.now()
  await vi.waitFor(() => expect(sweep.mock.settledResults).toMatchObject([{ value: 'gone' }]), soon)
  expect(Date.now() - begunMs).toBeGreaterThan(1000)
  const journals = new JournalFolder(join(folder, 'data', 'journal'), { onNote: () => undefined })
  await hosting.close()
  const storage = await journals.take(id!)
  expect(await storage.segments()).toEqual([])
  await storage.close()
})

it('[ND57] the preview is new when a session is closed', async () => {
  const [id] = await leaveUnsaved('Sea')
  const hosting = await open({ limits: { ...quick, persistCadenceMs: 60_000 } })
  const session = await hosting.host(id!, 'computer')
  expect(await hosting.thumbnail(id!)).toBeUndefined()
  await session.close('Done.')
  expect(await hosting.thumbnail(id!)).toBeInstanceOf(Uint8Array)
  expect(hosting.takeRecovered()).toEqual([])
})

it('[ND58] a picture that can’t be saved is listed with a sentence, also after a restart, and keeps no other', async () => {
  const [bad, good] = await leaveUnsaved('Bad', 'Good')
  const openRefusing: HostingOptions['openPictures'] = async () => {
    const kept = await openPictureFolder(join(folder, 'pictures'))
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
  const patience = { limits: { ...quick, setAsideBackOffMsMax: 300 }, openPictures: openRefusing }
  const hosting = await open(patience)
  await hosting.listPictures()
  await isSaved(good!)
  await vi.waitFor(async () => expect(await said(hosting)).toEqual(expected), soon)
  await vi.waitFor(() => expect(notes.join(' ')).toMatch(/could not be saved 5 times in a row/), soon)
  await hosting.close()
  const again = await open(patience)
  await vi.waitFor(async () => expect(await said(again)).toEqual(expected), soon)
})

it('[EL31] a hosting is closed within a moment, whatever its scheduler is doing', async () => {
  await leaveUnsaved('Sea')
  const claim = vi.spyOn(StoredPictures.prototype, 'claim').mockReturnValue(new Promise(() => undefined))
  const hosting = await open({ limits: { ...quick, schedulerStopMs: 50, schedulerCloseMs: 400 } })
  await hosting.listPictures()
  await vi.waitFor(() => expect(claim).toHaveBeenCalled(), soon)
  await hosting.close()
  await expect(hosting.listPictures()).rejects.toMatchObject({ code: 'unavailable' })
})
