import { limits } from '../base/limits.ts'
import { encodeUtf8 } from '../base/utf8.ts'

const suffix = ' (unsaved work)'

/** The title of a copy, as much of the original's in it as a title may be long. */
export function copyTitle(title: string): string {
  const letters = Array.from(title)
  while (encodeUtf8(letters.join('') + suffix).length > limits.titleBytesMax) letters.pop()
  return letters.join('').trimEnd() + suffix
}
