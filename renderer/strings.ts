// Everything the windows say, in one catalogue; each room of it has a file. Sentences for failures of a session come from the
// session itself.

import { brushStrings } from './strings/brush-strings.ts'
import { panelStrings } from './strings/panel-strings.ts'
import { placeStrings } from './strings/place-strings.ts'
import { sessionStrings } from './strings/session-strings.ts'
import { startStrings } from './strings/start-strings.ts'
import { statusStrings } from './strings/status-strings.ts'
import { toolStrings } from './strings/tool-strings.ts'

/** English. Sentence case; names of buttons as they stand on them. */
export const strings = {
  ...startStrings,
  place: placeStrings,
  ...sessionStrings,
  ...toolStrings,
  brushes: brushStrings,
  ...panelStrings,
  status: statusStrings,
} as const
