import { sha256 } from '@noble/hashes/sha2.js'
import { pictureLimits } from './picture-limits.ts'
import type { Rest } from './rest.ts'

/** Bytes of a tile's name. */
export const tileNameBytes = 16

/** A tile's name: the first 16 bytes of the sha256 of its encoded form. Other bytes under this name are damage. Pages and segments have names, too. */
export function nameTile(encoded: Uint8Array): Uint8Array {
  return sha256(encoded).slice(0, tileNameBytes)
}

/** The same for bytes that take long: rests between slices. */
export async function nameInSlices(bytes: Uint8Array, rest: Rest): Promise<Uint8Array> {
  const hash = sha256.create()
  for (let at = 0; at < bytes.length; at += pictureLimits.sliceBytes) {
    const slice = bytes.subarray(at, at + pictureLimits.sliceBytes)
    hash.update(slice)
    await rest.after(slice.length)
  }
  return hash.digest().slice(0, tileNameBytes)
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}
