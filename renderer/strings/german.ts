import type { Catalogue } from './english.ts'
import { brushStrings } from './german/brush-strings.ts'
import { commandStrings } from './german/command-strings.ts'
import { exportStrings } from './german/export-strings.ts'
import { fileStrings } from './german/file-strings.ts'
import { historyStrings } from './german/history-strings.ts'
import { paletteStrings } from './german/palette-strings.ts'
import { panelStrings } from './german/panel-strings.ts'
import { penStrings } from './german/pen-strings.ts'
import { placeStrings } from './german/place-strings.ts'
import { sessionStrings } from './german/session-strings.ts'
import { sheetStrings } from './german/sheet-strings.ts'
import { startStrings } from './german/start-strings.ts'
import { statusStrings } from './german/status-strings.ts'
import { toolStrings } from './german/tool-strings.ts'
import { workspaceStrings } from './german/workspace-strings.ts'

/** German, without "du" and, where it reads well, without "Sie". Painting's words are those of Krita. */
export const german: Catalogue = {
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
}
