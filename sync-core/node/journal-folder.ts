// The journal of this computer, taken with the first session that is hosted here and given back with the last: one process
// has it at a time, and between two sessions nobody does.

import { StorageError } from '../base/errors.ts'
import type { JournalStorage } from '../journal/journal-storage.ts'
import type { JournalDoor } from '../journal/journal-writes.ts'
import { SharedJournal } from '../journal/shared-journal.ts'
import type { ReleaseHold } from '../pictures/object-store.ts'
import { takeHold } from './hold-file.ts'
import { HostFolderFiles } from './host-folder-files.ts'

export interface JournalFolderOptions {
  /** Told a sentence for everything that was repaired, or could not be done on the side. */
  readonly onNote: (sentence: string) => void
  /** limits.journalFileBytes when left out. */
  readonly fileBytes?: number
}

interface OpenJournal {
  readonly journal: SharedJournal
  readonly release: ReleaseHold
}

export class JournalFolder implements JournalDoor {
  private readonly folder: string
  private readonly options: JournalFolderOptions
  private users = 0
  private opening: Promise<OpenJournal> | undefined
  private opened: SharedJournal | undefined
  /** Settles when nobody of this process has it any more. */
  private givenBack: Promise<unknown> = Promise.resolve()

  constructor(folder: string, options: JournalFolderOptions) {
    this.folder = folder
    this.options = options
  }

  /**
   * One picture's journal, which is given back by closing it. StorageError('in-use') while another process hosts from this
   * folder, or somebody here has this picture's; what the disk says otherwise.
   */
  async take(picture: string): Promise<JournalStorage> {
    this.users++
    try {
      const journal = await this.enter()
      if (journal.log.failure !== undefined) throw brokenFor(journal.log.failure)
      return journal.storageOf(picture, () => this.leave())
    } catch (error) {
      await this.leave().catch(() => undefined)
      throw error
    }
  }

  current(): SharedJournal | undefined {
    return this.opened
  }

  async look<T>(run: (journal: SharedJournal) => Promise<T>): Promise<T | undefined> {
    if (this.opening === undefined && !(await HostFolderFiles.hasJournal(this.folder))) return undefined
    this.users++
    try {
      return await run(await this.enter())
    } finally {
      await this.leave()
    }
  }

  /**
   * Removes all that is here of a picture that is no more: its journal, and what was kept of it to be offered. Rejects with
   * StorageError, ('in-use') when it is hosted here; what is left then is removed by nobody else.
   */
  async forget(picture: string): Promise<void> {
    const storage = await this.take(picture)
    try {
      for (const name of await storage.branches()) await storage.removeBranch(name)
      for (const segment of await storage.segments()) await storage.remove(segment)
    } finally {
      await storage.close()
    }
  }

  private async enter(): Promise<SharedJournal> {
    this.opening ??= this.open()
    const { journal } = await this.opening
    this.opened = journal
    return journal
  }

  private async leave(): Promise<void> {
    this.users--
    if (this.users > 0) return
    const { opening } = this
    this.opening = undefined
    this.opened = undefined
    if (opening === undefined) return
    const closed = opening.then(giveBack, () => undefined)
    this.givenBack = closed.catch(() => undefined)
    await closed
  }

  private async open(): Promise<OpenJournal> {
    await this.givenBack
    const { folder, options } = this
    const release = await this.takeFolder()
    try {
      const { journal, repairs } = await SharedJournal.open(await HostFolderFiles.open(folder), options)
      for (const sentence of repairs) options.onNote(sentence)
      return { journal, release }
    } catch (error) {
      await release().catch(() => undefined)
      throw error
    }
  }

  private async takeFolder(): Promise<ReleaseHold> {
    try {
      return await takeHold(this.folder, 'hold')
    } catch (error) {
      if (!(error instanceof StorageError) || error.code !== 'in-use') throw error
      throw new StorageError(
        'in-use',
        `Another Gesso hosts pictures from ${this.folder} already, and only one can at a time. ${error.message}`,
        true,
      )
    }
  }
}

async function giveBack({ journal, release }: OpenJournal): Promise<void> {
  try {
    await journal.close()
  } finally {
    await release()
  }
}

function brokenFor(failure: StorageError): StorageError {
  return new StorageError(
    failure.code,
    `${failure.message} Close every picture that is hosted here; then host again.`,
    failure.retryable,
  )
}
