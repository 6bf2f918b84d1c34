// How a person wants the window to be, on this computer. What is stored and makes no sense is left alone.

import { createStore } from 'zustand/vanilla'
import type { OwnKeys } from '../commands/key-map.ts'
import { readOwnKeys } from '../commands/own-keys.ts'
import { languageOf, languages, type Language } from '../strings.ts'
import { penCurves, readPenCurve, type PenCurve } from '../tools/pen-curve.ts'
import { readStored, writeStored } from './stored-json.ts'

export const themes = ['dark', 'light', 'system'] as const
export type ThemeChoice = (typeof themes)[number]

export const languageChoices = ['system', ...languages] as const
export type LanguageChoice = (typeof languageChoices)[number]

export interface Preferences {
  readonly theme: ThemeChoice
  readonly language: LanguageChoice
  /** Keys that the person chose for commands. */
  readonly keys: OwnKeys
  /** What a pen's pressure goes through before any brush sees it. */
  readonly penCurve: PenCurve
}

export interface PreferencesState extends Preferences {
  readonly change: (change: Partial<Preferences>) => void
}

export type PreferencesStore = ReturnType<typeof createPreferencesStore>

const storedKey = 'gesso.preferences'

const usual: Preferences = { theme: 'dark', language: 'system', keys: {}, penCurve: penCurves.straight }

export function createPreferencesStore() {
  const store = createStore<PreferencesState>((set) => ({
    ...readPreferences(readStored(storedKey, isRecord)),
    change: (change) => set(change),
  }))
  store.subscribe(({ theme, language, keys, penCurve }) =>
    writeStored(storedKey, { theme, language, keys, penCurve }),
  )
  return store
}

export function readPreferences(value: unknown): Preferences {
  const stored = isRecord(value) ? value : {}
  return {
    theme: oneOf(themes, stored['theme']) ?? usual.theme,
    language: oneOf(languageChoices, stored['language']) ?? usual.language,
    keys: readOwnKeys(stored['keys']),
    penCurve: readPenCurve(stored['penCurve']),
  }
}

/** The language that a choice stands for on a computer whose person reads `wished`, best first. */
export function chosenLanguage(choice: LanguageChoice, wished: readonly string[]): Language {
  return choice === 'system' ? languageOf(wished) : choice
}

function oneOf<T extends string>(values: readonly T[], value: unknown): T | undefined {
  return values.find((known) => known === value)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
