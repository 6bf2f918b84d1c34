import type { PictureId } from '../pictures/picture-accessor.ts'

/** Updates of a picture up to `seq` are durable. */
export interface PictureWrite {
  readonly picture: PictureId
  readonly seq: number
  /** Of the claim under which they were written. */
  readonly epoch: number
}

export interface LoggedWrites {
  /** One for each picture, with its highest seq. */
  readonly writes: readonly PictureWrite[]
  /** Where the next look begins, once these are scheduled. */
  readonly cursor: string
}

/** What became durable, as the tender reads it: the journal of this host, from a place in it on. */
export interface WriteLog {
  /** All that became durable behind `cursor` ('' is the beginning), and maybe some of before. Rejects with StorageError. */
  after(cursor: string): Promise<LoggedWrites>
}
