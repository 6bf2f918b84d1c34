import { sha256 } from '@noble/hashes/sha2.js'
import { encodeHex } from '../base/hex.ts'

/** Bytes of a tile's name. */
export const tileNameBytes = 16

/** A tile's name: the first 16 bytes of the sha256 of its encoded form. Other bytes under this name are damage. */
export function nameTile(encoded: Uint8Array): Uint8Array {
  return sha256(encoded).slice(0, tileNameBytes)
}

/** 64 hex digits that stand for this content and no other. */
export function contentName(bytes: Uint8Array): string {
  return encodeHex(sha256(bytes))
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}
