import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { StorageError } from '../base/errors.ts'
import { limits } from '../base/limits.ts'
import { Journal } from '../journal/journal.ts'
import { StoredClaim } from '../pictures/stored-claim.ts'
import { roundBrush } from '../raster/brush.ts'
import { encodeOperation } from '../raster/operation-codec.ts'
import { sysdbThreadSource } from '../testing/sqlite-trial.ts'
import { strokeBegin } from '../testing/stroke-begin.ts'
import { openHosting, type Hosting, type HostingOptions, type RunningSession } from './hosting.ts'
import { JournalFolder } from './journal-folder.ts'
import { openPictureFolder, type KeptPictures } from './picture-folder.ts'
import { PicturesHere } from './pictures-here.ts'
import { openSqlite } from './sqlite/open-sqlite.ts'
import { sqliteDialect } from './sqlite/sqlite-dialect.ts'
import { SqlSysdb } from './sysdb/sql-sysdb.ts'
import { SystemClock } from './system-clock.ts'

const size = { width: 200, height: 100 }
const brush = roundBrush({ size: 320, opacity: 255, hardness: 255, color: 0x1133cc })
const soon = { timeout: 20_000, interval: 50 }
/** Everything that is due is due soon. */
const quick = { ...limits, persistCadenceMs: 300, tenderEveryMs: 100, outboxEveryMs: 500, heapBucketMs: 500 }

let folder: string
let notes: string[]
let hostings: Hosting[]
let sessions: RunningSession[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gesso-troubles-'))
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
    sysdbThreadFile: sysdbThreadSource,
    clock: new SystemClock(),
    limits: quick,
    onNote: (note) => void notes.push(note),
    ...options,
  })
  hostings.push(hosting)
  return hosting
}

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

/** The sysdb of a process that has ended. */
async function leaveSysdb(run: (sysdb: SqlSysdb) => Promise<void>): Promise<void> {
  const { placeName } = await openPictureFolder(join(folder, 'pictures'))
  const schedulerFolder = join(folder, 'data', 'scheduler', placeName)
  await mkdir(schedulerFolder, { recursive: true })
  const { connection } = await openSqlite(join(schedulerFolder, 'sysdb.sqlite'), {
    threadFile: sysdbThreadSource,
    nowMs: () => Date.now(),
    onSetAside: () => undefined,
  })
  await run(new SqlSysdb(connection, sqliteDialect))
  await connection.close()
}

const never = (): Promise<never> => new Promise(() => undefined)
const patient = { ...quick, persistCadenceMs: 60_000 }

async function draw(hosting: Hosting, id: string): Promise<RunningSession> {
  const session = await hosting.host(id, 'computer')
  sessions.push(session)
  return session
}

const isStored = (session: RunningSession): Promise<void> =>
  vi.waitFor(() => expect(session.state().saved).toMatchObject({ kind: 'saved', seq: 2 }), soon)

/** The scheduler is there; what its sysdb knew was read. */
async function schedulerOf(hosting: Hosting): Promise<void> {
  const keep = vi.spyOn(SqlSysdb.prototype, 'takeShard')
  await hosting.listPictures()
  await vi.waitFor(() => expect(keep).toHaveBeenCalled(), soon)
}

it('[EL35] closing does not wait for a place that is still being opened, and closes it then', async () => {
  let opened: (kept: KeptPictures) => void = () => undefined
  const opening = new Promise<KeptPictures>((resolve) => {
    opened = resolve
  })
  const hosting = await open({
    openPictures: () => opening,
    limits: { ...quick, schedulerCloseMs: 100 },
  })
  const list = hosting.listPictures()
  await hosting.close()
  const kept = await openPictureFolder(join(folder, 'pictures'))
  const close = vi.fn()
  opened({ ...kept, close })
  await list
  await vi.waitFor(() => expect(close).toHaveBeenCalledTimes(1), soon)
})

it('[ND70] a sysdb that does not answer keeps nobody from leaving, and what was drawn is saved', async () => {
  const [id] = await leaveUnsaved('Sea')
  const hosting = await open({ limits: { ...patient, schedulerAnswerMs: 200 } })
  await schedulerOf(hosting)
  const session = await draw(hosting, id!)
  vi.spyOn(SqlSysdb.prototype, 'scheduleNow').mockImplementation(never)
  await session.close('Done.')
  expect(await savedSeq(id!)).toBe(2)
  expect(notes.join(' ')).toMatch(/does not answer, so the picture is saved without it/)
})

it('[ND70] a save that the scheduler has begun is waited for, however long it takes', async () => {
  const [id] = await leaveUnsaved('Sea')
  const hold = vi.fn(() => new Promise<void>((resolve) => void setTimeout(resolve, 400)))
  const hosting = await open({
    openPictures: openHolding(hold),
    limits: { ...patient, schedulerAnswerMs: 100 },
  })
  await schedulerOf(hosting)
  const session = await draw(hosting, id!)
  await session.close('Done.')
  expect(hold).toHaveBeenCalledTimes(1)
  expect(await savedSeq(id!)).toBe(2)
  expect(notes).toEqual([])
})

/** A folder of pictures each save of which waits for that first. */
function openHolding(hold: () => Promise<void>): HostingOptions['openPictures'] {
  return async () => {
    const kept = await openPictureFolder(join(folder, 'pictures'))
    const claim = kept.pictures.claim.bind(kept.pictures)
    vi.spyOn(kept.pictures, 'claim').mockImplementation(async (id) => {
      const taken = await claim(id)
      const save = taken.save.bind(taken)
      vi.spyOn(taken, 'save').mockImplementation(async (...asked) => {
        await hold()
        return save(...asked)
      })
      return taken
    })
    return kept
  }
}

/** Sysdb takes the picture to be stored far beyond what it is: another computer took it from an earlier moment on. */
async function leaveFurther(): Promise<string> {
  const [id] = await leaveUnsaved('Sea')
  await leaveSysdb(async (sysdb) => {
    await sysdb.create(id!, 0, 300)
    await sysdb.settle(id!, 0, { seq: 50, savedSeq: 50 })
  })
  return id!
}

it('[ND71] what a picture is that was opened is told again when that failed, and its writes are scheduled', async () => {
  const id = await leaveFurther()
  const hosting = await open()
  await schedulerOf(hosting)
  const settle = vi.spyOn(SqlSysdb.prototype, 'settle')
  settle.mockRejectedValueOnce(new StorageError('unavailable', 'It is busy on purpose.', true))
  await isStored(await draw(hosting, id))
})

it('[ND71] a scheduler that opens later than a picture is told what that one was found to be', async () => {
  const id = await leaveFurther()
  const [scheduler, away] = [join(folder, 'data', 'scheduler'), join(folder, 'data', 'away')]
  await rename(scheduler, away)
  await writeFile(scheduler, 'this is no folder')
  const hosting = await open({ limits: { ...quick, schedulerOpenEveryMs: 200 } })
  const session = await draw(hosting, id)
  await rm(scheduler)
  await rename(away, scheduler)
  await isStored(session)
})

it('[ND72] a picture is marked no more when all of it is stored, also after a restart', async () => {
  const { pictures, newPictureId } = await openPictureFolder(join(folder, 'pictures'))
  const id = newPictureId()
  await pictures.create({ id, title: 'Sea', size, nowMs: Date.now() })
  await leaveSysdb(async (sysdb) => {
    await sysdb.create(id, 0, 1)
    await sysdb.schedule([{ picture: id, seq: 2 }], 0)
    for (let run = 1; run <= limits.setAsideFailures; run++) {
      const key = { picture: id, kind: 'persist', run } as const
      const claim = await vi.waitUntil(() => sysdb.claim(key, 1000), soon)
      await sysdb.fail(claim, run === limits.setAsideFailures ? 60_000 : 0, 'It was broken on purpose.')
    }
  })
  const said = async (hosting: Hosting): Promise<string | undefined> =>
    (await hosting.listPictures())[0]!.unsaved
  const hosting = await open()
  await vi.waitFor(async () => expect(await said(hosting)).toMatch(/^Could not be saved/), soon)
  await (await draw(hosting, id)).close('Done.')
  expect(await said(hosting)).toBeUndefined()
  await hosting.close()
  const again = await open()
  await schedulerOf(again)
  expect(await said(again)).toBeUndefined()
})

it.each([
  ['drawn', patient],
  ['saved', quick],
] as const)('[ND73] who leaves what was just %s does not wait for a preview that hangs', async (_, paced) => {
  const looked = vi.spyOn(SqlSysdb.prototype, 'saveCursor')
  const hosting = await open({ limits: { ...paced, previewCadenceMs: 60_000, leavePreviewMs: 100 } })
  await hosting.listPictures()
  await vi.waitFor(() => expect(looked).toHaveBeenCalled(), soon)
  // Its scheduler hears of that from the session: nobody saves the picture before.
  const [id] = await leaveUnsaved('Sea')
  const session = await draw(hosting, id!)
  if (paced === quick) await isStored(session)
  const preview = vi.spyOn(StoredClaim.prototype, 'savePreview').mockImplementation(never)
  await session.close('Done.')
  expect(preview).toHaveBeenCalledTimes(1)
  expect(await savedSeq(id!)).toBe(2)
})

it('[ND74] what is saved by itself is given up for whoever opens it, and saved by his session', async () => {
  const [id] = await leaveUnsaved('Sea')
  let goOn: () => void = () => undefined
  const held = new Promise<void>((resolve) => {
    goOn = resolve
  })
  const saving = vi.fn(() => held)
  const wanted = vi.spyOn(PicturesHere.prototype, 'open')
  const hosting = await open({
    openPictures: openHolding(saving),
    limits: { ...quick, persistCadenceMs: 1000 },
  })
  await hosting.listPictures()
  await vi.waitFor(() => expect(saving).toHaveBeenCalledTimes(1), soon)
  const opening = draw(hosting, id!)
  // It is asked for once the pages and the invite were read.
  await vi.waitFor(() => expect(wanted).toHaveBeenCalled(), soon)
  goOn()
  const session = await opening
  expect(session.state()).toMatchObject({ seq: 2, saved: { seq: 0 } })
  await isStored(session)
  expect(hosting.takeRecovered()).toEqual([])
  expect(notes).toEqual([])
})

it('[ND75] an empty folder, where a disk is not connected, makes no picture forgotten', async () => {
  const [id] = await leaveUnsaved('Sea')
  const [pictures, away] = [join(folder, 'pictures'), join(folder, 'not-connected')]
  await rename(pictures, away)
  await mkdir(pictures)
  const often = { limits: { ...quick, setAsideBackOffMsMax: 200 } }
  const hosting = await open(often)
  await hosting.listPictures()
  await vi.waitFor(() => expect(notes.join(' ')).toMatch(/no picture at all where pictures are kept/), soon)
  await hosting.close()
  await rm(pictures, { recursive: true })
  await rename(away, pictures)
  const again = await open(often)
  await again.listPictures()
  await vi.waitFor(async () => expect(await savedSeq(id!)).toBe(2), soon)
})

it('[ND76] a picture that says it was deleted in a far future keeps no other from being removed', async () => {
  const { pictures, newPictureId } = await openPictureFolder(join(folder, 'pictures'))
  const ids = [newPictureId(), newPictureId()].sort()
  for (const id of ids) await pictures.create({ id, title: 'Sea', size, nowMs: 1 })
  await pictures.delete(ids[0]!, Number.MAX_SAFE_INTEGER)
  await pictures.delete(ids[1]!, 1)
  const hosting = await open()
  await hosting.listPictures()
  await vi.waitFor(async () => {
    expect((await pictures.list()).map(({ id }) => id)).toEqual([ids[0]])
  }, soon)
  expect(notes).toEqual([])
})
