import type { Catalogue } from '../english.ts'
import { formatCount, formatSize } from '../format-amount.ts'

/** The page that saves the picture as a file. */
export const exportStrings: Catalogue['export'] = {
  heading: 'Exportieren',
  format: 'Dateiformat',
  formats: {
    png: 'PNG (genaue Pixel)',
    jpeg: 'JPEG (klein, für Fotos)',
    webp: 'WebP (klein)',
    ora: 'OpenRaster (mit Ebenen)',
    psd: 'Photoshop (mit Ebenen)',
  },
  area: 'Was',
  areas: { whole: 'Das ganze Bild', selection: 'Die Auswahl', layer: 'Die aktuelle Ebene' },
  background: 'Hintergrund',
  backgrounds: { paper: 'Weißes Papier', nothing: 'Durchsichtig' },
  quality: 'Qualität',
  name: 'Dateiname',
  save: 'Datei speichern',
  cancel: 'Abbrechen',
  untitled: 'Bild',
  paper: 'Papier',
  steps: {
    pixels: (percent) => `Das Bild wird gelesen: ${percent} %`,
    layers: (count) => `Die Ebenen werden gelesen: ${count}`,
    file: () => 'Die Datei entsteht …',
  },
  ended: 'Der Export wurde beendet. Es gibt keine Datei davon.',
  done: (size) => `Die Datei ist fertig (${formatSize(size)}).`,
  refusals: {
    noMemory:
      'Dieses Fenster hat dafür zu wenig Speicher frei. Andere Bilder und Programme schließen oder einen Ausschnitt exportieren.',
    nothingHere: 'Das Bild ist noch nicht da. Später ist es möglich.',
    nothingSelected: 'Im Bild ist nichts ausgewählt. Etwas auswählen oder das ganze Bild exportieren.',
    nothingPainted: 'Dort ist nichts gemalt.',
    noLayer: 'Die Ebene gibt es nicht mehr. Bitte eine andere wählen.',
    fault:
      'Die Datei konnte nicht entstehen: Vielleicht ist der Speicher knapp. Das Bild ist sicher; PNG oder ein kleinerer Teil kann gelingen.',
    tooLarge: (width, height, pxMax, sidePxMax) =>
      `Das sind ${formatCount(width)} × ${formatCount(height)} px. Dieses Format fasst höchstens ${formatCount(sidePxMax)} px an einer Seite und ${formatCount(pxMax)} px insgesamt; PNG fasst mehr.`,
    layersTooLarge: (bytes, bytesMax) =>
      `Die Ebenen brauchen ${formatSize(bytes)}, eine Datei mit Ebenen fasst höchstens ${formatSize(bytesMax)}. Möglich ist PNG, oder weniger Ebenen.`,
  },
}
