import { StorageError } from '../base/errors.ts'

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

/** Whether the file system answered with one of these codes. */
export function isDiskError(error: unknown, ...codes: readonly string[]): boolean {
  const code = codeOf(error)
  return code !== undefined && codes.includes(code)
}

/**
 * What the file system answered, as a StorageError for a person: what was tried, in which folder, and what to do about it.
 * Errors that are no answer of the file system (our bugs) come back as they are.
 */
export function diskError(error: unknown, doing: string, folder: string): unknown {
  const code = codeOf(error)
  if (code === undefined || error instanceof StorageError) return error
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return new StorageError(
        'disk-full',
        `The disk is full: Gesso could not ${doing} in ${folder}. Make room on that disk; Gesso tries again by itself.`,
        true,
      )
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new StorageError(
        'no-permission',
        `Gesso may not ${doing} in ${folder} (${code}). Allow your user to write there, or choose another folder.`,
        true,
      )
    default:
      return new StorageError(
        'unavailable',
        `Gesso could not ${doing} in ${folder} (${code}). Check that the disk is connected and works.`,
        true,
      )
  }
}

/** Runs it, and turns what the file system throws into a StorageError. */
export async function onDisk<T>(doing: string, folder: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    throw diskError(error, doing, folder)
  }
}
