import type { FileError } from '../files/file-error.ts'
import type { FileLoss } from '../files/layered-image.ts'
import { strings } from '../strings.ts'

/** Why a file can't be read, in the language in use. */
export function sayFileError({ code, detail }: FileError): string {
  const { files } = strings
  const { format, part, tooLarge } = detail
  if (code === 'too-large' && tooLarge !== undefined) {
    return files.tooLarge(tooLarge.of, tooLarge.value, tooLarge.max)
  }
  if (code === 'not-this-format') return files.notThisFormat(format)
  return code === 'unsupported' ? files.unsupported(format, part ?? '') : files.damaged(format)
}

/** What was not kept of a file: a sentence for each kind. */
export function sayFileLosses(losses: readonly FileLoss[]): string[] {
  return losses.map(({ kind, count }) => strings.files.losses[kind](count))
}
