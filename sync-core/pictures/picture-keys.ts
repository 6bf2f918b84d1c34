// The names of a picture's objects:
//
//   <id>/head                        the one object that is ever swapped
//   <id>/packs/<epoch>-<number>      tiles and pages of tables of contents, with the roots of snapshots
//   <id>/history/<epoch>-<number>    updates
//   <id>/slots/…                     where pictures are kept in a bucket: pieces of the journal (picture-slots.ts), and marks
//                                    of who has the picture open (open-marks.ts)
//   <id>/preview.png
//
// Epoch and number make the name of a pack, a segment or a slot new: a claim has its epoch for itself and counts what it writes. So a request that is
// answered late, or never, can't hit what was written after it. The epoch is also what makes cleaning up safe without a lock:
// a host only removes objects of its own epoch or an older one, and no snapshot of an older epoch can come to count any more
// once a newer epoch has begun.

import { assert } from '../base/assert.ts'
import type { PictureId } from './picture-accessor.ts'

/** Folders of the objects that snapshots are made of. */
export const snapshotFolders = ['history', 'packs'] as const
export type SnapshotFolder = (typeof snapshotFolders)[number]
/** Everything below a picture but its head and preview. */
export const pictureFolders = ['slots', ...snapshotFolders] as const

export const epochMax = 0xffffffff
/** Objects that one claim writes: one a second for three years. */
export const objectNumberMax = 99_999_999

/** What a pack's or a segment's name says. */
export interface ObjectNumber {
  readonly epoch: number
  readonly number: number
}

export function headKey(id: PictureId): string {
  return `${id}/head`
}

export function previewKey(id: PictureId): string {
  return `${id}/preview.png`
}

export function objectKey(id: PictureId, folder: (typeof pictureFolders)[number], name: string): string {
  return `${id}/${folder}/${name}`
}

/** A pack's or segment's name; names sort by epoch and number. */
export function objectName({ epoch, number }: ObjectNumber): string {
  assert(number <= objectNumberMax, `an object's number has 8 digits, unlike ${number}`)
  return `${String(epoch).padStart(10, '0')}-${String(number).padStart(8, '0')}`
}

/** What the name says; undefined for a name that is none of ours. */
export function objectNumberOf(name: string): ObjectNumber | undefined {
  if (!/^\d{10}-\d{8}$/.test(name)) return undefined
  const epoch = Number(name.slice(0, 10))
  return epoch > epochMax ? undefined : { epoch, number: Number(name.slice(11)) }
}
