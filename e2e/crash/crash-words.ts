/** What `npm run crash` is asked to do. */
export type CrashOrder =
  | {
      readonly kind: 'kills'
      readonly kills: number
      readonly storage: 'folder' | 's3'
      readonly seed: number
      readonly losesDisk: boolean
    }
  | { readonly kind: 'every-call' }
  | { readonly kind: 'fight'; readonly rounds: number }

export const crashUsage =
  'Say npm run crash -- --kills N --storage folder|s3 [--seed S] [--lose-disk], where only s3 can lose the disk; or --every-call; or --fight N.'

/** Undefined for words that make no sense. `seed` is taken when none is said. */
export function readCrashWords(words: readonly string[], seed: number): CrashOrder | undefined {
  const said = new Map<string, string>()
  const flags = new Set<string>()
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!
    if (said.has(word) || flags.has(word)) return undefined
    if (word === '--every-call' || word === '--lose-disk') flags.add(word)
    else if (['--kills', '--storage', '--seed', '--fight'].includes(word)) said.set(word, words[++i] ?? '')
    else return undefined
  }
  const names = [...said.keys(), ...flags].sort().join(' ')
  if (names === '--every-call') return { kind: 'every-call' }
  if (names === '--fight') {
    const rounds = readCount(said.get('--fight'))
    return rounds === undefined ? undefined : { kind: 'fight', rounds }
  }
  const kills = readCount(said.get('--kills'))
  const storage = said.get('--storage')
  const saidSeed = said.has('--seed') ? readCount(said.get('--seed')) : seed
  const losesDisk = flags.has('--lose-disk')
  if (said.has('--fight') || flags.has('--every-call') || kills === undefined || saidSeed === undefined) {
    return undefined
  }
  if (storage !== 'folder' && storage !== 's3') return undefined
  if (losesDisk && storage === 'folder') return undefined
  return { kind: 'kills', kills, storage, seed: saidSeed, losesDisk }
}

function readCount(word: string | undefined): number | undefined {
  return word !== undefined && /^\d{1,9}$/.test(word) ? Number(word) : undefined
}
