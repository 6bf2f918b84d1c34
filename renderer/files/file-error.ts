import type { FileFormat } from './file-format.ts'

export const fileErrorCodes = ['not-this-format', 'damaged', 'too-large', 'unsupported'] as const
export type FileErrorCode = (typeof fileErrorCodes)[number]

/** What is larger than can be read: px of a side, px of all, layers, entries, bytes. */
export type TooLarge = 'side' | 'pixels' | 'layers' | 'entries' | 'bytes'

/** What the sentence for a person is made of; strings.files has one for each code. */
export interface FileErrorDetail {
  readonly format: FileFormat
  /** What is damaged or unsupported, in a few words for the log: 'stack.xml', 'CMYK'. */
  readonly part?: string
  /** For 'too-large': of what, how much it is, and how much there may be. */
  readonly tooLarge?: { readonly of: TooLarge; readonly value: number; readonly max: number }
}

/** A file that can't be read. Nothing was taken of it. */
export class FileError extends Error {
  override readonly name = 'FileError'
  readonly code: FileErrorCode
  readonly detail: FileErrorDetail
  constructor(code: FileErrorCode, detail: FileErrorDetail) {
    const { format, part, tooLarge } = detail
    const much = tooLarge === undefined ? undefined : `${tooLarge.of}: ${tooLarge.value} > ${tooLarge.max}`
    super([`${format} ${code}`, part, much].filter((words) => words !== undefined).join(', '))
    this.code = code
    this.detail = detail
  }
}

/** Refuses what is larger than there may be. */
export function expectWithin(format: FileFormat, of: TooLarge, value: number, max: number): void {
  if (value > max) throw new FileError('too-large', { format, tooLarge: { of, value, max } })
}

export function damaged(format: FileFormat, part: string): FileError {
  return new FileError('damaged', { format, part })
}
