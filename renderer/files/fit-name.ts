import { encodeUtf8, limits } from '../../sync-core/index.ts'

/** A layer's name of another program as one of ours: one line of at most `nameBytesMax`, never cut within a character. */
export function fitName(text: string): string {
  let name = ''
  let bytes = 0
  const line = text.replaceAll(/\p{Cs}|\p{Cc}+/gu, ' ').trim()
  for (const character of line) {
    bytes += encodeUtf8(character).length
    if (bytes > limits.nameBytesMax) break
    name += character
  }
  return name.trim()
}
