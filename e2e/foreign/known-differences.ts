// Where a program shows something else on purpose, or can't read what the file says. Everything else has to be within
// `toleranceOf255`: two roundings to 8 bits, theirs and ours.

export const toleranceOf255 = 2

interface Difference {
  readonly program: string
  /** All if left out. */
  readonly format?: 'ora' | 'psd'
  readonly cells: RegExp
  readonly reason: string
}

const differences: readonly Difference[] = [
  {
    program: 'Krita',
    cells: /^add$/,
    reason: 'limits the sum of both colours before it mixes; W3C’s plus-lighter mixes first',
  },
  {
    program: 'Krita',
    cells: /^color-burn$/,
    reason: 'keeps 8 bits between layers, which burning what is nearly white magnifies',
  },
  { program: 'Krita', format: 'psd', cells: /^soft-light$/, reason: 'has Photoshop’s soft light for PSD' },
  { program: 'Krita', format: 'psd', cells: /^clipped/, reason: 'Krita 5.1 passes over clipping in PSD' },
  {
    program: 'GIMP',
    cells: /^(color-dodge|color-burn|soft-light)$/,
    reason: 'has formulas of its own, with other ends',
  },
  {
    program: 'GIMP',
    cells: /^clipped to a (base with a mode|hidden base)$/,
    reason: 'makes a group of a PSD’s clipping that leaves the base’s mode and visibility to the base alone',
  },
  {
    program: 'MyPaint',
    cells: /^color-(dodge|burn)$/,
    reason:
      'has no first rule of W3C’s (white burnt by black is black there), and stores colours premultiplied, whose rounding both modes magnify',
  },
]

/** Why they differ; undefined when they must not. */
export function knownDifference(program: string, format: string, cell: string): string | undefined {
  return differences.find(
    (known) => known.program === program && (known.format ?? format) === format && known.cells.test(cell),
  )?.reason
}
