// The few words that the main process says itself: in the menu and in the system's dialogs, some of them before there is a
// window. The catalogue proper is the window's.

import type { AppLanguage } from '../ipc/contract.ts'

interface AppWords {
  readonly quit: string
  readonly edit: string
  readonly cut: string
  readonly copy: string
  readonly paste: string
  readonly selectAll: string
  readonly develop: string
  readonly developerTools: string
  readonly folderTitle: string
  readonly folderButton: string
  readonly cannotStart: string
  readonly notSaved: string
  readonly keptHere: (sentence: string) => string
  readonly windowStopped: string
  readonly windowStoppedTwice: (reason: string) => string
  readonly openAgain: string
}

const words: Readonly<Record<AppLanguage, AppWords>> = {
  en: {
    quit: 'Quit',
    edit: 'Edit',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    selectAll: 'Select all',
    develop: 'Develop',
    developerTools: 'Developer tools',
    folderTitle: 'Where pictures are kept',
    folderButton: 'Keep pictures here',
    cannotStart: 'Gesso can’t start',
    notSaved: 'The picture could not be saved.',
    keptHere: (sentence) =>
      `${sentence} Everything that was drawn is kept on this computer and will be there when you open the picture again.`,
    windowStopped: 'The window stopped working.',
    windowStoppedTwice: (reason) =>
      `The page stopped twice within a minute (${reason}). A session that is hosted here goes on meanwhile.`,
    openAgain: 'Open it again',
  },
  de: {
    quit: 'Beenden',
    edit: 'Bearbeiten',
    cut: 'Ausschneiden',
    copy: 'Kopieren',
    paste: 'Einfügen',
    selectAll: 'Alles auswählen',
    develop: 'Entwicklung',
    developerTools: 'Entwicklerwerkzeuge',
    folderTitle: 'Wo Bilder aufbewahrt werden',
    folderButton: 'Bilder hier aufbewahren',
    cannotStart: 'Gesso kann nicht starten',
    notSaved: 'Das Bild konnte nicht gespeichert werden.',
    keptHere: (sentence) =>
      `${sentence} Alles Gezeichnete ist auf diesem Computer aufbewahrt und da, sobald das Bild wieder geöffnet wird.`,
    windowStopped: 'Das Fenster arbeitet nicht mehr.',
    windowStoppedTwice: (reason) =>
      `Die Seite ist innerhalb einer Minute zweimal stehen geblieben (${reason}). Eine hier eröffnete Sitzung geht inzwischen weiter.`,
    openAgain: 'Wieder öffnen',
  },
}

const appLanguages = ['en', 'de'] as const satisfies readonly AppLanguage[]

export let appWords: AppWords = words.en

/** What is shown from now on is in this language. */
export function speakAppWords(language: AppLanguage): void {
  appWords = words[language]
}

/** The language that the window told last, or else the first of the system's that there are words for. */
export function appLanguageOf(kept: AppLanguage | undefined, wished: readonly string[]): AppLanguage {
  if (kept !== undefined) return kept
  const known = wished.map((tag) =>
    appLanguages.find((language) => tag.toLowerCase().split('-')[0] === language),
  )
  return known.find((language) => language !== undefined) ?? 'en'
}
