import { randomBytes } from 'node:crypto'
import type { ComputerId } from '../pictures/open-marks.ts'
import { readKeptFile, writeKeptFile } from './kept-file.ts'

/** What this computer's copy of Gesso is called in marks; made when it is needed first. Throws StorageError. */
export async function openComputerId(
  file: string,
  onSetAside: (sentence: string) => void,
): Promise<ComputerId> {
  const kept = await readKeptFile(file, checkId, onSetAside)
  if (kept !== undefined) return kept
  const made = randomBytes(8).toString('hex')
  await writeKeptFile(file, made)
  return made
}

function checkId(bytes: Uint8Array): ComputerId {
  const text = new TextDecoder().decode(bytes)
  if (!/^[0-9a-f]{16}$/.test(text)) throw new Error('it is not 16 hex digits')
  return text
}
