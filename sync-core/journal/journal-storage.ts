// The port below the journal: numbered segments, each a run of bytes that only grows. The journal alone decides what the
// bytes mean and where the next record goes; an adapter shares files with other pictures
// (shared-journal.ts), or simulates them with faults. Appends name their position, so that bytes of a failed append are cut back or written over, never skipped.

import type { StorageError } from '../base/errors.ts'

/**
 * Segments of one picture's journal, owned by one journal at a time. Every failure is a StorageError; after one, the bytes
 * from the failed position on are unknown until `truncate` succeeded.
 */
export interface JournalStorage {
  /** Numbers of the segments there are, ascending. */
  segments(): Promise<readonly number[]>
  /** All bytes of a segment. */
  read(segment: number): Promise<Uint8Array>
  /** Makes an empty segment; its name survives a power cut when this returns. */
  create(segment: number): Promise<void>
  /** Writes all bytes at the position, which is the segment's end. They survive the process when this returns, not yet a power cut; they are the caller’s again then. */
  append(segment: number, position: number, bytes: Uint8Array): Promise<void>
  /** Everything appended before this call survives a power cut when it returns. A failure is final: what was written is unknown. */
  sync(segment: number): Promise<void>
  /** Cuts the segment to its first `length` bytes, durably. */
  truncate(segment: number, length: number): Promise<void>
  /** Removes the segment, durably. */
  remove(segment: number): Promise<void>
  /**
   * Keeps the segment's whole present content under another name, which is returned for a person to find, then makes the
   * segment hold exactly `kept`; both durably, and a crash in between loses neither.
   */
  setAside(segment: number, kept: Uint8Array): Promise<string>
  /** Keeps the bytes, durably and whole or not at all, apart from the segments; returns the name, for a person to find too. */
  keepBranch(bytes: Uint8Array): Promise<string>
  /** Names of what was kept so and not removed, by whomever had this storage; those kept later behind earlier ones, as a rule. */
  branches(): Promise<readonly string[]>
  readBranch(name: string): Promise<Uint8Array>
  /** Durably; nothing happens when it is not there. */
  removeBranch(name: string): Promise<void>
  /** Calls back when an fsync for anybody failed: nothing that was not durable before can become it, and nothing more is taken. */
  onFailure(listener: (error: StorageError) => void): void
  /** Closes files and gives up the ownership. Idempotent. */
  close(): Promise<void>
}
