import type { Catalogue } from '../english.ts'
import { formatCount, formatSize } from '../format-amount.ts'

const formats: Readonly<Record<string, string>> = { png: 'PNG', ora: 'OpenRaster', psd: 'Photoshop' }

const amounts: Readonly<Record<string, (amount: number) => string>> = {
  side: (amount) => `${formatCount(amount)} px an einer Seite`,
  pixels: (amount) => `${formatCount(amount)} px`,
  layers: (amount) => `${formatCount(amount)} Ebenen`,
  entries: (amount) => `${formatCount(amount)} Dateien darin`,
  bytes: (amount) => formatSize(amount),
}

/** What the window says of files from other programs. */
export const fileStrings: Catalogue['files'] = {
  notThisFormat: (format) => `Das ist keine ${formats[format] ?? format}-Datei, auch wenn sie so heißt.`,
  damaged: (format) =>
    `Diese ${formats[format] ?? format}-Datei ist beschädigt und nicht lesbar. Geändert wurde nichts.`,
  tooLarge: (of, value, max) =>
    `Diese Datei ist zu groß: Sie hat ${amounts[of]?.(value) ?? value}, Gesso liest höchstens ${amounts[of]?.(max) ?? max}.`,
  unsupported: (format, part) =>
    `Diese Art von ${formats[format] ?? format}-Datei kann Gesso nicht lesen (${part}). Als RGB mit 8 Bit gespeichert ist sie lesbar.`,
  losses: {
    group: (count) => (count === 1 ? 'Eine Gruppe wurde aufgelöst.' : `${count} Gruppen wurden aufgelöst.`),
    mode: (count) =>
      count === 1
        ? 'Ein Mischmodus, den Gesso nicht hat, wurde zu „Normal“.'
        : `${count} Mischmodi, die Gesso nicht hat, wurden zu „Normal“.`,
    mask: (count) => (count === 1 ? 'Eine Maske wurde weggelassen.' : `${count} Masken wurden weggelassen.`),
    'merged-mask': (count) =>
      count === 1
        ? 'Eine Maske wurde in ihre Ebene eingerechnet.'
        : `${count} Masken wurden in ihre Ebenen eingerechnet.`,
    text: (count) =>
      count === 1
        ? 'Ein Text oder eine Form wurde zu Pixeln.'
        : `${count} Texte und Formen wurden zu Pixeln.`,
    effect: (count) =>
      count === 1 ? 'Ein Effekt wurde weggelassen.' : `${count} Effekte wurden weggelassen.`,
    bits: (count) =>
      count === 1
        ? 'Die Farben einer Ebene wurden auf 8 Bit gerundet.'
        : `Die Farben von ${count} Ebenen wurden auf 8 Bit gerundet.`,
    clipping: (count) =>
      count === 1
        ? 'Eine Ebene, die auf die darunter begrenzt ist, sieht im anderen Programm anders aus.'
        : `${count} Ebenen, die auf die darunter begrenzt sind, sehen im anderen Programm anders aus.`,
    outside: (count) =>
      count === 1
        ? 'Eine Ebene liegt zu weit außen und kam ohne ihre Pixel.'
        : `${count} Ebenen liegen zu weit außen und kamen ohne ihre Pixel.`,
  },
}
