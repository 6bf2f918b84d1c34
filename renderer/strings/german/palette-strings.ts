import { formatCount, formatSize } from '../format-amount.ts'
import type { Catalogue } from '../english.ts'

/** The palettes of colours in the colour panel. */
export const paletteStrings: Catalogue['palettes'] = {
  heading: 'Farbpalette',
  which: 'Gezeigte Palette',
  shared: 'Gemeinsame Palette',
  menu: 'Mehr zu Paletten',
  name: 'Name der Palette',
  newName: 'Neue Palette',
  colors: (name) => `Farben von „${name}“`,
  color: (name, hex) => (name === '' ? hex : `${name}, ${hex}`),
  colorHint: (color) => `${color}\nAlt+Klick entfernt, Ziehen verschiebt`,
  emptyShared: '+ nimmt die aktuelle Farbe auf. Alle sehen sie.',
  emptyOwn: '+ nimmt die aktuelle Farbe auf.',
  isThere: (hex) => `${hex} ist schon in der Palette.`,
  isNotThere: (hex) => `${hex} ist nicht in der Palette.`,
  allThere: 'Die gemeinsame Palette hat alle diese Farben schon.',
  isFull: (count) => `Diese Palette hat höchstens ${formatCount(count)} Farben.`,
  doesNotFit: (count) =>
    `Die gemeinsame Palette hat höchstens ${formatCount(count)} Farben: Nicht alle passen hinein.`,
  tooMany: (count) => `Es gibt höchstens ${formatCount(count)} eigene Paletten. Zuerst eine löschen.`,
  isEmpty: 'Diese Palette hat noch keine Farben.',
  sharedStays: 'Das ist die gemeinsame Palette: Sie hat keinen eigenen Namen und gehört zum Bild.',
  isOwn: 'Diese Palette ist schon auf diesem Computer.',
  isShared: 'Das ist schon die gemeinsame Palette.',
  nothingToUndo: 'An den eigenen Paletten wurde nichts geändert.',
  deleted: (name) => `„${name}“ wurde gelöscht. Der Pfeil neben den Paletten holt sie zurück.`,
  notKept:
    'Dieser Computer kann die eigenen Paletten nicht behalten: Mit dem Fenster sind sie weg. Exportieren hilft.',
  notAPalette: (file) => `„${file}“ ist keine Palette von GIMP (.gpl).`,
  noColors: (file) => `„${file}“ hat keine Farben.`,
  tooLarge: (file, most) => `„${file}“ ist zu groß für eine Palette: höchstens ${formatSize(most)}.`,
  unreadable: (file) => `„${file}“ kann nicht gelesen werden.`,
  imported: (name, count, leftOut) =>
    leftOut === 0
      ? `„${name}“ ist da, mit ${formatCount(count)} Farben.`
      : `„${name}“ ist da, mit den ersten ${formatCount(count)} Farben; ${formatCount(leftOut)} hatten keinen Platz.`,
  importedInPart: (name, count, skipped) =>
    skipped === 1
      ? `„${name}“ ist da, mit ${formatCount(count)} Farben. Eine Zeile war nicht lesbar.`
      : `„${name}“ ist da, mit ${formatCount(count)} Farben. ${formatCount(skipped)} Zeilen waren nicht lesbar.`,
}
