import { formatCount, formatSize } from '../format-amount.ts'

/** The palettes of colours in the colour panel. */
export const paletteStrings = {
  heading: 'Palette',
  which: 'Palette that is shown',
  shared: 'Shared palette',
  menu: 'More for palettes',
  name: 'Name of the palette',
  newName: 'New palette',
  colors: (name: string) => `Colours of “${name}”`,
  color: (name: string, hex: string) => (name === '' ? hex : `${name}, ${hex}`),
  colorHint: (color: string) => `${color}\nAlt+click removes, dragging moves`,
  emptyShared: '+ adds the colour in hand. Everybody sees it.',
  emptyOwn: '+ adds the colour in hand.',
  isThere: (hex: string) => `${hex} is in the palette already.`,
  isNotThere: (hex: string) => `${hex} is not in the palette.`,
  allThere: 'The shared palette has all of these colours already.',
  isFull: (count: number) => `This palette has at most ${formatCount(count)} colours.`,
  doesNotFit: (count: number) =>
    `The shared palette has at most ${formatCount(count)} colours: they do not all fit.`,
  tooMany: (count: number) => `There are at most ${formatCount(count)} own palettes. Delete one first.`,
  isEmpty: 'This palette has no colours yet.',
  sharedStays: 'This is the shared palette: it has no name of its own and goes with the picture.',
  isOwn: 'This palette is kept on this computer already.',
  isShared: 'This is the shared palette already.',
  nothingToUndo: 'Nothing was changed in your palettes.',
  deleted: (name: string) => `“${name}” was deleted. The arrow beside the palettes brings it back.`,
  notKept: 'This computer can’t keep your palettes: they are gone when the window closes. Export them.',
  notAPalette: (file: string) => `“${file}” is no palette of GIMP’s (.gpl).`,
  noColors: (file: string) => `“${file}” has no colours.`,
  tooLarge: (file: string, most: number) =>
    `“${file}” is too large for a palette: ${formatSize(most)} at most.`,
  unreadable: (file: string) => `“${file}” can’t be read.`,
  imported: (name: string, count: number, leftOut: number) =>
    leftOut === 0
      ? `“${name}” is here, with ${formatCount(count)} colours.`
      : `“${name}” is here, with its first ${formatCount(count)} colours; ${formatCount(leftOut)} had no room.`,
  importedInPart: (name: string, count: number, skipped: number) =>
    skipped === 1
      ? `“${name}” is here, with ${formatCount(count)} colours. One line could not be read.`
      : `“${name}” is here, with ${formatCount(count)} colours. ${formatCount(skipped)} lines could not be read.`,
} as const
