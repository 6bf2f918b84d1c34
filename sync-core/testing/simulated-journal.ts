import type { HostFiles } from '../journal/host-files.ts'
import type { JournalStorage } from '../journal/journal-storage.ts'
import type { JournalDoor } from '../journal/journal-writes.ts'
import { SharedJournal } from '../journal/shared-journal.ts'
import type { SimulatedDisk } from './simulated-disk.ts'
import type { SimulatedProcess } from './simulated-process.ts'

/** So small that files fill up, are left and are removed all the time. */
const journalFileBytes = 16 * 1024

/** The journal of one process: open while somebody in it needs it, and given back by the last. */
export class SimulatedJournal implements JournalDoor {
  private readonly disk: SimulatedDisk
  private readonly files: HostFiles
  private users = 0
  private opening: Promise<SharedJournal> | undefined
  private opened: SharedJournal | undefined
  private closed: Promise<void> = Promise.resolve()

  constructor(
    disk: SimulatedDisk,
    process: SimulatedProcess,
    change: (files: HostFiles) => HostFiles = (files) => files,
  ) {
    this.disk = disk
    this.files = change(disk.hostFiles(process))
  }

  async take(stream: string): Promise<JournalStorage> {
    const journal = await this.enter()
    return journal.storageOf(stream, () => this.leave())
  }

  current(): SharedJournal | undefined {
    return this.opened
  }

  async look<T>(run: (journal: SharedJournal) => Promise<T>): Promise<T | undefined> {
    if (this.opening === undefined && this.disk.journal.names().length === 0) return undefined
    const journal = await this.enter()
    try {
      return await run(journal)
    } finally {
      await this.leave()
    }
  }

  private async enter(): Promise<SharedJournal> {
    this.users += 1
    this.opening ??= this.open()
    try {
      this.opened = await this.opening
      return this.opened
    } catch (error) {
      this.users -= 1
      if (this.users === 0) this.opening = undefined
      throw error
    }
  }

  private async open(): Promise<SharedJournal> {
    await this.closed
    const { journal } = await SharedJournal.open(this.files, { fileBytes: journalFileBytes })
    return journal
  }

  private async leave(): Promise<void> {
    this.users -= 1
    const journal = this.opened
    if (this.users > 0 || journal === undefined) return
    this.opening = undefined
    this.opened = undefined
    const closing = journal.close()
    this.closed = closing.catch(() => undefined)
    await closing
  }
}
