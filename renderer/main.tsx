// The window's beginning: styles, stores, and the first screen.

import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import type { AppParts } from './session/app-parts.ts'
import { followWindow } from './session/follow-log.ts'
import { gessoApi } from './session/gesso-api.ts'
import { showPreferences } from './session/show-preferences.ts'
import { createAppStore } from './stores/app-store.ts'
import { createFirstHints } from './stores/first-hints.ts'
import { createLogStore } from './stores/log-store.ts'
import { createPreferencesStore } from './stores/preferences-store.ts'
import { createRecentCommands } from './stores/recent-commands.ts'
import { createSheetStore } from './stores/sheet-store.ts'
import { createColorChoiceStore } from './stores/color-choice-store.ts'
import { createColorPalettes } from './stores/color-palettes.ts'
import { createToolStore } from './stores/tool-store.ts'
import { createWorkspaceStore } from './stores/workspace-store.ts'
import './styles/base.css'
import './styles/controls.css'
import './styles/start.css'
import './styles/place.css'
import './styles/session.css'
import './styles/status-line.css'
import './styles/tool-options.css'
import './styles/stage-foot.css'
import './styles/small-windows.css'
import './styles/workspace.css'
import './styles/sheets.css'
import './styles/command-palette.css'
import './styles/shortcuts.css'
import './styles/preferences.css'
import './styles/about.css'
import './styles/log.css'
import './styles/menus.css'
import './styles/panels.css'
import './styles/layers.css'
import './styles/people.css'
import './styles/brush.css'
import './styles/color.css'
import './styles/canvas.css'
import './styles/history.css'

const parts: AppParts = {
  appStore: createAppStore(
    gessoApi === undefined ? { kind: 'guest', invite: window.location.href } : { kind: 'start' },
  ),
  toolStore: createToolStore(),
  colorChoice: createColorChoiceStore(),
  colorPalettes: createColorPalettes(),
  preferencesStore: createPreferencesStore(),
  sheetStore: createSheetStore(),
  workspaceStore: createWorkspaceStore(),
  logStore: createLogStore(),
  recentCommands: createRecentCommands(),
  firstHints: createFirstHints(),
}
// Where the language can't be kept, the next start's menu speaks the system's: not worth a word.
showPreferences(parts.preferencesStore, (language) => void gessoApi?.setLanguage(language))
followWindow(parts.appStore, parts.logStore)

const place = document.getElementById('app')
if (place === null) throw new Error('index.html has an element with the id app')
// A frame without the person's name would be one more to wait for.
void parts.appStore
  .getState()
  .load()
  .then(() => createRoot(place).render(<App parts={parts} />))
