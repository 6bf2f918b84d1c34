import { StorageError, type StorageErrorCode } from '../../base/errors.ts'

/** What SQLite calls it, without the part behind that says where. Undefined for what is no answer of SQLite. */
function sqliteCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined
  return /^SQLITE_[A-Z]+/.exec(error.code)?.[0]
}

/** What is there is no sysdb that can be used; the message says why. */
export class UnusableFile extends Error {
  override readonly name = 'UnusableFile'
}

/** Why the file can't be used; undefined when the error says no such thing. */
export function damageOf(error: unknown): string | undefined {
  if (error instanceof UnusableFile) return error.message
  const code = sqliteCode(error)
  return code === 'SQLITE_CORRUPT' || code === 'SQLITE_NOTADB' ? 'it is damaged' : undefined
}

interface Answer {
  readonly code: StorageErrorCode
  readonly retryable: boolean
  readonly sentence: (file: string) => string
}

const answers: Readonly<Record<string, Answer>> = {
  SQLITE_FULL: {
    code: 'disk-full',
    retryable: true,
    sentence: (file) =>
      `The disk is full: Gesso could not write the list of what is to be saved (${file}). Make room on that disk; Gesso tries again by itself.`,
  },
  SQLITE_BUSY: {
    code: 'in-use',
    retryable: true,
    sentence: (file) =>
      `Another program is using the list of what is to be saved (${file}). Close it; Gesso tries again by itself.`,
  },
  SQLITE_READONLY: {
    code: 'no-permission',
    retryable: true,
    sentence: (file) =>
      `Gesso may not write the list of what is to be saved (${file}). Allow your user to write that file and its folder.`,
  },
  SQLITE_CORRUPT: {
    code: 'corrupt',
    retryable: true,
    sentence: (file) =>
      `The list of what is to be saved (${file}) is damaged. Gesso puts it aside and makes a new one from the pictures.`,
  },
}

const others: Readonly<Record<string, string>> = {
  SQLITE_LOCKED: 'SQLITE_BUSY',
  SQLITE_PERM: 'SQLITE_READONLY',
  SQLITE_AUTH: 'SQLITE_READONLY',
  SQLITE_NOTADB: 'SQLITE_CORRUPT',
}

/** Its answers that mean our own mistake: wrong statements, broken rules of the tables. */
const ownMistakes = new Set([
  'SQLITE_ERROR',
  'SQLITE_CONSTRAINT',
  'SQLITE_MISMATCH',
  'SQLITE_MISUSE',
  'SQLITE_RANGE',
])

/** SQLite's answer as a StorageError for a person; our own mistakes, and what is no answer of SQLite, come back as they are. */
export function sqliteError(error: unknown, file: string): unknown {
  const code = sqliteCode(error)
  if (code === undefined || ownMistakes.has(code)) return error
  const answer = answers[others[code] ?? code]
  if (answer !== undefined) return new StorageError(answer.code, answer.sentence(file), answer.retryable)
  return new StorageError(
    'unavailable',
    `Gesso could not use the list of what is to be saved (${file}; ${code}). Check that its disk is connected and works; Gesso tries again by itself.`,
    true,
  )
}
