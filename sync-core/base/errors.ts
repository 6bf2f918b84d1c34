// Four kinds of failure and no others. Our bug: AssertionError. The peer's fault: ProtocolError, which ends that
// connection only. The world's fault (disk, bucket, another host): StorageError, which says whether a retry can help; and
// when this computer has no more memory for a picture: OutOfMemoryError.

/** A broken invariant of Gesso itself. `message` states the truth that did not hold. */
export class AssertionError extends Error {
  override readonly name = 'AssertionError'
}

/** There is no more memory for a picture. Thrown before anything was changed, so whoever asked can give up what it began. */
export class OutOfMemoryError extends Error {
  override readonly name = 'OutOfMemoryError'
}

/** Stable codes of a refusal; they go over the wire and into logs, so a code is never renamed or given a new meaning. */
const refusalCodes = [
  'malformed',
  'too-large',
  'version',
  'bad-token',
  'expired-token',
  'sequence-gap',
  'too-fast',
  'read-only',
  'session-full',
  'replaced',
  'not-allowed',
  'host-closing',
  'internal',
  'wrong-host',
  'removed',
  'banned',
  'restarting',
  'password-needed',
  'bad-password',
] as const
export type RefusalCode = (typeof refusalCodes)[number]

/** The peer broke the protocol. `message` is one sentence for a person: what, which value, what would be right. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError'
  readonly code: RefusalCode
  constructor(code: RefusalCode, message: string) {
    super(message)
    this.code = code
  }
}

export type StorageErrorCode =
  | 'not-found'
  | 'corrupt'
  | 'in-use'
  | 'superseded'
  | 'conflict'
  | 'disk-full'
  | 'no-permission'
  | 'unavailable'
  | 'invalid'

/** The world failed: disk, folder, bucket. `retryable` says whether the same call may succeed later. */
export class StorageError extends Error {
  override readonly name = 'StorageError'
  readonly code: StorageErrorCode
  readonly retryable: boolean
  constructor(code: StorageErrorCode, message: string, retryable = false) {
    super(message)
    this.code = code
    this.retryable = retryable
  }
}
