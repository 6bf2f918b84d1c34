import type { CommandId } from './command-table.ts'

/** A command's key that is down and holds a tool. */
export interface KeyHold {
  readonly id: CommandId
  /** The key's place, which is what comes up again. */
  readonly code: string
  readonly sinceMs: number
  /** A pointer went down meanwhile: the tool was wanted for that. */
  readonly isUsed: boolean
}

/** Who means to choose a tool lets go of its key sooner. */
const tapMs = 300

/** Whether the key was only pressed, which runs the command, and not held. */
export function isTap({ sinceMs, isUsed }: KeyHold, nowMs: number): boolean {
  return !isUsed && nowMs - sinceMs < tapMs
}
