// Everything the windows say, in one catalogue for each language; each room of it has a file. `strings` is the language in
// use, read at the moment of speaking: nothing may keep a sentence of it beyond what is on the screen.

import { english, type Catalogue } from './strings/english.ts'
import { speakAmounts } from './strings/format-amount.ts'
import { german } from './strings/german.ts'
import { speakSentences } from './strings/spoken.ts'

export type { Catalogue } from './strings/english.ts'

export const languages = ['en', 'de'] as const
export type Language = (typeof languages)[number]

const catalogues: Readonly<Record<Language, Catalogue>> = { en: english, de: german }

export let strings: Catalogue = english

/** Everything that is drawn from now on speaks this language; who calls this has the window drawn anew. */
export function speak(language: Language): void {
  strings = catalogues[language]
  speakAmounts(language)
  speakSentences(language)
}

/** The first of a person's languages that there is a catalogue for, or English. */
export function languageOf(wished: readonly string[]): Language {
  for (const tag of wished) {
    const found = languages.find((language) => tag.toLowerCase().split('-')[0] === language)
    if (found !== undefined) return found
  }
  return 'en'
}
