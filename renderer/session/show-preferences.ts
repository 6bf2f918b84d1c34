// What the preferences do to the whole window: its colours, its language. Both are there before anything is drawn.

import { chosenLanguage, type PreferencesStore, type ThemeChoice } from '../stores/preferences-store.ts'
import { speak, type Language } from '../strings.ts'

/** `tellLanguage` is told the language in use, at once and when it changes. Returns how to stop following the preferences and the system. */
export function showPreferences(
  store: PreferencesStore,
  tellLanguage: (language: Language) => void,
): () => void {
  let told: Language | undefined
  const system = window.matchMedia('(prefers-color-scheme: light)')
  const show = (): void => {
    const { theme, language } = store.getState()
    const root = document.documentElement
    const spoken = chosenLanguage(language, navigator.languages)
    root.dataset['theme'] = shownTheme(theme, system.matches)
    root.lang = spoken
    speak(spoken)
    if (spoken !== told) tellLanguage(spoken)
    told = spoken
  }
  show()
  system.addEventListener('change', show)
  const unsubscribe = store.subscribe(show)
  return () => {
    unsubscribe()
    system.removeEventListener('change', show)
  }
}

export function shownTheme(choice: ThemeChoice, isSystemLight: boolean): 'dark' | 'light' {
  if (choice === 'system') return isSystemLight ? 'light' : 'dark'
  return choice
}
