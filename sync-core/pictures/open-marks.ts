// Who has a picture of a bucket open. The epoch in the head keeps two hosts apart when they write, but says nothing before that:
// an idle host writes nothing for hours. So each computer that opens a picture leaves a small object beside it, and takes it
// away when it closes the picture:
//
//   <id>/slots/open-<computer, 16 hex digits>
//
// It is a hint for people, never a lock: one that a crash left behind, or that could not be written, costs a question too much
// or too few. It lies among the slots, since one listing then tells when anything was written last, and purging removes both.
//
// Rejected: a lease that is renewed (requests for ever, and a clock to trust); a field in the head (a swap more at each opening).

import { encodeUtf8 } from '../base/utf8.ts'
import type { ObjectStore } from './object-store.ts'
import type { PictureId } from './picture-accessor.ts'
import { slotsFolder } from './picture-slots.ts'

/** 16 hex digits that stand for one computer's copy of Gesso. */
export type ComputerId = string

export interface OpenElsewhere {
  /** When that computer opened it, or anything of the journal was written, by the store's clock. */
  readonly writtenMs: number
}

/** The marks of one store. Every failure is a StorageError. */
export class OpenMarks {
  private readonly store: ObjectStore

  constructor(store: ObjectStore) {
    this.store = store
  }

  /** Another computer that opened the picture and did not close it, as far as its marks tell. */
  async openElsewhere(id: PictureId, computer: ComputerId): Promise<OpenElsewhere | undefined> {
    const listed = await this.store.listObjects(slotsFolder(id))
    if (!listed.some(({ name }) => isOthers(name, computer))) return undefined
    return { writtenMs: listed.reduce((last, { modifiedMs }) => Math.max(last, modifiedMs), 0) }
  }

  /** The computer has the picture now: marks of others are of hosts that lost it. */
  async mark(id: PictureId, computer: ComputerId): Promise<void> {
    const listed = await this.store.listObjects(slotsFolder(id))
    const others = listed.filter(({ name }) => isOthers(name, computer))
    await this.store.put(markKey(id, computer), encodeUtf8('open'))
    await this.store.remove(others.map(({ name }) => `${slotsFolder(id)}/${name}`))
  }

  async unmark(id: PictureId, computer: ComputerId): Promise<void> {
    await this.store.remove([markKey(id, computer)])
  }
}

function markKey(id: PictureId, computer: ComputerId): string {
  return `${slotsFolder(id)}/open-${computer}`
}

function isOthers(name: string, computer: ComputerId): boolean {
  return /^open-[0-9a-f]{16}$/.test(name) && name !== `open-${computer}`
}
