import type { AppStore } from '../stores/app-store.ts'
import type { ColorChoiceStore } from '../stores/color-choice-store.ts'
import type { ColorPalettesStore } from '../stores/color-palettes.ts'
import type { FirstHintsStore } from '../stores/first-hints.ts'
import type { LogStore } from '../stores/log-store.ts'
import type { PreferencesStore } from '../stores/preferences-store.ts'
import type { RecentCommandsStore } from '../stores/recent-commands.ts'
import type { SheetStore } from '../stores/sheet-store.ts'
import type { ToolStore } from '../stores/tool-store.ts'
import type { WorkspaceStore } from '../stores/workspace-store.ts'

/** What the window has in every session and without one. */
export interface AppParts {
  readonly appStore: AppStore
  readonly toolStore: ToolStore
  readonly colorChoice: ColorChoiceStore
  readonly colorPalettes: ColorPalettesStore
  readonly preferencesStore: PreferencesStore
  readonly sheetStore: SheetStore
  readonly workspaceStore: WorkspaceStore
  readonly logStore: LogStore
  /** What was run from the palette lately. */
  readonly recentCommands: RecentCommandsStore
  readonly firstHints: FirstHintsStore
}
