import { afterEach, describe, expect, it } from 'vitest'
import { languageOf, languages, speak, strings } from '../strings.ts'
import { english } from './english.ts'
import { formatAgo, formatBytes, formatSize } from './format-amount.ts'
import { german } from './german.ts'

/** Words that both languages have, names, keys and examples. */
const sharedTexts = new Set(
  [
    ['Gesso', 'English', 'Deutsch', 'Alt', 'Esc', 'Tab', 'px'],
    ['https://192.168.1.20:41873/#…', 'https://s3.example.org:9000', 'team/gesso'],
    ['gesso-relay://relay.example.org:41870/#…', 'Relay', 'Internet'],
    ['Bucket', 'Region', 'Chat', 'Navigator', 'Zoom'],
    ['Text', 'Lasso', 'Ellipse', 'Linear', 'Radial', 'Transparent', 'Airbrush', 'Position', 'Normal'],
  ].flat(),
)
const sharedWords = new Set(['version', 'electron', 'chromium', 'browser', 'system'])

interface Entry {
  readonly path: string
  readonly english: unknown
  readonly german: unknown
}

function* entriesOf(englishPart: unknown, germanPart: unknown, path = ''): Generator<Entry> {
  if (typeof englishPart !== 'object' || englishPart === null) {
    yield { path, english: englishPart, german: germanPart }
    return
  }
  const other = germanPart as Readonly<Record<string, unknown>> | undefined
  const keys = new Set([...Object.keys(englishPart), ...Object.keys(other ?? {})])
  for (const key of keys) {
    const below = path === '' ? key : `${path}.${key}`
    yield* entriesOf((englishPart as Readonly<Record<string, unknown>>)[key], other?.[key], below)
  }
}

const entries = [...entriesOf(english, german)]

/** A function's sentences with samples: words where it takes words, numbers where it counts, each in its singular and plural. */
function samplesOf(speech: unknown): readonly string[] {
  const call = speech as (...values: unknown[]) => string
  return [
    [1, 1, 1, 1, 1],
    [7, 7, 7, 7, 7],
    [0, 0, 0, 0, 0],
    ['Xy', 'Xy', 'Xy', 'Xy', 'Xy'],
    [['Xy'], ['Xy'], ['Xy']],
  ].flatMap((values) => {
    try {
      const said: unknown = call(...values)
      return typeof said === 'string' ? [said] : []
    } catch {
      // Not the kind of value that it takes.
      return []
    }
  })
}

const wordsOf = (text: string): readonly string[] => text.toLowerCase().match(/\p{L}{3,}/gu) ?? []

/** Words that nothing German has: whoever finds one has found a sentence that was left English. */
const onlyEnglish = new Set(
  'the this that and with from not are your you they what which who when where will can have has been its for to of is on'.split(
    ' ',
  ),
)

afterEach(() => speak('en'))

describe('German', () => {
  it('[UI190] has every entry of the catalogue, and each says something', () => {
    for (const entry of entries) {
      expect([entry.path, typeof entry.german]).toEqual([entry.path, typeof entry.english])
      if (typeof entry.english === 'function')
        expect([entry.path, (entry.german as () => void).length]).toEqual([entry.path, entry.english.length])
      else expect([entry.path, entry.german === '']).toEqual([entry.path, false])
    }
    expect(entries.length).toBeGreaterThan(300)
  })

  it('[UI191] is not English by accident', () => {
    const same = entries.filter(({ english, german }) => english === german && /\p{L}/u.test(String(english)))
    expect(same.filter(({ english }) => !sharedTexts.has(String(english)))).toEqual([])
    expect([...sharedTexts].filter((text) => !same.some(({ english }) => english === text))).toEqual([])
  })

  it('[UI191] has no English words, whatever it is told', () => {
    speak('de')
    const found = entries.flatMap(({ path, german }) =>
      (typeof german === 'function' ? samplesOf(german) : [String(german)]).flatMap((text) =>
        wordsOf(text)
          .filter((word) => onlyEnglish.has(word))
          .map((word) => `${path}: ${word}`),
      ),
    )
    expect(found).toEqual([])
    const spoken = entries.filter((entry) => typeof entry.german === 'function')
    expect(spoken.filter((entry) => samplesOf(entry.german).length === 0).map(({ path }) => path)).toEqual([])
  })

  it('[UI191] a function says another sentence than the English one', () => {
    const same = entries
      .filter(({ english }) => typeof english === 'function')
      .filter((entry) => {
        const [first, second] = [samplesOf(entry.english), samplesOf(entry.german)]
        return first.some(
          (text, at) => text === second[at] && wordsOf(text).some((word) => !sharedWords.has(word)),
        )
      })
      .map(({ path }) => path)
    expect(same).toEqual([])
  })

  it('[UI196] amounts and times are written as German writes them', () => {
    speak('de')
    expect([formatBytes(3_400_000), formatSize(2_500_000_000), formatSize(12_345_678)]).toEqual([
      '3,4 MB',
      '2,5 GB',
      '12 MB',
    ])
    const times = [0, 20_400, 5_900_000, 7_200_000, 172_800_000].map(formatAgo)
    expect(times).toEqual(['gerade eben', 'vor 20 s', 'vor 98 min', 'vor 2 h', 'vor 2 Tagen'])
    expect(strings.status.day(5, 2, 2026)).toBe('5. März 2026')
    speak('en')
    expect([formatBytes(3_400_000), formatAgo(20_400), strings.status.day(5, 2, 2026)]).toEqual([
      '3.4 MB',
      '20 s ago',
      '5 Mar 2026',
    ])
  })

  it('[UI196] is spoken to whoever reads it before English', () => {
    expect(languages).toEqual(['en', 'de'])
    expect([['de-AT', 'en'], ['fr', 'de'], ['en-GB', 'de'], []].map(languageOf)).toEqual([
      'de',
      'de',
      'en',
      'en',
    ])
  })
})
