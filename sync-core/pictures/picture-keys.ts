// The names of a picture's objects. Those that a snapshot is made of begin with the epoch that wrote them:
//
//   <id>/head                                    the one object that is ever swapped
//   <id>/manifest/<epoch>-<seq>-<sha256 prefix>
//   <id>/packs/<epoch>-<sha256 of its tiles' names>
//   <id>/tail/<epoch>-<sha256>
//   <id>/preview.png
//
// The epoch in a name is what makes cleaning up safe without a lock: a host only removes objects of its own epoch or an older
// one. A host that lost the picture without knowing it yet can't remove what its successor wrote, even where both wrote
// the same content; and no snapshot of an older epoch can come to count any more once a newer epoch has begun.

import type { PictureId } from './picture-accessor.ts'

/** Folders of the objects that snapshots are made of, in the order in which they are removed. */
export const snapshotFolders = ['manifest', 'tail', 'packs'] as const
export type SnapshotFolder = (typeof snapshotFolders)[number]

export function headKey(id: PictureId): string {
  return `${id}/head`
}

export function previewKey(id: PictureId): string {
  return `${id}/preview.png`
}

export function objectKey(id: PictureId, folder: SnapshotFolder, name: string): string {
  return `${id}/${folder}/${name}`
}

/** A pack's or tail's name. */
export function objectName(epoch: number, content: string): string {
  return `${digits(epoch, 10)}-${content}`
}

/** A manifest's name; names sort by epoch and seq. */
export function manifestName(epoch: number, seq: number, content: string): string {
  return `${digits(epoch, 10)}-${digits(seq, 16)}-${content.slice(0, 16)}`
}

/** Whether a stored text may be used as an object's name: nothing read from storage becomes a key unchecked. */
export function isObjectName(name: string): boolean {
  return /^\d{10}-[0-9a-f]{64}$/.test(name)
}

export function isManifestName(name: string): boolean {
  return /^\d{10}-\d{16}-[0-9a-f]{16}$/.test(name)
}

/** The epoch that wrote the object; undefined for a name that is none of ours. */
export function epochOfName(name: string): number | undefined {
  return isObjectName(name) || isManifestName(name) ? Number(name.slice(0, 10)) : undefined
}

function digits(value: number, count: number): string {
  return String(value).padStart(count, '0')
}
