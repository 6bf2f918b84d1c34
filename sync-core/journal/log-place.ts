/** A place in the files of a host's journal. */
export interface LogPlace {
  readonly file: number
  readonly place: number
}

/** Before everything. */
export const logBeginning: LogPlace = { file: 0, place: 0 }

export function isBefore(one: LogPlace, other: LogPlace): boolean {
  return one.file < other.file || (one.file === other.file && one.place < other.place)
}
