import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { StorageError } from '../base/errors.ts'
import { limits } from '../base/limits.ts'
import { StoredClaim } from '../pictures/stored-claim.ts'
import { HostingTrial, quickLimits, soon } from '../testing/hosting-trial.ts'
import { sysdbThreadSource } from '../testing/sqlite-trial.ts'
import type { Hosting, HostingOptions, RunningSession } from './hosting.ts'
import type { KeptPictures } from './picture-folder.ts'
import { PicturesHere } from './pictures-here.ts'
import { openSqlite } from './sqlite/open-sqlite.ts'
import { sqliteDialect } from './sqlite/sqlite-dialect.ts'
import { SqlSysdb } from './sysdb/sql-sysdb.ts'

let trial: HostingTrial
beforeEach(async () => {
  trial = await HostingTrial.begin({ limits: quickLimits })
})
afterEach(async () => {
  vi.restoreAllMocks()
  await trial.end()
})

/** The sysdb of a process that has ended. */
async function leaveSysdb(run: (sysdb: SqlSysdb) => Promise<void>): Promise<void> {
  const { placeName } = await trial.pictures()
  const schedulerFolder = join(trial.folder, 'data', 'scheduler', placeName)
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
const patient = { ...quickLimits, persistCadenceMs: 60_000 }

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
  const hosting = await trial.open({
    openPictures: () => opening,
    limits: { ...quickLimits, schedulerCloseMs: 100 },
  })
  const list = hosting.listPictures()
  await hosting.close()
  const kept = await trial.pictures()
  const close = vi.fn()
  opened({ ...kept, close })
  await list
  await vi.waitFor(() => expect(close).toHaveBeenCalledTimes(1), soon)
})

it('[ND70] a sysdb that does not answer keeps nobody from leaving, and what was drawn is saved', async () => {
  const [id] = await trial.leaveUnsaved('Sea')
  const hosting = await trial.open({ limits: { ...patient, schedulerAnswerMs: 200 } })
  await schedulerOf(hosting)
  const session = await trial.host(hosting, id!)
  vi.spyOn(SqlSysdb.prototype, 'scheduleNow').mockImplementation(never)
  await session.close('Done.')
  expect(await trial.savedSeq(id!)).toBe(2)
  expect(trial.notes.join(' ')).toMatch(/does not answer, so the picture is saved without it/)
})

it('[ND70] a save that the scheduler has begun is waited for, however long it takes', async () => {
  const [id] = await trial.leaveUnsaved('Sea')
  const hold = vi.fn(() => new Promise<void>((resolve) => void setTimeout(resolve, 400)))
  const hosting = await trial.open({
    openPictures: openHolding(hold),
    limits: { ...patient, schedulerAnswerMs: 100 },
  })
  await schedulerOf(hosting)
  const session = await trial.host(hosting, id!)
  await session.close('Done.')
  expect(hold).toHaveBeenCalledTimes(1)
  expect(await trial.savedSeq(id!)).toBe(2)
  expect(trial.notes).toEqual([])
})

/** A folder of pictures each save of which waits for that first. */
function openHolding(hold: () => Promise<void>): HostingOptions['openPictures'] {
  return async () => {
    const kept = await trial.pictures()
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
async function leaveFurther(epoch = 1): Promise<string> {
  const [id] = await trial.leaveUnsaved('Sea')
  await leaveSysdb(async (sysdb) => {
    await sysdb.open(id!, 0, 300, { epoch, seq: 50, savedSeq: 50 })
  })
  return id!
}

it('[ND71] what a picture is that was opened is told again when that failed, and its writes are scheduled', async () => {
  const id = await leaveFurther()
  const hosting = await trial.open()
  await schedulerOf(hosting)
  const told = vi.spyOn(SqlSysdb.prototype, 'open')
  told.mockRejectedValueOnce(new StorageError('unavailable', 'It is busy on purpose.', true))
  await isStored(await trial.host(hosting, id))
})

it('[ND71] a scheduler that opens later than a picture is told what that one was found to be', async () => {
  const id = await leaveFurther()
  const [scheduler, away] = [join(trial.folder, 'data', 'scheduler'), join(trial.folder, 'data', 'away')]
  await rename(scheduler, away)
  await writeFile(scheduler, 'this is no folder')
  const hosting = await trial.open({ limits: { ...quickLimits, schedulerOpenEveryMs: 200 } })
  const session = await trial.host(hosting, id)
  await rm(scheduler)
  await rename(away, scheduler)
  await isStored(session)
})

it('[SC48] what was brought back from a backup is saved, though sysdb knows of a later host', async () => {
  const id = await leaveFurther(50)
  await isStored(await trial.host(await trial.open(), id))
})

it('[SC47] a host whose picture a later one has says so once, and asks no more', async () => {
  const id = await leaveFurther(50)
  vi.spyOn(StoredClaim.prototype, 'isNewest').mockResolvedValue(false)
  const opened = vi.spyOn(SqlSysdb.prototype, 'open')
  const looked = vi.spyOn(SqlSysdb.prototype, 'outbox')
  const hosting = await trial.open()
  await trial.host(hosting, id)
  await vi.waitFor(() => expect(opened).toHaveBeenCalled(), soon)
  const before = looked.mock.calls.length
  await vi.waitFor(() => expect(looked.mock.calls.length).toBeGreaterThan(before + 2), soon)
  expect(opened).toHaveBeenCalledTimes(1)
  expect(trial.notes.filter((note) => note.startsWith('Another copy of Gesso has opened'))).toHaveLength(1)
})

it('[ND72] a picture is marked no more when all of it is stored, also after a restart', async () => {
  const { pictures, newPictureId } = await trial.pictures()
  const id = newPictureId()
  await pictures.create({ id, title: 'Sea', size: trial.size, nowMs: Date.now() })
  await (await pictures.claim(id)).release()
  await leaveSysdb(async (sysdb) => {
    await sysdb.open(id, 0, 1, { epoch: 1, seq: 2, savedSeq: 0 })
    for (let run = 1; run <= limits.setAsideFailures; run++) {
      const key = { picture: id, kind: 'persist', run } as const
      const claim = await vi.waitUntil(() => sysdb.claim(key, 1000), soon)
      await sysdb.fail(claim, run === limits.setAsideFailures ? 60_000 : 0, 'It was broken on purpose.')
    }
  })
  const said = async (hosting: Hosting): Promise<string | undefined> =>
    (await hosting.listPictures())[0]!.unsaved
  const hosting = await trial.open()
  await vi.waitFor(async () => expect(await said(hosting)).toMatch(/^Could not be saved/), soon)
  await (await trial.host(hosting, id)).close('Done.')
  expect(await said(hosting)).toBeUndefined()
  await hosting.close()
  const again = await trial.open()
  await schedulerOf(again)
  expect(await said(again)).toBeUndefined()
})

it('[ND84] a scheduler that opens later than a picture says nothing old of it when all of it is stored', async () => {
  const { pictures, newPictureId } = await trial.pictures()
  const id = newPictureId()
  await pictures.create({ id, title: 'Sea', size: trial.size, nowMs: Date.now() })
  await leaveSysdb(async (sysdb) => {
    await sysdb.open(id, 0, 1, { epoch: 1, seq: 2, savedSeq: 0 })
    for (let run = 1; run <= limits.setAsideFailures; run++) {
      // Each is due a cadence after the one before.
      const claim = await vi.waitUntil(() => sysdb.claim({ picture: id, kind: 'persist', run }, 1000), soon)
      await sysdb.fail(claim, 0, 'It was broken on purpose.')
    }
  })
  const [scheduler, away] = [join(trial.folder, 'data', 'scheduler'), join(trial.folder, 'data', 'away')]
  await rename(scheduler, away)
  await writeFile(scheduler, 'this is no folder')
  const told = vi.spyOn(SqlSysdb.prototype, 'open')
  const hosting = await trial.open({ limits: { ...patient, schedulerOpenEveryMs: 200 } })
  await trial.host(hosting, id)
  await rm(scheduler)
  await rename(away, scheduler)
  await vi.waitFor(() => expect(told).toHaveBeenCalled(), soon)
  expect((await hosting.listPictures())[0]!.unsaved).toBeUndefined()
})

it.each([
  ['drawn', patient],
  ['saved', quickLimits],
] as const)('[ND73] who leaves what was just %s does not wait for a preview that hangs', async (_, paced) => {
  const looked = vi.spyOn(SqlSysdb.prototype, 'saveCursor')
  const hosting = await trial.open({ limits: { ...paced, previewCadenceMs: 60_000, leavePreviewMs: 100 } })
  await hosting.listPictures()
  await vi.waitFor(() => expect(looked).toHaveBeenCalled(), soon)
  // Its scheduler hears of that from the session: nobody saves the picture before.
  const [id] = await trial.leaveUnsaved('Sea')
  const session = await trial.host(hosting, id!)
  if (paced === quickLimits) await isStored(session)
  const preview = vi.spyOn(StoredClaim.prototype, 'savePreview').mockImplementation(never)
  await session.close('Done.')
  expect(preview).toHaveBeenCalledTimes(1)
  expect(await trial.savedSeq(id!)).toBe(2)
})

it('[ND74] what is saved by itself is given up for whoever opens it, and saved by his session', async () => {
  const [id] = await trial.leaveUnsaved('Sea')
  let goOn: () => void = () => undefined
  const held = new Promise<void>((resolve) => {
    goOn = resolve
  })
  const saving = vi.fn(() => held)
  const wanted = vi.spyOn(PicturesHere.prototype, 'open')
  const hosting = await trial.open({
    openPictures: openHolding(saving),
    limits: { ...quickLimits, persistCadenceMs: 1000 },
  })
  await hosting.listPictures()
  await vi.waitFor(() => expect(saving).toHaveBeenCalledTimes(1), soon)
  const opening = trial.host(hosting, id!)
  // It is asked for once the pages and the invite were read.
  await vi.waitFor(() => expect(wanted).toHaveBeenCalled(), soon)
  goOn()
  const session = await opening
  expect(session.state()).toMatchObject({ seq: 2, saved: { seq: 0 } })
  await isStored(session)
  expect(hosting.takeRecovered()).toEqual([])
  expect(trial.notes).toEqual([])
})

it('[ND75] an empty folder, where a disk is not connected, makes no picture forgotten', async () => {
  const [id] = await trial.leaveUnsaved('Sea')
  const [pictures, away] = [join(trial.folder, 'pictures'), join(trial.folder, 'not-connected')]
  await rename(pictures, away)
  await mkdir(pictures)
  const often = { limits: { ...quickLimits, setAsideBackOffMsMax: 200 } }
  const hosting = await trial.open(often)
  await hosting.listPictures()
  await vi.waitFor(
    () => expect(trial.notes.join(' ')).toMatch(/no picture at all where pictures are kept/),
    soon,
  )
  await hosting.close()
  await rm(pictures, { recursive: true })
  await rename(away, pictures)
  const again = await trial.open(often)
  await again.listPictures()
  await vi.waitFor(async () => expect(await trial.savedSeq(id!)).toBe(2), soon)
})

it('[ND76] a picture that says it was deleted in a far future keeps no other from being removed', async () => {
  const { pictures, newPictureId } = await trial.pictures()
  const ids = [newPictureId(), newPictureId()].sort()
  for (const id of ids) await pictures.create({ id, title: 'Sea', size: trial.size, nowMs: 1 })
  await pictures.delete(ids[0]!, Number.MAX_SAFE_INTEGER)
  await pictures.delete(ids[1]!, 1)
  const hosting = await trial.open()
  await hosting.listPictures()
  await vi.waitFor(async () => {
    expect((await pictures.list()).map(({ id }) => id)).toEqual([ids[0]])
  }, soon)
  expect(trial.notes).toEqual([])
})
