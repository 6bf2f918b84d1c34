import { encodeUtf8, limits } from '../../sync-core/index.ts'

/** A layer's name of another program as one of ours. */
export function fitName(text: string): string {
  return fitLine(text, limits.nameBytesMax)
}

/** One line of at most so many bytes of UTF-8, never cut within a character. */
export function fitLine(text: string, bytesMax: number): string {
  let name = ''
  let bytes = 0
  const line = text.replaceAll(/\p{Cs}|[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()
  for (const character of line) {
    bytes += encodeUtf8(character).length
    if (bytes > bytesMax) break
    name += character
  }
  return name.trim()
}
