import { brushStrings } from './english/brush-strings.ts'
import { commandStrings } from './english/command-strings.ts'
import { exportStrings } from './english/export-strings.ts'
import { fileStrings } from './english/file-strings.ts'
import { historyStrings } from './english/history-strings.ts'
import { paletteStrings } from './english/palette-strings.ts'
import { panelStrings } from './english/panel-strings.ts'
import { penStrings } from './english/pen-strings.ts'
import { placeStrings } from './english/place-strings.ts'
import { sessionStrings } from './english/session-strings.ts'
import { sheetStrings } from './english/sheet-strings.ts'
import { startStrings } from './english/start-strings.ts'
import { statusStrings } from './english/status-strings.ts'
import { toolStrings } from './english/tool-strings.ts'
import { workspaceStrings } from './english/workspace-strings.ts'

/** English, the language that others are translated from. Sentence case; names of buttons as they stand on them. */
export const english = {
  ...startStrings,
  commands: commandStrings,
  place: placeStrings,
  ...sessionStrings,
  ...toolStrings,
  brushes: brushStrings,
  palettes: paletteStrings,
  pen: penStrings,
  ...panelStrings,
  export: exportStrings,
  files: fileStrings,
  history: historyStrings,
  status: statusStrings,
  ...workspaceStrings,
  ...sheetStrings,
} as const

/** What every language has: the same entries, and functions of the same values. */
export type Catalogue = Words<typeof english>

type Words<T> = T extends string
  ? string
  : T extends (...values: infer V) => string
    ? (...values: V) => string
    : T extends (...values: infer V) => readonly string[]
      ? (...values: V) => readonly string[]
      : { readonly [K in keyof T]: Words<T[K]> }
