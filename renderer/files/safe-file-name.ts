// The name under which a file is offered for saving. It may be the title of a picture that somebody else made, so it is as
// hostile as anything from outside: parts of paths, devices of Windows, letters that turn the order of others around.

import { fileLimits } from './file-limits.ts'

/** What no system has in a name, and what only changes how others are shown. */
const notInNames = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\u200b\ufeff<>:"/\\|?*]+/gu

/** Windows has these for devices, whatever ending follows. */
const devices = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\s*(?:\.|$))/iu

/** A name that every system takes, with its ending; `otherwise` when nothing of the name is left. */
export function safeFileName(name: string, ending: string, otherwise: string): string {
  const bare = name
    .replaceAll(notInNames, ' ')
    .replace(/^[\s.~]+/u, '')
    .replace(devices, '$&_')
  const room = fileLimits.fileNameBytesMax - ending.length - 1
  const cut = cutToBytes(bare, room).replace(/[\s.]+$/u, '')
  return `${cut === '' ? otherwise : cut}.${ending}`
}

const utf8 = new TextEncoder()

/** Between characters. */
function cutToBytes(text: string, bytesMax: number): string {
  let left = bytesMax
  let kept = ''
  for (const character of text) {
    left -= utf8.encode(character).length
    if (left < 0) break
    kept += character
  }
  return kept
}
