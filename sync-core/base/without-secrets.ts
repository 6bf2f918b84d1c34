// What leaves a person's computer in a report: text in which everything that opens something, or says who somebody is, is
// replaced by a word for what stood there. What is known to be secret is looked for as it is; beyond that, whatever has the
// shape of a secret goes, too: better a harmless code too many than one secret. Lengths are bounded before anything is searched.

/** What is known, besides what can be recognised by its shape. */
export interface KnownPrivate {
  /** Tokens, keys: wherever they stand. */
  readonly secrets: readonly string[]
  /** People's names and titles of pictures, as whole words. */
  readonly names: readonly string[]
}

/** In this order: a longer shape before one that would take a part of it. */
const shapes: readonly (readonly [RegExp, string])[] = [
  [/\bhttps?:\/\/[^\s#”"']*#[^\s”"']+/g, '(invite)'],
  [/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@:]+:[^\s/@]+@/gi, '$1(login)@'],
  // A folder's name may have blanks in it when another part follows.
  [/(?:\/home\/|\/Users\/|[a-z]:[\\/]+Users[\\/]+)(?:[^\\/:,;"'”\n]{1,64}(?=[\\/])|[^\s\\/:,;"'”]+)/gi, '~'],
  [/\/root(?=[\\/\s:"'”]|$)/g, '~'],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{8,}\b/g, '(key)'],
  [/[A-Za-z0-9+/_=-]{40,}/g, '(code)'],
  [/[A-Za-z0-9_-]{22,}/g, '(code)'],
  [/\b(secret|password|token|passphrase)(\s*[:=]\s*)[^\s,;]+/gi, '$1$2(secret)'],
]

/** Names shorter than this would take letters out of every word's neighbourhood, and say nothing by themselves. */
const nameCharactersMin = 2

export function withoutSecrets(text: string, known: KnownPrivate = { secrets: [], names: [] }): string {
  let left = text
  for (const secret of longestFirst(known.secrets)) left = left.replaceAll(secret, '(secret)')
  for (const [shape, word] of shapes) left = left.replaceAll(shape, word)
  for (const name of longestFirst(known.names)) {
    if (Array.from(name).length < nameCharactersMin) continue
    left = left.replaceAll(
      new RegExp(String.raw`(?<![\p{L}\p{N}])${escaped(name)}(?![\p{L}\p{N}])`, 'gu'),
      '(name)',
    )
  }
  return left
}

function longestFirst(words: readonly string[]): readonly string[] {
  return [...new Set(words)].filter((word) => word.trim() !== '').sort((a, b) => b.length - a.length)
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/-]/g, String.raw`\$&`)
}
