import { strings } from '../strings.ts'
import { chordParts } from './chord.ts'

/** A chord as it is read on a keyboard, in the language in use: Ctrl+Shift+Z, Strg+Umschalt+Z. */
export function showChord(chord: string): string {
  const names = strings.commands.keys
  return chordParts(chord)
    .map((part) => (Object.hasOwn(names, part) ? names[part] : part))
    .join('+')
}
