// GIMP's palettes (.gpl), which Krita, Inkscape, Aseprite and many others read and write: lines of text, each a colour.
//
//   GIMP Palette
//   Name: Harbour
//   Columns: 8
//   #
//   255 128   0<tab>Sodium light

import { decodeUtf8 } from '../../sync-core/index.ts'
import { fileLimits } from './file-limits.ts'
import { fitName } from './fit-name.ts'

export interface PaletteColor {
  /** 0xRRGGBB */
  readonly color: number
  /** Empty: it has none. */
  readonly name: string
}

export interface PaletteContent {
  /** May be empty. */
  readonly name: string
  /** How many colours its author sees in a row; 0: as many as fit. */
  readonly columns: number
  readonly colors: readonly PaletteColor[]
}

export type GplAnswer =
  | {
      readonly kind: 'palette'
      readonly palette: PaletteContent
      /** Lines that say no colour. */
      readonly skipped: number
      /** Colours for which there was no room. */
      readonly leftOut: number
    }
  | { readonly kind: 'refused'; readonly why: 'not-a-palette' | 'no-colors' | 'too-large' }

/** What GIMP writes for a colour without a name. */
const nameless = 'Untitled'

/** Reads a palette from bytes of unknown origin; old ones are not in UTF-8. */
export function readGpl(bytes: Uint8Array): GplAnswer {
  if (bytes.length > fileLimits.paletteBytesMax) return { kind: 'refused', why: 'too-large' }
  const [first = '', ...lines] = textOf(bytes).split(/\r\n|\r|\n/)
  if (first.trim() !== 'GIMP Palette') return { kind: 'refused', why: 'not-a-palette' }
  let name = ''
  let columns = 0
  let hasAlpha = false
  let skipped = 0
  const colors: PaletteColor[] = []
  for (const line of lines) {
    const [, key, value = ''] = /^\s*(name|columns|channels):(.*)$/is.exec(line) ?? []
    if (key === undefined) {
      if (/^\s*(#|$)/.test(line)) continue
      const color = readColor(line, hasAlpha)
      if (color === undefined) skipped += 1
      else colors.push(color)
    } else if (key.toLowerCase() === 'name') name = fitName(value)
    else if (key.toLowerCase() === 'columns') columns = readColumns(value)
    else hasAlpha = value.trim().toUpperCase() === 'RGBA'
  }
  if (colors.length === 0) return { kind: 'refused', why: 'no-colors' }
  const kept = colors.slice(0, fileLimits.paletteColorsMax)
  const leftOut = colors.length - kept.length
  return { kind: 'palette', palette: { name, columns, colors: kept }, skipped, leftOut }
}

/** The palette as GIMP would write it. */
export function writeGpl({ name, columns, colors }: PaletteContent): string {
  const head = ['GIMP Palette', `Name: ${fitName(name)}`, `Columns: ${columns}`, '#']
  const rows = colors.map(({ color, name: own }) => {
    const channels = [color >> 16, (color >> 8) & 255, color & 255].map((value) => String(value).padStart(3))
    return `${channels.join(' ')}\t${fitName(own) || nameless}`
  })
  return [...head, ...rows, ''].join('\n')
}

/** How many columns a text says; 0 where it makes no sense. */
function readColumns(text: string): number {
  const columns = /^\s*\d{1,4}\s*$/.test(text) ? Number(text) : 0
  return columns <= fileLimits.paletteColumnsMax ? columns : 0
}

function readColor(line: string, hasAlpha: boolean): PaletteColor | undefined {
  const shape = hasAlpha
    ? /^\s*(\d{1,9})\s+(\d{1,9})\s+(\d{1,9})\s+\d{1,9}(?:\s+(.*))?$/s
    : /^\s*(\d{1,9})\s+(\d{1,9})\s+(\d{1,9})(?:\s+(.*))?$/s
  const found = shape.exec(line)
  if (found === null) return undefined
  const [red, green, blue] = found.slice(1, 4).map((value) => Math.min(255, Number(value)))
  const name = fitName(found[4] ?? '')
  return {
    color: ((red ?? 0) << 16) | ((green ?? 0) << 8) | (blue ?? 0),
    name: name === nameless ? '' : name,
  }
}

function textOf(bytes: Uint8Array): string {
  try {
    const text = decodeUtf8(bytes)
    return text.startsWith('\uFEFF') ? text.slice(1) : text
  } catch {
    return new TextDecoder('latin1').decode(bytes)
  }
}
