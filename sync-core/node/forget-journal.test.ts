import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { limits } from '../base/limits.ts'
import { StoredPictures } from '../pictures/stored-pictures.ts'
import { openHosting, type Hosting } from './hosting.ts'
import { JournalFolder } from './journal-folder.ts'
import { openPictureFolder } from './picture-folder.ts'
import { SystemClock } from './system-clock.ts'

class MovedClock extends SystemClock {
  private readonly aheadMs: number

  constructor(aheadMs: number) {
    super()
    this.aheadMs = aheadMs
  }

  override nowMs(): number {
    return super.nowMs() + this.aheadMs
  }
}

/** The scheduler looks each second. */
const slow = { timeout: 10_000 }

let folder: string
let notes: string[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gesso-forget-'))
  notes = []
})
afterEach(async () => {
  vi.restoreAllMocks()
  await rm(folder, { recursive: true, force: true })
})

function newHosting(days = 0): Promise<Hosting> {
  return openHosting({
    dataDir: join(folder, 'data'),
    openPictures: () => openPictureFolder(join(folder, 'pictures')),
    pagesDir: folder,
    primaryThreadFile: new URL('../testing/primary-thread-source.mjs', import.meta.url),
    sysdbThreadFile: new URL('../testing/sysdb-thread-source.mjs', import.meta.url),
    clock: new MovedClock(days * 24 * 60 * 60 * 1000),
    onNote: (note) => notes.push(note),
  })
}

const journals = (): JournalFolder =>
  new JournalFolder(join(folder, 'data', 'journal'), { onNote: () => undefined })

/** A journal and a branch of each picture. */
async function writeJournals(ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    const storage = await journals().take(id)
    await storage.create(1)
    await storage.append(1, 0, new Uint8Array(100))
    await storage.keepBranch(new Uint8Array(100))
    await storage.close()
  }
}

/** How many segments and branches there are of the picture. */
async function whatIsLeft(id: string): Promise<readonly [number, number]> {
  const storage = await journals().take(id)
  const left = [(await storage.segments()).length, (await storage.branches()).length] as const
  await storage.close()
  return left
}

/** Two pictures with journals, of which the first was deleted. */
async function deleteOne(): Promise<readonly [string, string]> {
  const hosting = await newHosting()
  const size = { width: 64, height: 64 }
  const { id: deleted } = await hosting.createPicture({ title: 'Deleted', size })
  const { id: living } = await hosting.createPicture({ title: 'Living', size })
  await hosting.deletePicture(deleted)
  await hosting.close()
  await writeJournals([deleted, living])
  return [deleted, living]
}

describe('a picture that is purged', () => {
  it('[ND22] takes its journal and its offered work on this computer with it, and nothing of others', async () => {
    const [deleted, living] = await deleteOne()
    // As long as it can be brought back, all of it stays.
    const soon = await newHosting(limits.deletedKeepDays - 1)
    await soon.listPictures()
    await soon.close()
    expect(await whatIsLeft(deleted)).toEqual([1, 1])
    const forget = vi.spyOn(JournalFolder.prototype, 'forget')
    const late = await newHosting(limits.deletedKeepDays + 1)
    await late.listPictures()
    await vi.waitFor(() => expect(forget.mock.settledResults).toMatchObject([{ type: 'fulfilled' }]), slow)
    expect(await whatIsLeft(deleted)).toEqual([0, 0])
    expect(await whatIsLeft(living)).toEqual([1, 1])
    await late.close()
    expect(notes).toEqual([])
  })

  it('[ND22] keeps them while it can’t be purged, and says so', async () => {
    const [deleted] = await deleteOne()
    vi.spyOn(StoredPictures.prototype, 'sweep').mockRejectedValue(new Error('Put in on purpose.'))
    const late = await newHosting(limits.deletedKeepDays + 1)
    await late.listPictures()
    await vi.waitFor(
      () => expect(notes).toEqual([expect.stringMatching(/could not be removed .*on purpose/)]),
      slow,
    )
    await late.close()
    expect(await whatIsLeft(deleted)).toEqual([1, 1])
  })

  it('[ND22] is left alone where its journal is in use', async () => {
    const [deleted, living] = await deleteOne()
    const other = await journals().take(living)
    const late = await newHosting(limits.deletedKeepDays + 1)
    await late.listPictures()
    await vi.waitFor(() => expect(notes).toEqual([expect.stringMatching(/hosts pictures from/)]), slow)
    await late.close()
    await other.close()
    expect(await whatIsLeft(deleted)).toEqual([1, 1])
  })
})
