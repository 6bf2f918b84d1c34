/** What the host of a picture tells its scheduler. */
export interface PictureScheduling {
  /** Updates up to seq are durable: whatever crashes now, they will be persisted. */
  wrote(seq: number): void
  /**
   * Persists everything up to seq, now, without rests: the last one left, or the session ends. Resolves when it is stored, at once when
   * it was; rejects with StorageError when that one try failed, and the task stays.
   */
  persistNow(seq: number): Promise<void>
}
