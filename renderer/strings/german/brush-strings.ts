import type { Catalogue } from '../english.ts'
import { formatCount, formatSize } from '../format-amount.ts'

/** What the brush panel says. */
export const brushStrings: Catalogue['brushes'] = {
  heading: 'Pinseleinstellungen',
  choose: (name) => `Pinsel: ${name}`,
  list: 'Pinsel',
  names: {
    ink: 'Tusche',
    pencil: 'Bleistift',
    marker: 'Filzstift',
    airbrush: 'Airbrush',
    eraser: 'Weicher Radierer',
    smudge: 'Verwischer',
  },
  unchanged: 'An diesem Pinsel wurde nichts geändert.',
  menu: 'Mehr zu Pinseln',
  name: 'Name des Pinsels',
  newName: 'Pinsel',
  likeThis: (name) => `${name} 2`,
  fileName: 'Meine Pinsel',
  comesWithGesso:
    'Dieser Pinsel gehört zu Gesso. Ein neuer Pinsel wie dieser lässt sich benennen, behalten und löschen.',
  tooMany: (count) => `Es gibt höchstens ${formatCount(count)} eigene Pinsel. Zuerst einen löschen.`,
  noOwn: 'Es gibt noch keine eigenen Pinsel.',
  atTheEnd: 'Dahinter ist kein Pinsel mehr.',
  nothingToUndo: 'An der Sammlung der Pinsel wurde nichts geändert.',
  deleted: (name) => `„${name}“ wurde gelöscht. Der Pfeil unter den Pinseln holt ihn zurück.`,
  notKept:
    'Dieser Computer kann die eigenen Pinsel nicht behalten: Sie gehen mit dem Fenster verloren. Bitte exportieren.',
  notBrushes: (file) => `„${file}“ ist keine Datei mit Gesso-Pinseln (.gesso-brushes.json).`,
  noBrushes: (file) => `„${file}“ enthält keine Pinsel.`,
  laterVersion: (file, version) =>
    `„${file}“ hat Version ${version} des Formats; dieses Gesso liest Version 1.`,
  tooLarge: (file, most) => `„${file}“ ist zu groß für Pinsel: höchstens ${formatSize(most)}.`,
  unreadable: (file) => `„${file}“ lässt sich nicht lesen.`,
  wrongBrush: (name, setting, value) => `Mit „${name}“ lässt sich nicht malen: „${setting}“ ist ${value}.`,
  imported: (count, leftOut) =>
    leftOut === 0
      ? `${count === 1 ? 'Ein Pinsel ist' : `${formatCount(count)} Pinsel sind`} hier.`
      : `${count === 1 ? 'Ein Pinsel ist' : `${formatCount(count)} Pinsel sind`} hier; für ${formatCount(leftOut)} war kein Platz.`,
  importedInPart: (count, name, setting, value) =>
    `${count === 1 ? 'Ein Pinsel ist' : `${formatCount(count)} Pinsel sind`} hier. Mit „${name}“ lässt sich nicht malen: „${setting}“ ist ${value}.`,
  changed: 'Geändert',
  dynamics: 'Was der Stift ändert',
  dynamicsHeads: [
    { name: 'Druck', hint: 'Wächst mit dem Druck des Stifts' },
    {
      name: 'Neigung',
      hint: '−100 bis 100: was ein flach gehaltener Stift wegnimmt oder hinzufügt, in Prozent',
    },
    { name: 'Tempo', hint: '−100 bis 100: was ein schneller Stift wegnimmt oder hinzufügt, in Prozent' },
  ],
  pressureHints: {
    size: 'Der Stiftdruck ändert die Größe',
    opacity: 'Der Stiftdruck ändert die Deckkraft',
    flow: 'Der Stiftdruck ändert den Fluss',
  },
  size: 'Größe',
  opacity: 'Deckkraft',
  flow: 'Fluss',
  mode: 'Überlagerung',
  modes: { wash: 'Gleichmäßig', 'build-up': 'Aufbauend' },
  modeHints: {
    wash: 'Ein Strich deckt nie mehr als seine Deckkraft',
    'build-up': 'Jede Berührung innerhalb eines Strichs deckt stärker',
  },
  dragged: (sizePx, opacity) => `${String(sizePx).replace('.', ',')} px · ${opacity} %`,
  tip: 'Spitze',
  tips: {
    round: 'Glatt',
    paper: 'Papier',
    chalk: 'Kreide',
    charcoal: 'Kohle',
    bristle: 'Borsten',
    spray: 'Sprühdose',
  },
  spacing: 'Abstand',
  roundness: 'Rundung',
  angle: 'Winkel',
  angleFrom: 'Gedreht durch',
  angleOrigins: { fixed: 'Nichts', direction: 'Richtung', tilt: 'Stiftneigung' },
  smudge: 'Verwischen',
  steadiness: 'Stabilisator',
  steadinessHint: 'Beruhigt die Linie eines Stifts; eine Maus bleibt, wie sie ist',
  taper: 'Verjüngung',
  taperStart: 'Anfang',
  taperEnd: 'Ende',
  tilt: 'Stiftneigung',
  speed: 'Tempo',
  jitter: 'Zufall',
  jitterParts: { position: 'Position', size: 'Größe', flow: 'Fluss', angle: 'Winkel' },
  part: (group, name) => `${group}: ${name}`,
}
