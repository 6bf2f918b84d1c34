// What can be done to the colours of a palette, and where they lie in its grid. Pure: the own palettes and the shared one
// are changed by the same functions.

import type { PaletteColor } from '../files/gpl.ts'

export type PaletteColors = readonly PaletteColor[]

export type ColorAnswer =
  | { readonly kind: 'colors'; readonly colors: PaletteColors }
  | { readonly kind: 'refused'; readonly why: 'there' | 'full' }

/** The palette with one colour more at its end. */
export function addColor(colors: PaletteColors, color: number, colorsMax: number): ColorAnswer {
  if (hasColor(colors, color)) return { kind: 'refused', why: 'there' }
  if (colors.length >= colorsMax) return { kind: 'refused', why: 'full' }
  return { kind: 'colors', colors: [...colors, { color, name: '' }] }
}

/** The palette with those colours of another one that it has not; 'there' when it has all of them, 'full' when not all fit. */
export function addColors(colors: PaletteColors, added: PaletteColors, colorsMax: number): ColorAnswer {
  const news: PaletteColor[] = []
  for (const each of added) {
    if (!hasColor(colors, each.color) && !hasColor(news, each.color)) news.push(each)
  }
  if (news.length === 0) return { kind: 'refused', why: 'there' }
  if (colors.length + news.length > colorsMax) return { kind: 'refused', why: 'full' }
  return { kind: 'colors', colors: [...colors, ...news] }
}

export function removeColor(colors: PaletteColors, at: number): PaletteColors {
  return colors.filter((_, other) => other !== at)
}

/** The palette with one of its colours taken to a gap: gap n is before the colour that is the nth now. */
export function moveColor(colors: PaletteColors, from: number, gap: number): PaletteColors {
  const moved = colors[from]
  if (moved === undefined) return colors
  const rest = removeColor(colors, from)
  const at = gap > from ? gap - 1 : gap
  return [...rest.slice(0, at), moved, ...rest.slice(at)]
}

export function hasColor(colors: PaletteColors, color: number): boolean {
  return colors.some((each) => each.color === color)
}

export interface ColorGap {
  readonly row: number
  /** 0 is before the row's first colour; the number of columns is after its last. */
  readonly column: number
}

/** The gap nearest to a place in the grid, from its upper left corner, with cells of so many px; in a single column, between rows. */
export function gapAt(
  place: { readonly x: number; readonly y: number },
  cell: { readonly width: number; readonly height: number },
  columns: number,
  count: number,
): ColorGap {
  if (columns === 1) return { row: within(Math.round(place.y / cell.height), count), column: 0 }
  const row = within(Math.floor(place.y / cell.height), Math.max(0, Math.ceil(count / columns) - 1))
  const column = within(Math.round(place.x / cell.width), Math.min(columns, count - row * columns))
  return { row, column }
}

/** Where an arrow key leads from a colour: by one place or one row, and nowhere beyond the first and the last. */
export function stepInGrid(at: number, key: string, columns: number, count: number): number | undefined {
  const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[key]
  if (by !== undefined) return at + by >= 0 && at + by < count ? at + by : at
  if (key === 'Home') return 0
  return key === 'End' ? count - 1 : undefined
}

function within(value: number, max: number): number {
  return Math.min(max, Math.max(0, value))
}
