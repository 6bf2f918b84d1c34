import type { Catalogue } from '../english.ts'

type SheetParts =
  'menu' | 'palette' | 'shortcuts' | 'preferences' | 'about' | 'log' | 'firstHints' | 'details' | 'unsaved'

/** The sheets above everything: palette, shortcuts, preferences, about, log. And the hints for who is new. */
export const sheetStrings: Pick<Catalogue, SheetParts> = {
  menu: { label: 'Menü' },

  palette: {
    heading: 'Befehle suchen',
    field: 'Befehle, Bedienfelder und Pinsel suchen',
    list: 'Gefunden',
    none: 'Nichts heißt so. Vielleicht hilft ein anderes Wort dafür.',
    recent: 'Zuletzt benutzt',
    panels: 'Bedienfelder',
    brushes: 'Pinsel',
    showPanel: (name) => `Bedienfeld zeigen: ${name}`,
    brush: (name) => `Pinsel: ${name}`,
    help: '↑ ↓ wählt, Eingabe führt aus, Esc schließt',
  },

  shortcuts: {
    heading: 'Tastenkürzel',
    search: 'Tastenkürzel suchen',
    none: 'Kein Tastenkürzel heißt so.',
    change: 'Ändern …',
    noKey: 'keine Taste',
    gestures: {
      held: {
        heading: 'Solange eine Taste gehalten wird',
        rows: [
          { name: 'Ansicht verschieben', keys: 'Leertaste' },
          { name: 'Ansicht drehen, mit Strg in Schritten von 15°', keys: 'Umschalt+Leertaste' },
          { name: 'Farbe aufnehmen', keys: 'Alt' },
          { name: 'Form bleibt regelmäßig, Auswahl fügt hinzu', keys: 'Umschalt' },
          { name: 'Auswahl nimmt weg, Form wächst aus der Mitte', keys: 'Alt' },
        ],
      },
      mouse: {
        heading: 'Maus und Stift',
        rows: [
          { name: 'Zum Zeiger hin vergrößern', keys: 'Mausrad' },
          { name: 'Ansicht verschieben', keys: 'Mittlere Taste' },
          { name: 'Ansicht drehen', keys: 'Umschalt+Mittlere Taste' },
          { name: 'Pinselgröße (seitwärts), Deckkraft (auf und ab)', keys: 'Umschalt+Ziehen' },
          { name: 'Radieren', keys: 'Anderes Ende des Stifts' },
          { name: 'Eine Farbe aus ihrer Palette nehmen', keys: 'Alt+Klick' },
        ],
      },
      touch: {
        heading: 'Finger',
        rows: [
          { name: 'Verschieben, vergrößern und drehen', keys: 'Zwei Finger' },
          { name: 'Rückgängig', keys: 'Mit zweien tippen' },
          { name: 'Wiederholen', keys: 'Mit dreien tippen' },
          { name: 'Malen, solange kein Stift in Gebrauch ist', keys: 'Ein Finger' },
        ],
      },
    },
  },

  preferences: {
    heading: 'Einstellungen',
    sections: 'Abschnitte',
    section: {
      general: 'Allgemein',
      appearance: 'Aussehen',
      keyboard: 'Tastatur',
      pen: 'Stift',
      hosting: 'Sitzungen',
    },
    hosting: {
      relay: 'Relay',
      relayPlaceholder: 'gesso-relay://relay.example.org:41870/#…',
      relayNote:
        'Der Link eines Relays (gesso-host --relay), über das andere im Internet hier eröffnete Sitzungen erreichen. Es reicht weiter, was es nicht lesen kann. Gilt ab der nächsten Sitzung; leer heißt keines.',
    },
    theme: 'Farbschema',
    themes: { system: 'Wie das System', dark: 'Dunkel', light: 'Hell' },
    language: 'Sprache',
    systemLanguage: 'Wie das System',
    languageNames: { en: 'English', de: 'Deutsch' },
    personNote: 'Andere sehen einen neuen Namen oder eine neue Farbe ab der nächsten Sitzung.',
    hints: 'Hinweise für den Anfang',
    hintsOn: 'Unten auf der Leinwand einen Hinweis zeigen, bis es einmal versucht wurde',
    hintsAgain: 'Alle Hinweise wieder zeigen',
    keyboard: {
      search: 'Befehle suchen',
      none: 'Kein Befehl heißt so.',
      change: (name) => `Tasten von „${name}“ ändern`,
      press: 'Tasten drücken; Esc lässt es, wie es ist',
      pressFor: (name) => `Tasten für „${name}“ drücken. Esc lässt es, wie es ist.`,
      taken: (keys, by) => `${keys} steht für „${by}“.`,
      take: 'Übernehmen',
      keep: 'Dabei lassen',
      reserved: (keys) => `${keys} kann keinem Befehl gegeben werden. Bitte andere Tasten drücken.`,
      noChord: 'Diese Taste geht nicht allein. Bitte andere Tasten drücken.',
      noKeys: 'Keine Tasten',
      noKeysFor: (name) => `„${name}“ die Tasten nehmen`,
      reset: 'Zurücksetzen',
      resetFor: (name) => `Tasten von „${name}“ zurücksetzen`,
      resetAll: 'Alle Tasten zurücksetzen',
      changed: 'Geändert',
    },
  },

  about: {
    heading: 'Über Gesso',
    version: (version) => `Version ${version}`,
    what: 'Gemeinsam an einem Bild zeichnen: Alle sehen dieselben Pixel, und kein Strich geht verloren.',
    licence: 'Freie Software unter der MIT-Lizenz. Copyright: Mitwirkende an Gesso.',
    runsOn: 'Läuft auf',
    electron: (electron, chrome) => `Electron ${electron}, Chromium ${chrome}`,
    browser: (name) => `Browser: ${name}`,
    system: (system) => `System: ${system}`,
    notices: 'Gemacht mit',
    noticesHint: 'Bibliotheken in Gesso, jede unter ihrer eigenen Lizenz.',
    licenceOf: (name) => `Lizenz von ${name}`,
    loading: 'Lizenzen werden gesucht',
  },

  log: {
    heading: 'Protokoll',
    intro:
      'Was geschah, seit dieses Fenster geöffnet wurde. Nichts davon verlässt diesen Computer von selbst.',
    show: 'Zeigen',
    filters: { all: 'Alles', troubles: 'Warnungen und Fehler' },
    search: 'Im Protokoll suchen',
    none: 'Es geschah nichts, was hier stehen würde.',
    times: (times) => `${times}-mal`,
    levels: { info: 'Notiz', warning: 'Warnung', error: 'Fehler' },
    places: { window: 'Dieses Fenster', main: 'Gesso' },
    copy: 'Diagnose kopieren',
    copied: 'Kopiert',
    notCopied: 'Kopieren war nicht möglich',
    copyHint:
      'Versionen, Größen, Zustände und dieses Protokoll, um Hilfe zu bekommen. Namen, Einladungen, Schlüssel und Ordner sind nicht dabei.',
    plain: {
      connecting: 'Der Gastgeber wird gesucht.',
      waiting: 'Wartet auf Einlass.',
      connected: 'Mit dem Gastgeber verbunden.',
      'session-begun': 'Eine Sitzung wurde geöffnet.',
      'session-left': 'Die Sitzung wurde verlassen.',
      'password-set': 'Wer neu kommt, braucht ein Passwort.',
      'password-gone': 'Wer neu kommt, braucht kein Passwort.',
      resumed: 'Das Zeichnen geht weiter.',
    },
    lost: (waiting) =>
      waiting === 0
        ? 'Die Verbindung ist abgerissen.'
        : `Die Verbindung ist abgerissen; Änderungen, die hier warten: ${waiting}.`,
    turnedDown: (count) => `Eigene Aktionen, die der Gastgeber nicht annahm: ${count}.`,
    people: (count) => `Personen hier: ${count}.`,
    saved: (seq) => `Bis Änderung ${seq} gespeichert.`,
    uploadedAgain: (seq) => `S3 hat wieder alles bis Änderung ${seq}.`,
    differs: (seq) =>
      `Das Bild unterschied sich bei Änderung ${seq} von dem des Gastgebers und wird neu geholt.`,
    healed: (tiles) => `Das Bild ist wieder das gleiche wie das des Gastgebers; ersetzte Kacheln: ${tiles}.`,
    because: {
      ended: (sentence) => `Die Sitzung ist zu Ende. ${sentence}`,
      'save-failed': (sentence) => `Das Bild konnte nicht gespeichert werden. ${sentence}`,
      'upload-waits': (sentence) => `S3 nimmt gerade nichts an. ${sentence}`,
      paused: (sentence) => `Das Zeichnen ruht. ${sentence}`,
      refused: (sentence) => sentence,
      'hosting-failed': (sentence) => `Die Sitzung hier konnte nicht weitergehen. ${sentence}`,
      error: (sentence) => `In Gesso ging etwas schief: ${sentence}`,
    },
  },

  firstHints: {
    label: 'Hinweis',
    sentences: {
      paint: 'Mit Stift, Maus oder Finger ziehen, um zu malen.',
      pan: (keys) => `${keys} halten und ziehen, um das Bild zu verschieben; das Mausrad vergrößert.`,
      undo: (keys) => `${keys} nimmt den letzten Strich zurück.`,
      invite: 'Um mit anderen zu zeichnen, oben auf „Einladen“ drücken und ihnen den Link schicken.',
      palette: (keys) => `${keys} findet jeden Befehl beim Namen.`,
    },
    dismiss: 'Verstanden',
  },

  details: {
    connection: 'Verbindung',
    sync: 'Vergleich mit dem Gastgeber',
    people: 'Personen',
    zoom: 'Vergrößerung',
    show: (text, what) => `${text}. Einzelheiten zeigen: ${what}`,
    since: (time) => `Seit ${time}`,
    latency: (ms) => `${ms} ms`,
    latencyMeaning: (ms) => `Eine Nachricht braucht ${ms} ms zum Gastgeber und zurück.`,
    latencyUnknown: 'Wie lange eine Nachricht zum Gastgeber und zurück braucht, wird gemessen.',
    hash: (hash) => `Fingerabdruck des Bildes hier: ${hash}`,
    syncMeaning:
      'Alle 100 Änderungen und immer, wenn das Zeichnen ruht, werden Fingerabdrücke aller Pixel verglichen. Was sich unterscheidet, wird neu geholt.',
    openPeople: 'Bedienfeld „Personen“ öffnen',
    andMore: (count) => `und ${count} weitere`,
    zoomPercent: (percent) => `${percent} %`,
  },

  unsaved: {
    banner: (time) => `Nicht gespeichert seit ${time}. Gesso versucht es weiter.`,
    saveCopy: 'Kopie speichern …',
  },
}
