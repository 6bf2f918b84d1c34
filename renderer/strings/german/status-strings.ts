import type { Catalogue } from '../english.ts'
import { formatBytes, formatCount } from '../format-amount.ts'

const people = (count: number): string => (count === 1 ? '1 Person' : `${formatCount(count)} Personen`)
const strokesKept = (count: number): string => {
  if (count === 0) return ''
  return count === 1
    ? ' 1 Änderung wartet hier und wird gesendet.'
    : ` ${formatCount(count)} Änderungen warten hier und werden gesendet.`
}
const attemptOf = (attempt: number, seconds: number): string =>
  seconds > 0 ? `Versuch ${formatCount(attempt)}, erneut in ${seconds} s` : `Versuch ${formatCount(attempt)}`

const months = [
  'Jan.',
  'Feb.',
  'März',
  'Apr.',
  'Mai',
  'Juni',
  'Juli',
  'Aug.',
  'Sept.',
  'Okt.',
  'Nov.',
  'Dez.',
] as const

/** „3 eigene Aktionen wurden“. */
function actionsOf(count: number): string {
  return count === 1 ? 'Eine eigene Aktion wurde' : `${formatCount(count)} eigene Aktionen wurden`
}

/** What the status line says. */
export const statusStrings: Catalogue['status'] = {
  heading: 'Zustand',
  connecting: 'Verbindet',
  waiting: 'Wartet auf Einlass',
  waitingHint:
    'Wer leitet, wird gefragt, bevor jemand hereinkommt. Sobald jemand zustimmt, ist die Sitzung da.',
  turnedDown: {
    watching: (count) => `${actionsOf(count)} nicht angenommen: Hier ist nur Zusehen erlaubt.`,
    locked: (count) => `${actionsOf(count)} nicht angenommen: Die Leinwand war gesperrt.`,
    full: (count) => `${actionsOf(count)} nicht angenommen: Der Gastgeber konnte nicht mehr aufnehmen.`,
  },
  connectingHint: 'Der Gastgeber wird gesucht.',
  catchingUp: (bytes, tiles, tilesTotal) =>
    `Bild kommt an (${formatBytes(bytes)}, ${formatCount(tiles)} von ${formatCount(tilesTotal)} Kacheln)`,
  catchingUpHint: 'Das Bild kommt noch an. Gezeichnet werden kann schon.',
  connected: 'Verbunden',
  canvasLocked: 'Verbunden, Leinwand gesperrt',
  canvasLockedHint: 'Im Moment malt nur, wer leitet. Alles ist zu sehen, und im Chat lässt sich schreiben.',
  watching: 'Verbunden, zum Zusehen',
  watchingHint:
    'Alles ist zu sehen, und im Chat lässt sich schreiben. Wer die Sitzung leitet, kann das Malen erlauben.',
  connectedHint: (waiting) => {
    if (waiting === 0) return 'Mit dem Gastgeber verbunden; alle eigenen Striche sind auf seiner Festplatte.'
    return waiting === 1
      ? 'Mit dem Gastgeber verbunden. 1 eigene Änderung ist auf dem Weg zu seiner Festplatte.'
      : `Mit dem Gastgeber verbunden. ${formatCount(waiting)} eigene Änderungen sind auf dem Weg zu seiner Festplatte.`
  },
  reconnecting: (attempt, seconds) => `Getrennt (${attemptOf(attempt, seconds)})`,
  connectingAgain: (attempt, seconds) => `Verbindet (${attemptOf(attempt, seconds)})`,
  unreachable:
    'Der Gastgeber antwortet nicht. Vielleicht ist die Sitzung vorbei, oder dieser Computer ist nicht in seinem Netzwerk. Gesso versucht es weiter.',
  lost: 'Die Verbindung ist abgerissen. Gesso versucht weiter, den Gastgeber zu erreichen.',
  reconnectingHint: (waiting) =>
    `Der Gastgeber ist nicht zu erreichen. Gesso versucht es weiter, und gezeichnet werden kann auch.${strokesKept(waiting)}`,
  ended: 'Beendet',
  savedUnknown: 'Noch nicht gespeichert',
  savedUnknownHint: 'Der Gastgeber hat noch nicht gesagt, wann das Bild gespeichert wurde.',
  firstSaveHint:
    'Zum ersten Mal gespeichert wird noch; bis dahin sind die Striche auf der Festplatte des Gastgebers.',
  firstSaveInS3Hint: 'Zum ersten Mal gespeichert wird noch; bis dahin werden die Striche nach S3 kopiert.',
  saved: (time) => `Gespeichert ${time}`,
  savedHint: 'Das Bild ist auf dem Computer des Gastgebers gespeichert.',
  savedOlderHint:
    'Das Bild wurde gespeichert; Striche seither sind bis zum nächsten Speichern auf der Festplatte des Gastgebers.',
  savedInS3Hint: 'Das Bild ist in S3 gespeichert.',
  savedOlderInS3Hint: 'Das Bild ist in S3 gespeichert; Striche seither werden dort daneben kopiert.',
  saving: 'Wird gespeichert',
  savingHint: 'Der Gastgeber speichert das Bild.',
  notSaved: (time) => `Nicht gespeichert seit ${time}, auf diesem Computer aufbewahrt`,
  notSavedAtHost: (time) => `Nicht gespeichert seit ${time}, beim Gastgeber aufbewahrt`,
  notSavedToS3: (time) => `Nicht in S3 gespeichert seit ${time}, auf diesem Computer aufbewahrt`,
  notSavedToS3AtHost: (time) => `Nicht in S3 gespeichert seit ${time}, beim Gastgeber aufbewahrt`,
  notSavedToS3Hint:
    'Jeder Strich ist auf der Festplatte des Gastgebers und geht von selbst nach S3, sobald es wieder antwortet.',
  notSavedUploaded: (time) => `Nicht gespeichert seit ${time}, nach S3 hochgeladen`,
  notSavedUploadedHint: 'Jeder Strich ist in S3, und das Speichern wird von selbst wieder versucht.',
  unsavedHere: 'Nicht alles ist gespeichert, auf diesem Computer aufbewahrt',
  unsavedAtHost: 'Nicht alles ist gespeichert, beim Gastgeber aufbewahrt',
  unsavedHint: 'Was vorher gezeichnet wurde, ist auf der Festplatte des Gastgebers.',
  keeping: 'Wie die Striche aufbewahrt sind',
  durable: 'Dauerhaft',
  durableMeaning:
    'Auf die Festplatte des Gastgebers geschrieben: Weder ein Absturz noch ein Stromausfall kann es nehmen.',
  savedWord: 'Gespeichert',
  savedMeaning: 'In einer Momentaufnahme, aus der das Bild geöffnet wird.',
  uploadedWord: 'Hochgeladen',
  uploadedMeaning: 'In S3: sicher, selbst wenn der Computer des Gastgebers verloren geht.',
  upTo: (seq) => `bis Änderung ${formatCount(seq)}`,
  nothingYet: 'noch nichts',
  sinceTime: (time) => `seit ${time}`,
  notSinceTime: (time) => `nicht seit ${time}`,
  notSavedHint:
    'Jeder Strich ist auf der Festplatte des Gastgebers, und das Speichern wird von selbst wieder versucht.',
  syncUnknown: 'Noch kein Vergleich',
  syncUnknownHint: 'Das Bild wird alle 100 Änderungen mit dem des Gastgebers verglichen.',
  inSync: (seq) => `Gleich bei ${formatCount(seq)}`,
  inSyncHint: (seq) =>
    `Bei Änderung ${formatCount(seq)} war dieses Bild das gleiche wie das des Gastgebers, Pixel für Pixel.`,
  healed: (times, tiles) => {
    if (tiles === 0)
      return `Es wurde ${times === 1 ? 'einmal' : `${formatCount(times)}-mal`} als verschieden erkannt und neu berechnet.`
    return tiles === 1
      ? '1 Kachel wurde als verschieden erkannt und neu geholt.'
      : `${formatCount(tiles)} Kacheln wurden als verschieden erkannt und neu geholt.`
  },
  differs: (seq) => `Verschieden bei ${formatCount(seq)}, wird neu geholt`,
  differsHint: 'Dieses Bild war nicht das gleiche wie das des Gastgebers und wird darum neu geholt.',
  day: (day, month, year) => `${day}. ${months[month]!} ${year}`,
  people: (count) => `${people(count)} hier`,
  zoom: (percent) => `${percent} %`,
  zoomHint: 'Vergrößerung. Bei 100 % ist ein Pixel des Bildes ein Pixel des Bildschirms.',
  size: (width, height) => `${width} × ${height} px`,
}
