import type { StorageErrorCode } from '../../base/errors.ts'
import type { SqlRow, SqlValue } from '../sysdb/sql-connection.ts'

/** What the thread is asked; `id` comes back with the answer. */
export type SqliteRequest =
  /** `putAside`: why what is there can't be used, as an earlier thread found. */
  | {
      readonly id: number
      readonly verb: 'open'
      readonly file: string
      readonly putAside: string | undefined
    }
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
  /** Why the file can't be used: nothing more is to be asked of this thread. */
  readonly damage?: string | undefined
}

export type SqliteReply =
  | { readonly kind: 'answer'; readonly id: number; readonly answer: SqliteAnswer }
  | { readonly kind: 'error'; readonly id: number; readonly refusal: SqliteRefusal }
