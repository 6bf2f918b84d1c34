// A command is one thing that can be asked for by key, by button, in the palette: its keys and what it does stand in one
// row; its name is in the catalogue. Groups are files beside this one, `command-table.ts` has them all.

import type { SessionParts } from '../session/session-parts.ts'
import type { HeldTool } from '../stores/tool-store.ts'

export interface Command {
  /** Chords as chord.ts writes them; the first one is shown. */
  readonly keys: readonly string[]
  readonly run: (parts: SessionParts) => void
  /** Why it can't be done now; undefined when it can. */
  readonly refusal?: (parts: SessionParts) => string | undefined
  /**
   * Where its keys mean something else: on a button that has the keyboard, everywhere but on the canvas, or while text of
   * the window is selected. Everywhere else is where nobody types.
   */
  readonly yieldsTo?: 'buttons' | 'everything' | 'selected text'
  /** The tool that is on while its key is held; a tap runs the command. */
  readonly holds?: HeldTool
  /** Of no use without a key, so it is not offered by name. */
  readonly isKeyOnly?: true
}
