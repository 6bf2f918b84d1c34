import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { limits } from '../base/limits.ts'
import { StoredPictures } from '../pictures/stored-pictures.ts'
import { HostingTrial } from '../testing/hosting-trial.ts'
import type { Hosting } from './hosting.ts'
import { JournalFolder } from './journal-folder.ts'
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

let trial: HostingTrial
beforeEach(async () => {
  trial = await HostingTrial.begin()
})
afterEach(async () => {
  vi.restoreAllMocks()
  await trial.end()
})

const openAfter = (days: number): Promise<Hosting> =>
  trial.open({ clock: new MovedClock(days * 24 * 60 * 60 * 1000) })

/** A journal and a branch of each picture. */
async function writeJournals(ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    const storage = await trial.journals().take(id)
    await storage.create(1)
    await storage.append(1, 0, new Uint8Array(100))
    await storage.keepBranch(new Uint8Array(100))
    await storage.close()
  }
}

/** How many segments and branches there are of the picture. */
async function whatIsLeft(id: string): Promise<readonly [number, number]> {
  const storage = await trial.journals().take(id)
  const left = [(await storage.segments()).length, (await storage.branches()).length] as const
  await storage.close()
  return left
}

/** Two pictures with journals, of which the first was deleted. */
async function deleteOne(): Promise<readonly [string, string]> {
  const hosting = await openAfter(0)
  const { size } = trial
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
    const soon = await openAfter(limits.deletedKeepDays - 1)
    await soon.listPictures()
    await soon.close()
    expect(await whatIsLeft(deleted)).toEqual([1, 1])
    const forget = vi.spyOn(JournalFolder.prototype, 'forget')
    const late = await openAfter(limits.deletedKeepDays + 1)
    await late.listPictures()
    await vi.waitFor(() => expect(forget.mock.settledResults).toMatchObject([{ type: 'fulfilled' }]), slow)
    expect(await whatIsLeft(deleted)).toEqual([0, 0])
    expect(await whatIsLeft(living)).toEqual([1, 1])
    await late.close()
    expect(trial.notes).toEqual([])
  })

  it('[ND22] keeps them while it can’t be purged, and says so', async () => {
    const [deleted] = await deleteOne()
    vi.spyOn(StoredPictures.prototype, 'sweep').mockRejectedValue(new Error('Put in on purpose.'))
    const late = await openAfter(limits.deletedKeepDays + 1)
    await late.listPictures()
    await vi.waitFor(
      () => expect(trial.notes).toEqual([expect.stringMatching(/could not be removed .*on purpose/)]),
      slow,
    )
    await late.close()
    expect(await whatIsLeft(deleted)).toEqual([1, 1])
  })

  it('[ND22] is left alone where its journal is in use', async () => {
    const [deleted, living] = await deleteOne()
    const other = await trial.journals().take(living)
    const late = await openAfter(limits.deletedKeepDays + 1)
    await late.listPictures()
    await vi.waitFor(() => expect(trial.notes).toEqual([expect.stringMatching(/hosts pictures from/)]), slow)
    await late.close()
    await other.close()
    expect(await whatIsLeft(deleted)).toEqual([1, 1])
  })
})
