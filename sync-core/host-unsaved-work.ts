// What this computer has of a picture that goes on without it, offered one piece after another: what this host had when
// another one took the picture, then what earlier hosts had, each in a file of its own (journal/kept-branches.ts).
//
//   offered ──keep──▶ stored as a picture of its own ──▶ its file is removed, the next is offered
//      ╰─────drop──▶ somebody said that it is not needed ──╯

import { oneTurn, type Clock } from './base/clock.ts'
import { StorageError } from './base/errors.ts'
import type { Limits } from './base/limits.ts'
import { copyBranch } from './broadcast/copy-branch.ts'
import { copyPicture } from './broadcast/copy-picture.ts'
import type { CopySources } from './host-contract.ts'
import type { JournalStorage } from './journal/journal-storage.ts'
import type { Journal } from './journal/journal.ts'
import { readBranch, type KeptBranch } from './journal/kept-branches.ts'
import type { PictureClaim, StoredPeople } from './pictures/picture-accessor.ts'
import { Rest } from './pictures/rest.ts'
import type { PrimaryPort } from './primary/primary-port.ts'

export interface UnsavedWorkOptions {
  readonly clock: Clock
  readonly limits: Limits
  readonly storage: JournalStorage
  readonly journal: Journal
  readonly primary: PrimaryPort
  readonly leftOut: readonly number[]
  readonly branches: readonly KeptBranch[]
  readonly participants: () => StoredPeople
  /** Hands everything that is ordered to the primary. */
  readonly handAll: () => void
  readonly onNote: (sentence: string) => void
}

export class UnsavedWork {
  private readonly options: UnsavedWorkOptions
  private readonly branches: KeptBranch[]
  private isOwnOffered = false
  private isBusy = false

  constructor(options: UnsavedWorkOptions) {
    this.options = options
    this.branches = [...options.branches]
  }

  /** The picture goes on without what this host has. */
  offerOwn(): void {
    this.isOwnOffered = true
  }

  /** A sentence, while there is any. */
  offer(): string | undefined {
    if (this.isOwnOffered) return ownOffer
    return this.branches[0] && branchOffer(this.branches[0])
  }

  /** The name of what is offered, when it is a file; what this host has becomes one when the picture is opened again. */
  droppable(): string | undefined {
    return this.isOwnOffered ? undefined : this.branches[0]?.name
  }

  /** Stores what is offered into a new picture. Rejects with StorageError; then it is offered still. */
  keep(target: PictureClaim, sources: CopySources): Promise<void> {
    return this.alone(() =>
      this.isOwnOffered ? this.keepOwn(target, sources) : this.keepFirst(target, sources),
    )
  }

  /** Throws the file of that name away, for ever. Rejects with StorageError; then it is offered still. */
  drop(name: string): Promise<void> {
    return this.alone(async () => {
      if (!this.branches.some((branch) => branch.name === name)) {
        throw new StorageError(
          'not-found',
          'That unsaved work is not offered any more; it was kept or thrown away.',
        )
      }
      await this.options.storage.removeBranch(name)
      this.forget(name)
    })
  }

  private async alone(run: () => Promise<void>): Promise<void> {
    if (this.isBusy) {
      throw new StorageError(
        'in-use',
        'The unsaved work is being kept or thrown away already. Wait a moment.',
        true,
      )
    }
    this.isBusy = true
    try {
      await run()
    } finally {
      this.isBusy = false
    }
  }

  private async keepOwn(target: PictureClaim, { history }: CopySources): Promise<void> {
    const { handAll } = this.options
    handAll()
    await copyPicture({ ...this.options, history }, target)
    this.isOwnOffered = false
  }

  private async keepFirst(target: PictureClaim, { history, newPrimary }: CopySources): Promise<void> {
    const { clock, storage, onNote, participants } = this.options
    const first = this.branches[0]
    if (first === undefined || history === undefined) {
      throw new StorageError(
        'not-found',
        'The history of this picture can’t be read, so the copy can’t be painted.',
        true,
      )
    }
    const { name } = first
    const rest = new Rest(() => oneTurn(clock))
    const branch = await readBranch(storage, name, rest)
    const copied = { branch, history, participants: participants(), primary: newPrimary() }
    await copyBranch({ ...this.options, ...copied }, target)
    this.forget(name)
    // The copy is stored; what can't be removed is offered again when the picture is opened again.
    await storage.removeBranch(name).catch((error: unknown) => onNote(String(error)))
  }

  private forget(name: string): void {
    const at = this.branches.findIndex((branch) => branch.name === name)
    if (at >= 0) this.branches.splice(at, 1)
  }
}

const ownOffer =
  'What was drawn here and did not get into the picture that goes on can be kept as a picture of its own.'

function branchOffer({ updates, keptMs }: KeptBranch): string {
  const day = new Date(keptMs).toISOString().slice(0, 10)
  return (
    'This picture was continued elsewhere. What was drawn on this computer before and is not in it ' +
    `(updates: ${updates}, kept here since ${day}) can be kept as a picture of its own.`
  )
}
