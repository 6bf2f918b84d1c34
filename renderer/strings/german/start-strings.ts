import type { Catalogue } from '../english.ts'
import { formatCount, formatSize } from '../format-amount.ts'

type StartParts = 'app' | 'person' | 'host' | 'join' | 'pictures' | 'opening' | 'takeover' | 'leaving'

/** What one sees before a session: who one is, hosting, joining, the shelf of pictures. */
export const startStrings: Pick<Catalogue, StartParts> = {
  app: { name: 'Gesso', tagline: 'Gemeinsam ein Bild zeichnen' },

  person: {
    heading: 'Zur Person',
    name: 'Name',
    namePlaceholder: 'So sehen ihn die anderen',
    color: 'Eigene Farbe',
    colorOption: (index) => `Farbe ${index}`,
    nameMissing: 'Die anderen brauchen einen Namen',
    nameTooLong: 'Zu lang: höchstens 64 Byte passen',
  },

  host: {
    heading: 'Eine Sitzung eröffnen',
    title: 'Titel',
    titleDefault: 'Bild ohne Titel',
    titleMissing: 'Das Bild braucht einen Titel',
    titleTooLong: 'Zu lang: höchstens 200 Byte passen',
    size: 'Größe',
    width: 'Breite in Pixeln',
    height: 'Höhe in Pixeln',
    pixels: 'px',
    preset: (width, height) => `${width}×${height}`,
    sizeNotWhole: (side) => `${side} muss eine ganze Zahl von Pixeln sein`,
    sizeOutOfRange: (side, value, min, max) => `${side} ist ${value}, nicht ${min} bis ${max} Pixel`,
    sideWidth: 'Breite',
    sideHeight: 'Höhe',
    reach: 'Wer beitreten kann',
    reaches: { computer: 'Nur hier', network: 'Dieses Netzwerk', internet: 'Internet' },
    reachHints: {
      computer: 'Nur Programme auf diesem Computer.',
      network: 'Alle im Netzwerk, die die Einladung haben.',
      internet: 'Alle mit der Einladung, über den Router oder ein Relay.',
    },
    start: 'Sitzung eröffnen',
  },

  join: {
    heading: 'Einer Sitzung beitreten',
    invite: 'Einladung',
    invitePlaceholder: 'https://192.168.1.20:41873/#…',
    inviteMissing: 'Bitte die Einladung einfügen, die der Gastgeber kopiert hat.',
    start: 'Beitreten',
    leaveFor: 'Eine Einladung zu einer anderen Sitzung wurde geöffnet. Diese dafür verlassen?',
    closeFor:
      'Eine Einladung zu einer anderen Sitzung wurde geöffnet. Diese dafür zu schließen speichert das Bild und beendet sie für alle.',
    leaveYes: 'Diese Sitzung verlassen',
    leaveNo: 'Hier bleiben',
    guestHeading: 'Einladung zum Zeichnen',
    guestHint: 'In dieser Sitzung zeichnen alle am selben Bild.',
    noInvite:
      'Bitte den ganzen Link öffnen, den der Gastgeber gegeben hat. Er endet mit # und einem langen Code.',
  },

  pictures: {
    heading: 'Meine Bilder',
    empty: 'Hier erscheinen Bilder, die von hier aus eröffnet wurden.',
    loading: 'Bilder werden gesucht',
    open: (title) => `„${title}“ öffnen`,
    openHint: 'Öffnet das Bild und eröffnet seine Sitzung wieder',
    rename: 'Umbenennen',
    renameField: 'Neuer Titel',
    delete: 'Löschen',
    unreadable: 'Unlesbares Bild',
    deleted: (title) => `„${title}“ gelöscht.`,
    undo: 'Rückgängig',
    size: (width, height) => `${width} × ${height}`,
    bytes: (picture, history) => `${formatSize(picture)}, Verlauf ${formatSize(history)}`,
    bytesHint:
      'Was das Bild dort belegt, wo es aufbewahrt wird, und was alle seine früheren Augenblicke belegen.',
    again: 'Noch einmal versuchen',
    keptOnComputer: 'Auf diesem Computer aufbewahrt',
    keptInFolder: 'In einem Ordner dieses Computers aufbewahrt',
    keptInBucket: (bucket) => `Im Bucket „${bucket}“ aufbewahrt`,
    change: 'Ändern',
    changeHint: 'Ändern, wo Bilder aufbewahrt werden',
    recovered: (titles) =>
      `Wiederhergestellt: ${titles.length === 1 ? `„${titles[0]!}“` : `${formatCount(titles.length)} Bilder`}. Was vor dem Ende von Gesso gezeichnet wurde, ist gespeichert.`,
    stillSaving: (title) => `„${title}“ wird noch gespeichert.`,
  },

  opening: {
    host: 'Das Bild wird geöffnet',
    join: 'Der Sitzung wird beigetreten',
  },

  takeover: {
    seemsOpen: (title, ago) =>
      `„${title}“ scheint auf einem anderen Computer offen zu sein (zuletzt geschrieben ${ago}).`,
    whatHappens:
      'Wird es hier geöffnet, endet die Sitzung dort, und alle dort erfahren es. Striche, die noch nicht im Bucket sind, bleiben auf jenem Computer.',
    open: 'Hier öffnen',
    cancel: 'Abbrechen',
  },

  leaving: {
    leave: 'Die Sitzung wird gespeichert und geschlossen',
    quit: 'Das Bild wird gespeichert, bevor Gesso sich beendet',
    leaveHint:
      'Warten ist nicht nötig: Gespeichert wird weiter, solange Gesso offen ist. Alles Gezeichnete ist schon auf diesem Computer aufbewahrt.',
    quitHint:
      'Auch wenn Gesso jetzt beendet wird, geht nichts verloren: Alles Gezeichnete ist auf diesem Computer aufbewahrt und wird gespeichert, sobald das Bild hier wieder geöffnet wird.',
    bucketHint: 'Bis dahin sehen andere Computer das Bild vielleicht ohne die letzten Striche.',
    dontWait: 'Nicht warten',
    quitNow: 'Jetzt beenden',
  },
}
