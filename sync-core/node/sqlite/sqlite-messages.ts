import type { StorageErrorCode } from '../../base/errors.ts'
import type { SqlRow, SqlValue } from '../sysdb/sql-connection.ts'

/** What the thread is asked; `id` comes back with the answer. */
export type SqliteRequest =
  /** `isDamaged`: what is there was found damaged while it was used, and is put aside whatever it looks like now. */
  | { readonly id: number; readonly verb: 'open'; readonly file: string; readonly isDamaged: boolean }
  | { readonly id: number; readonly verb: 'all'; readonly sql: string; readonly values: readonly SqlValue[] }
  | { readonly id: number; readonly verb: 'close' }

export interface SqliteAnswer {
  readonly rows: readonly SqlRow[]
  /** A sentence when the file that was there could not be used. */
  readonly setAside?: string | undefined
}

export interface SqliteRefusal {
  readonly message: string
  /** Missing for our own mistakes. */
  readonly storage?: { readonly code: StorageErrorCode; readonly retryable: boolean } | undefined
  /** The file is damaged: nothing more is to be asked of it. */
  readonly isDamage: boolean
}

export type SqliteReply =
  | { readonly kind: 'answer'; readonly id: number; readonly answer: SqliteAnswer }
  | { readonly kind: 'error'; readonly id: number; readonly refusal: SqliteRefusal }
