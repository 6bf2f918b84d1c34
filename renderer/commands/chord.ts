// A chord is a key with its modifiers, written as one reads it: `Ctrl+Shift+Z`, `[`, `Delete`. Letters go by what the key says,
// so that they follow the layout; brackets and digits also by where the key is, because many layouts have no brackets of
// their own and write other signs with Shift. So are letters of other alphabets: whoever writes Cyrillic has Ctrl+Z where it
// stands on an American keyboard. Ctrl stands for Command, too.

/** The parts of a keydown that decide; a KeyboardEvent fits. */
export interface KeyPress {
  readonly key: string
  readonly code: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

const modifiers = ['Ctrl', 'Alt', 'Shift'] as const

/** Keys with a name of more than one letter that a chord may have. */
const namedKeys: ReadonlySet<string> = new Set([
  'Backspace',
  'Delete',
  'Insert',
  'Enter',
  'Escape',
  'Tab',
  'Home',
  'End',
  'PageUp',
  'PageDown',
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
  ...Array.from({ length: 12 }, (_, index) => `F${index + 1}`),
])

/** Keys that are also known by their place, and what stands there on an American keyboard. */
const places: Readonly<Record<string, string>> = {
  BracketLeft: '[',
  BracketRight: ']',
  ...Object.fromEntries(Array.from({ length: 10 }, (_, digit) => [`Digit${digit}`, String(digit)])),
}

const brackets: ReadonlySet<string> = new Set(['[', ']', '{', '}'])

/** A letter of an alphabet that chords are not written in. */
function isForeign(key: string): boolean {
  return /^\p{L}$/u.test(key) && !/[\p{Script=Latin}\p{Script=Common}]/u.test(key)
}

function letterPlace(code: string): string | undefined {
  return /^Key([A-Z])$/.exec(code)?.[1]
}

/** What a press may mean, the likeliest first; nothing when it is a modifier alone or a dead key. */
export function chordsOf(press: KeyPress): readonly string[] {
  // AltGr writes signs; Windows tells it as both keys.
  const isAltGr = press.ctrlKey && press.altKey && press.key.length === 1
  const ctrl = (press.ctrlKey || press.metaKey) && !isAltGr
  const alt = press.altKey && !isAltGr
  const chords: string[] = []
  const upper = press.key.toUpperCase()
  // The capital of some letters is two.
  const key = press.key.length === 1 && upper.length === 1 ? upper : press.key
  const isLetter = key.toLowerCase() !== key.toUpperCase()
  const isWritten = press.key.length === 1 && press.key !== ' '
  // A sign that needs Shift is the sign, not Shift and something.
  if (isWritten) chords.push(join(ctrl, alt, press.shiftKey && isLetter, key))
  else if (namedKeys.has(key)) chords.push(join(ctrl, alt, press.shiftKey, key))
  // A Mac's Option writes signs as AltGr does, and is told as Alt.
  if (alt && !ctrl && brackets.has(key)) chords.push(key)
  const place = places[press.code] ?? (isForeign(press.key) ? letterPlace(press.code) : undefined)
  if (place !== undefined) chords.push(join(ctrl, alt, press.shiftKey, place))
  return [...new Set(chords)]
}

/** Whether a text is a chord as this file writes them. */
export function isChord(text: string): boolean {
  let rest = text
  for (const modifier of modifiers) {
    if (rest.startsWith(`${modifier}+`) && rest.length > modifier.length + 1)
      rest = rest.slice(modifier.length + 1)
  }
  if (namedKeys.has(rest)) return true
  const upper = rest.toUpperCase()
  return Array.from(rest).length === 1 && rest.trim() === rest && (rest === upper || upper.length > 1)
}

/** The parts of a chord: its modifiers and its key. */
export function chordParts(chord: string): readonly string[] {
  const key = /(?:^|\+)(\+|[^+]+)$/.exec(chord)?.[1] ?? chord
  const before = chord.slice(0, chord.length - key.length).split('+')
  return [...before.filter((part) => part !== ''), key]
}

function join(ctrl: boolean, alt: boolean, shift: boolean, key: string): string {
  return [ctrl && 'Ctrl', alt && 'Alt', shift && 'Shift', key].filter((part) => part !== false).join('+')
}
