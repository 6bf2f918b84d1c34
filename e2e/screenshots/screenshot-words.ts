import { looks, type Look } from './look.ts'

/** What `npm run screenshots` is asked to do. */
export type ScreenshotOrder =
  | { readonly kind: 'help' }
  | { readonly kind: 'refused'; readonly sentence: string }
  | {
      readonly kind: 'take'
      readonly out: string
      /** Parts of scenes' names; none stands for every scene. */
      readonly only: readonly string[]
      readonly looks: readonly Look[]
    }

const choosers = ['theme', 'size', 'language'] as const
type Chooser = (typeof choosers)[number]

const offered: Readonly<Record<Chooser, readonly string[]>> = {
  theme: [...new Set(looks.map(({ theme }) => theme))],
  size: [...new Set(looks.map(({ size }) => size))],
  language: [...new Set(looks.map(({ language }) => language))],
}

export const screenshotUsage = `npm run screenshots -- --out DIR [--only NAME]… [--theme T] [--size S] [--language L]
  --out DIR      the folder for the PNG files; made where there is none
  --only NAME    only scenes with NAME in their names, as in “panel”, “panel-chat”, “start”; may be said several times
  --theme T      ${offered.theme.join(' or ')}; both without it
  --size S       ${offered.size.join(', ')}; all without it
  --language L   ${offered.language.join(' or ')}; both without it`

export function readScreenshotWords(words: readonly string[]): ScreenshotOrder {
  if (words.includes('--help')) return { kind: 'help' }
  const only: string[] = []
  const said = new Map<string, string>()
  for (let at = 0; at < words.length; at += 2) {
    const [flag = '', value] = words.slice(at, at + 2)
    const name = flag.slice(2)
    if (!['--out', '--only', ...choosers.map((chooser) => `--${chooser}`)].includes(flag))
      return refuse(`There is no “${flag}”.`)
    if (value === undefined || value === '' || value.startsWith('--'))
      return refuse(`“${flag}” wants a word behind it.`)
    if (flag !== '--only' && said.has(name)) return refuse(`“${flag}” is said twice.`)
    if (flag === '--only') only.push(value)
    else said.set(name, value)
  }
  for (const chooser of choosers) {
    const value = said.get(chooser)
    if (value !== undefined && !offered[chooser].includes(value))
      return refuse(`“${value}” is no ${chooser}: say one of ${offered[chooser].join(', ')}.`)
  }
  const out = said.get('out')
  if (out === undefined) return refuse('Say where the files go: --out DIR.')
  const chosen = looks.filter((look) =>
    choosers.every((chooser) => (said.get(chooser) ?? look[chooser]) === look[chooser]),
  )
  if (chosen.length === 0) return refuse('In German, only 900x600 and 1440x900 in the dark theme are taken.')
  return { kind: 'take', out, only, looks: chosen }
}

function refuse(sentence: string): ScreenshotOrder {
  return { kind: 'refused', sentence: `${sentence}\n${screenshotUsage}` }
}
