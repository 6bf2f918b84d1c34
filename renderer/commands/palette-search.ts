// What the palette finds. Every word of the query has to be found in one of an entry's names (the language in use, and
// English): at the start of the name, at the start of a word, inside a word, or as letters in order that begin words, in this
// order of worth. What was used lately goes before what is worth the same; without a query it goes first.

export interface PaletteEntry {
  readonly id: string
  /** The first is shown; the others are only searched. */
  readonly names: readonly string[]
}

/** Nobody types more to find a command. */
const queryCharactersMax = 64

/** How much more something is worth that was used lately: less than a better kind of match. */
const recentWorth = 5

/** The entries that match, the best first; all of them for an empty query. `recent`: ids, the newest first. */
export function searchPalette<Entry extends PaletteEntry>(
  entries: readonly Entry[],
  query: string,
  recent: readonly string[],
): readonly Entry[] {
  const words = folded(query.slice(0, queryCharactersMax)).split(' ').filter(Boolean)
  const found = entries.flatMap((entry, at) => {
    const worth = Math.max(...entry.names.map((name) => worthOf(folded(name), words)))
    if (worth === -Infinity) return []
    const age = recent.indexOf(entry.id)
    return [{ entry, at, worth: worth + (age < 0 ? 0 : recentWorth), age: age < 0 ? Infinity : age }]
  })
  return found
    .sort((a, b) => b.worth - a.worth || (a.age === b.age ? a.at - b.at : a.age - b.age))
    .map(({ entry }) => entry)
}

function worthOf(name: string, words: readonly string[]): number {
  if (words.length === 0) return 0
  const each = words.map((word) => worthOfWord(name, word))
  return each.includes(-Infinity) ? -Infinity : each.reduce((a, b) => a + b) / words.length
}

function worthOfWord(name: string, word: string): number {
  if (name.startsWith(word)) return name.length === word.length ? 50 : 40
  if (name.includes(` ${word}`)) return 30
  if (name.includes(word)) return 20
  return isInitials(name, word) ? 10 : -Infinity
}

/** Whether each letter goes on where the one before stood, or begins a later word: `mlwb`, `melay` of `merge layer with below`. */
function isInitials(name: string, letters: string): boolean {
  const from = (at: number, next: number): boolean => {
    if (next === letters.length) return true
    if (at < name.length && name[at] === letters[next] && from(at + 1, next + 1)) return true
    for (let start = name.indexOf(' ', at); start >= 0; start = name.indexOf(' ', start + 1)) {
      if (name[start + 1] === letters[next] && from(start + 2, next + 1)) return true
    }
    return false
  }
  // The first letter begins a word, too.
  return from(0, 0) && letters.length > 1
}

/** Without case, accents and signs: what one types is rarely how a name is written. */
function folded(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^\p{L}\p{N}+-]+/gu, ' ')
    .trim()
}
