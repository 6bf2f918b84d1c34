import { ProtocolError, StorageError, type StorageErrorCode } from '../base/errors.ts'

/** Whether it is the refusal of bytes from a peer. */
export function isMalformed(error: Error): boolean {
  return error instanceof ProtocolError && error.code === 'malformed'
}

/** Whether it is the refusal of stored bytes, with one of these codes. */
export function isStorageRefusal(...codes: readonly StorageErrorCode[]): (error: Error) => boolean {
  return (error) => error instanceof StorageError && codes.includes(error.code) && !error.retryable
}
