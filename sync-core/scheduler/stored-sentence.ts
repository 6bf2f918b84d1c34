import { limits } from '../base/limits.ts'

/** A task's problem as every database stores it: well-formed text without NUL, cut where it is too long to be read. */
export function storedSentence(text: string): string {
  const cut = text.slice(0, limits.taskProblemChars).replaceAll('\0', '')
  return cut.replaceAll(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '\uFFFD')
}
