import type { Update } from '../raster/operation.ts'
import type { Participant } from './participants.ts'

/** Where the order is written before anybody sees it. */
export interface OrderLog {
  /** Resolves when a killed host would still have them. Rejects with StorageError, and then nothing was written. */
  writeUpdates(updates: readonly Update[]): Promise<void>
  writeParticipant(participant: Participant): Promise<void>
  onWriteFailed(error: unknown): void
}
