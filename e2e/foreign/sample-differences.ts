// Where a sample shows something else here than in the program that painted it, and why. All else has to be within
// `toleranceOf255`.

interface SampleDifference {
  readonly file: RegExp
  readonly cells: RegExp
  readonly reason: string
}

export const sampleDifferences: readonly SampleDifference[] = [
  {
    file: /^(?!mypaint-light)/,
    cells: /^faint group$/,
    reason: 'a group is taken apart, so its layers fade one by one and shine through each other',
  },
  {
    file: /^(?!mypaint-light)/,
    cells: /^multiply in a group$/,
    reason: 'a group is taken apart, so the mode of a layer reaches what is below the group',
  },
  { file: /^(krita|gimp)\./, cells: /^hue$/, reason: 'a mode that we don’t have becomes normal' },
  {
    file: /^krita\./,
    cells: /^(add|linear dodge)$/,
    reason: 'Krita limits the sum of both colours before it mixes; W3C’s plus-lighter mixes first',
  },
  {
    file: /^krita\.psd$/,
    cells: /^groups in each other$/,
    reason:
      'Krita 5.1 writes how faint a group is into a PSD and passes over it when it reads that; we read it',
  },
  {
    file: /^mypaint\.ora$/,
    cells: /^multiply in a group that lets through$/,
    reason: 'MyPaint 2.0 forgets that its own group lets through; here it looks as it was painted',
  },
  {
    file: /^mypaint\.ora$/,
    cells: /^cut by a layer$/,
    reason: 'a layer that cuts others out becomes normal',
  },
  {
    file: /^mypaint-light\.ora$/,
    cells: /^strokes$/,
    reason: 'MyPaint 2 mixes soft edges and modes as light and as pigments, everything here as colours',
  },
  {
    file: /^gimp\.psd$/,
    cells: /^(color-dodge|color-burn|soft-light)$/,
    reason: 'GIMP has formulas of its own, with other ends',
  },
]
