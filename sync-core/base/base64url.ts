import { assert } from './assert.ts'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** Bytes as the letters, digits, `-` and `_` that a link can carry (RFC 4648 section 5), without padding. */
export function encodeBase64url(bytes: Uint8Array): string {
  let text = ''
  let bits = 0
  let held = 0
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xffff
    bits += 8
    for (; bits >= 6; bits -= 6) text += alphabet[(held >> (bits - 6)) & 63]!
  }
  return bits === 0 ? text : text + alphabet[(held << (6 - bits)) & 63]!
}

/** The bytes of such a text, or undefined when it is not the one text that stands for some bytes. */
export function decodeBase64url(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(Math.floor((text.length * 6) / 8))
  let at = 0
  let bits = 0
  let held = 0
  for (const character of text) {
    const value = alphabet.indexOf(character)
    if (value < 0) return undefined
    held = ((held << 6) | value) & 0xffff
    bits += 6
    if (bits < 8) continue
    bits -= 8
    bytes[at++] = (held >> bits) & 0xff
  }
  assert(at === bytes.length, 'six bits of each character make the bytes')
  return bits < 6 && (held & ((1 << bits) - 1)) === 0 ? bytes : undefined
}
