import type { Catalogue } from '../english.ts'
import { formatBytes, formatCount } from '../format-amount.ts'

/** What tools and their options say, and what becomes of images. */
export const toolStrings: Pick<
  Catalogue,
  'tools' | 'toolOptions' | 'copying' | 'importing' | 'images' | 'work' | 'options'
> = {
  tools: {
    heading: 'Werkzeuge',
    brush: 'Pinsel',
    eraser: 'Radierer',
    pan: 'Ansicht verschieben',
    pick: 'Farbe aufnehmen',
    laser: 'Mit dem Laser zeigen',
    fill: 'Füllen',
    gradient: 'Verlauf',
    line: 'Linie',
    rectangle: 'Rechteck',
    ellipse: 'Ellipse',
    text: 'Text',
    'select-rectangle': 'Rechteck auswählen',
    'select-ellipse': 'Ellipse auswählen',
    lasso: 'Lasso',
    wand: 'Zauberstab: nach Farbe auswählen',
    transform: 'Verschieben und transformieren',
    crop: 'Zuschneiden und Größe ändern',
  },

  toolOptions: {
    px: 'px',
    tolerance: 'Toleranz',
    toleranceHint: 'Wie weit Farben sich unterscheiden dürfen, 0 bis 255',
    grow: 'Ausweiten',
    growHint: 'Macht die Fläche größer, unter 0 kleiner, damit sie bis unter Linien reicht',
    gap: 'Lücken bis',
    gapHint: 'Öffnungen in Linien, die nicht breiter sind, gelten als geschlossen',
    reach: 'Reichweite',
    reachHint: 'Die Fläche um den Zeiger oder jede Stelle dieser Farbe',
    reaches: { connected: 'Benachbart', everywhere: 'Überall' },
    sees: 'Sieht',
    seesHint: 'Welche Ebenen entscheiden, wo Farben enden',
    seen: { all: 'Alle Ebenen', layer: 'Diese Ebene' },
    sample: 'Mittel aus',
    samples: { '1': '1 Pixel', '3': '3 × 3 Pixel', '5': '5 × 5 Pixel' },
    shape: 'Form',
    shapes: {
      line: 'Linie',
      rectangle: 'Rechteck',
      ellipse: 'Ellipse',
      'select-rectangle': 'Rechteck',
      'select-ellipse': 'Ellipse',
    },
    look: 'Aussehen',
    looks: { outlined: 'Umriss', filled: 'Gefüllt' },
    gradientShapes: { linear: 'Linear', radial: 'Radial' },
    end: 'Endet in',
    ends: { transparent: 'Transparent', color: 'Einer Farbe' },
    endColor: 'Farbe am Ende',
    selectionHint: 'Umschalt fügt hinzu, Alt nimmt weg. Strg+D wählt nichts aus, Strg+A alles.',
    flipHorizontal: 'Horizontal spiegeln',
    flipVertical: 'Vertikal spiegeln',
    apply: 'Anwenden',
    applyHint: 'Anwenden (Eingabe)',
    cancel: 'Abbrechen',
    cancelHint: 'Abbrechen (Esc)',
    size: 'Größe des Bildes',
    width: 'Breite (px)',
    height: 'Höhe (px)',
    font: 'Schrift',
    families: {
      'sans-serif': 'Serifenlos',
      serif: 'Mit Serifen',
      monospace: 'Feste Breite',
      cursive: 'Handschrift',
    },
    fontSize: 'Schriftgröße',
    bold: 'Fett',
    textHint: 'Ins Bild klicken und schreiben. Strg+Eingabe wendet an.',
    textField: 'Text auf dem Bild',
  },

  copying: {
    copied: (width, height) => `${width} × ${height} px kopiert.`,
    floats: 'Etwas schwebt noch. Bitte zuerst mit Enter anwenden oder mit Escape zurücklegen.',
    cutNothing: 'Es ist nichts ausgewählt, das ausgeschnitten werden könnte. Bitte zuerst etwas auswählen.',
    nothingPainted: 'Es gibt nichts zu kopieren: Dort ist auf dieser Ebene nichts gemalt.',
    tooLarge: (width, height, pxMax) =>
      `Das sind ${formatCount(width)} × ${formatCount(height)} px, kopiert werden können höchstens ${formatCount(pxMax)} px. Möglich ist weniger auszuwählen oder zu exportieren.`,
    notInBrowser:
      'Dieser Browser lässt Seiten hier keine Bilder in die Zwischenablage legen. Das Bild lässt sich stattdessen exportieren.',
    notTaken:
      'Die Zwischenablage hat das Bild nicht angenommen. Bitte noch einmal versuchen oder das Bild exportieren.',
    fault:
      'Die Kopie konnte nicht entstehen: Vielleicht ist der Speicher knapp. Das Bild ist sicher; ein kleinerer Teil kann gelingen.',
  },

  images: {
    pasted: 'Das eingefügte Bild',
    nothingToPaste: 'Es gibt kein Bild zum Einfügen. Bitte zuerst eines kopieren.',
    unreadable: (name) => `${name} kann nicht gelesen werden. Lesbar sind PNG, JPEG, WebP, GIF und SVG.`,
    fileTooLarge: (name, bytes, max) =>
      `${name} hat ${formatBytes(bytes)}; eingefügt werden können höchstens ${formatBytes(max)}.`,
    madeSmaller: (name, width, height, fitWidth, fitHeight) =>
      `${name} hat ${width} × ${height} px, gesendet werden können höchstens ${fitWidth} × ${fitHeight} px: Es wurde verkleinert.`,
    tooLarge: (name, width, height, fitWidth, fitHeight) =>
      `${name} hat ${width} × ${height} px und ist damit zu groß: Bitte auf ${fitWidth} × ${fitHeight} px oder kleiner bringen.`,
  },

  importing: {
    open: 'Datei öffnen…',
    openHint:
      'Ein neues Bild aus einer OpenRaster-, Photoshop-, PNG-, JPEG- oder WebP-Datei, mit ihren Ebenen',
    reading: (name) => `${name} wird gelesen…`,
    done: (name, layers, actions) =>
      `${name} kam als ${layers === 1 ? 'eine Ebene' : `${layers} Ebenen`}. Rückgängig nimmt das in ${actions === 1 ? 'einem Schritt' : `${actions} Schritten`} zurück.`,
    ended: (name) => `${name} wurde nicht importiert; im Bild ist nichts davon.`,
    notAll: (name) => `Nicht alles aus ${name} konnte übernommen werden.`,
    tooManyLayers: (name, layers, room) =>
      `${name} hat ${layers} Ebenen, im Bild ist noch Platz für ${room}. Bitte zuerst einige vereinen.`,
    unreadable: (name) =>
      `${name} kann nicht gelesen werden. Lesbar sind OpenRaster, Photoshop, PNG, JPEG und WebP.`,
    noMemory: (name, bytes) =>
      `${name} konnte nicht gelesen werden: Für ${formatBytes(bytes)} ist vielleicht der Speicher zu knapp.`,
  },

  work: {
    import: 'Die Ebenen der Datei werden abgelegt',
    fill: 'Wird gefüllt',
    select: 'Wird ausgewählt',
    lift: 'Pixel werden aufgenommen',
    place: 'Pixel werden abgelegt',
    shape: 'Form wird gezeichnet',
  },

  options: {
    range: (min, max) => `${min} bis ${max}`,
    heading: 'Werkzeugoptionen',
    size: 'Größe',
    opacity: 'Deckkraft',
    flow: 'Fluss',
    flowHint: 'Wie viel eine Berührung des Pinsels aufträgt',
    hardness: 'Härte',
  },
}
