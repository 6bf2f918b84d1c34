// The port below the shared journal: numbered files of one size, zeros until they are written to, and what is put aside for
// a person, or kept for an offer. The shared journal alone decides what the bytes mean; an adapter knows a folder (node/journal-folder.ts), or
// simulates one with faults and power cuts.

/** Files of one host process. Every failure is a StorageError; after a failed write the bytes at its place are unknown. */
export interface HostFiles {
  /** Numbers of the files there are, ascending. */
  list(): Promise<readonly number[]>
  /** All bytes of a file; fewer than it was made with when its making was interrupted. */
  read(file: number): Promise<Uint8Array>
  readAt(file: number, place: number, length: number): Promise<Uint8Array>
  /** Makes a file of so many zeros in place of what may be there; they and its name survive a power cut when this returns. */
  create(file: number, bytes: number): Promise<void>
  /** Writes over what is at the place, inside the file. Survives the process when this returns, not yet a power cut; the bytes are the caller’s again then. */
  write(file: number, place: number, bytes: Uint8Array): Promise<void>
  /** What was written to the file before this call, and its name, survive a power cut when it returns. A failure is final. */
  sync(file: number): Promise<void>
  /** Removes the file, durably; nothing happens when it is not there. */
  remove(file: number): Promise<void>
  /** Keeps the bytes, durably, under a new name made from the label; returns it for a person to find. */
  keepAside(label: string, bytes: Uint8Array): Promise<string>
  /** Keeps the bytes for the picture, durably and whole or not at all, under a new name, for a person to find too. */
  keepBranch(stream: string, bytes: Uint8Array): Promise<string>
  /** Names of what is kept so for the picture, in the order of their numbers. */
  branches(stream: string): Promise<readonly string[]>
  readBranch(name: string): Promise<Uint8Array>
  /** Durably; nothing happens when it is not there. */
  removeBranch(name: string): Promise<void>
  /** How a person finds the file. */
  nameOf(file: number): string
  /** Closes files and gives up the ownership. Idempotent. */
  close(): Promise<void>
}
