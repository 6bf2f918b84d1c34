/** One measured value beside what was measured with it in the same run, in the same unit. */
export interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly peer: number
  /** What the peer is, in a few words; shown in the table only. */
  readonly against: string
}

/** How many times its peer a figure is, beside what RASTER.md asks for at least. */
export function floorOf({ name, value, peer }: Figure, floor: number): Figure {
  return {
    name: `${name}-floor`,
    value: value / peer,
    unit: '×',
    peer: floor,
    against: 'the least in RASTER.md',
  }
}

/** The middle one of the values; of an even number the lower of the two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[(sorted.length - 1) >> 1] ?? NaN
}

/** One line of JSON: {"name","value","unit","peer","ratio"}; there is no ratio (null) to a peer of 0. */
export function formatJsonLine({ name, value, unit, peer }: Figure): string {
  return JSON.stringify({
    name,
    value: round(value),
    unit,
    peer: round(peer),
    ratio: peer === 0 ? null : round(value / peer),
  })
}

/** Aligned columns for a person. */
export function formatTable(figures: readonly Figure[]): string {
  const rows = figures.map(({ name, value, unit, peer, against }) => [
    name,
    String(round(value)),
    String(round(peer)),
    unit,
    peer === 0 ? '–' : String(round(value / peer)),
    against,
  ])
  const table = [['figure', 'value', 'peer', 'unit', 'ratio', 'the peer is'], ...rows]
  const isNumber = [false, true, true, false, true, false]
  const widths = isNumber.map((_, column) => Math.max(...table.map((row) => row[column]!.length)))
  return table
    .map((row) =>
      row
        .map((cell, column) =>
          isNumber[column] ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** Four significant digits: more would be noise. */
function round(value: number): number {
  return Number(value.toPrecision(4))
}
