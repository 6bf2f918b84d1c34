// By this secret a person is the same participant of a picture in every session, without an account. It never leaves the
// computer: a host gets only what is derived for one picture, so two hosts can't tell that they had the same guest.

import { createHash, randomBytes } from 'node:crypto'
import { readKeptFile, writeKeptFile } from '../../sync-core/node/kept-file.ts'

const secretBytes = 32

/** The secret of this copy of Gesso; made at the first start. Throws StorageError when it can't be kept. */
export async function openInstallSecret(
  file: string,
  onSetAside: (sentence: string) => void,
): Promise<Uint8Array> {
  const kept = await readKeptFile(file, checkLength, onSetAside)
  if (kept !== undefined) return kept
  const made = randomBytes(secretBytes)
  await writeKeptFile(file, made)
  return made
}

/** 32 hex digits: who this person is in one picture. */
export function participantKey(secret: Uint8Array, pictureId: string): string {
  return createHash('sha256').update(secret).update(pictureId).digest('hex').slice(0, 32)
}

function checkLength(bytes: Uint8Array): Uint8Array {
  if (bytes.length !== secretBytes) throw new Error(`it has ${bytes.length} bytes, not ${secretBytes}`)
  return bytes
}
