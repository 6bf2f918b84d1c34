import { assert } from './assert.ts'
import { StorageError } from './errors.ts'

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'
const idBytes = 16

/** The id that stands for 16 random bytes: 26 characters of lower-case base32, the same bytes always giving the same id. */
export function makePictureId(random: Uint8Array): string {
  assert(random.length === idBytes, `a picture id is made of ${idBytes} random bytes, not ${random.length}`)
  let id = ''
  let bits = 0
  let waiting = 0
  for (const byte of random) {
    waiting = ((waiting << 8) | byte) & 0xfff
    bits += 8
    for (; bits >= 5; bits -= 5) id += alphabet[(waiting >> (bits - 5)) & 31]!
  }
  return id + alphabet[(waiting << (5 - bits)) & 31]!
}

/** The 16 bytes of an id. */
export function pictureIdBytes(id: string): Uint8Array {
  checkPictureId(id)
  const bytes: number[] = []
  let bits = 0
  let waiting = 0
  for (const character of id) {
    waiting = ((waiting << 5) | alphabet.indexOf(character)) & 0xfff
    bits += 5
    if (bits < 8) continue
    bits -= 8
    bytes.push((waiting >> bits) & 0xff)
  }
  return Uint8Array.from(bytes)
}

/** Whether the text is an id that makePictureId could have made: 128 bits leave two zero bits in the last character. */
export function isPictureId(text: string): boolean {
  return /^[a-z2-7]{25}[aeimquy4]$/.test(text)
}

/** StorageError('invalid') for anything else. */
export function checkPictureId(text: string): void {
  if (isPictureId(text)) return
  throw new StorageError('invalid', `${JSON.stringify(text.slice(0, 40))} is not the name of a picture.`)
}
