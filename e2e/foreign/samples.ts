import type { FlatImage } from '../../renderer/files/layered-image.ts'

// The files of `samples/`, and what stands in each cell of those with layers: from left to right, from top to bottom, as the
// scripts beside them paint it.

/** The side of a cell in px. */
export const cellSidePx = 8
export const cellsAcross = 6

export interface LayeredSample {
  readonly file: string
  readonly format: 'ora' | 'psd'
  readonly program: 'GIMP' | 'Krita' | 'MyPaint'
  readonly cells: readonly string[]
}

const kritaCells = [
  'beyond the edge',
  'opacity',
  'soft',
  'multiply',
  'screen',
  'overlay',
  'darken',
  'lighten',
  'color-dodge',
  'color-burn',
  'hard-light',
  'difference',
  'add',
  'linear dodge',
  'soft-light of Photoshop',
  'soft-light',
  'hue',
  'hidden',
  'clipped',
  'group',
  'faint group',
  'groups in each other',
  'multiply in a group',
  'multiply in a group that lets through',
]
const kritaDeepCells = ['beyond the edge', 'opacity', 'soft', 'multiply', 'empty', 'empty']
const mypaintCells = [
  ...kritaCells.slice(0, 13),
  'soft-light',
  'hidden',
  'clipped',
  'group',
  'faint group',
  'multiply in a group',
  'multiply in a group that lets through',
  'cut by a layer',
]
const gimpCells = [
  ...kritaCells.slice(0, 11),
  'soft-light',
  'difference',
  'add',
  'hue',
  'hidden',
  'group',
  'faint group',
  'multiply in a group',
  'multiply in a group that lets through',
  'masked',
  'keeps its transparency',
]

export const layeredSamples: readonly LayeredSample[] = [
  { file: 'krita.ora', format: 'ora', program: 'Krita', cells: kritaCells },
  { file: 'krita.psd', format: 'psd', program: 'Krita', cells: kritaCells },
  { file: 'krita-16.ora', format: 'ora', program: 'Krita', cells: kritaDeepCells },
  { file: 'krita-16.psd', format: 'psd', program: 'Krita', cells: kritaDeepCells },
  { file: 'mypaint.ora', format: 'ora', program: 'MyPaint', cells: mypaintCells },
  {
    file: 'mypaint-light.ora',
    format: 'ora',
    program: 'MyPaint',
    cells: Array.from({ length: 24 }, () => 'strokes'),
  },
  { file: 'gimp.psd', format: 'psd', program: 'GIMP', cells: gimpCells },
  {
    file: 'gimp-16.psd',
    format: 'psd',
    program: 'GIMP',
    cells: Array.from({ length: 24 }, () => 'one layer'),
  },
]

/** Of pixels alone; ImageMagick shows them. */
export const flatSamples = [
  'gimp-alpha.png',
  'gimp-16.png',
  'gimp-grey.png',
  'gimp-grey-16.png',
  'gimp-indexed.png',
  'krita-16.png',
  'gimp.webp',
  'imagemagick.psd',
  'imagemagick-16.psd',
  'imagemagick-grey.psd',
] as const

/** With the EXIF mark of a camera that was held upright. */
export const photograph = 'turned.jpg'
export const palette = 'harbour.gpl'

/** The most that a channel of a colour differs by in a cell. */
export function distanceOfCell(one: FlatImage, other: FlatImage, cell: number): number {
  const left = (cell % cellsAcross) * cellSidePx
  const top = Math.floor(cell / cellsAcross) * cellSidePx
  let most = 0
  for (let at = 0; at < cellSidePx ** 2; at++) {
    const [x, y] = [left + (at % cellSidePx), top + Math.floor(at / cellSidePx)]
    for (let c = 0; c < 3; c++) {
      const own = one.rgba[(y * one.width + x) * 4 + c] ?? -Infinity
      most = Math.max(most, Math.abs(own - (other.rgba[(y * other.width + x) * 4 + c] ?? Infinity)))
    }
  }
  return most
}

/** What a sample looks like where it was made. */
export function shownName(file: string): string {
  return `${file}.shown.png`
}
