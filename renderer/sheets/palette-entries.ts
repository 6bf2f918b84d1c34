// What the palette offers: every command with a name, every panel of this session, every brush.

import {
  commandGroups,
  commandName,
  commandTable,
  type CommandGroup,
  type CommandId,
} from '../commands/command-table.ts'
import type { KeyMap } from '../commands/key-map.ts'
import type { PaletteEntry } from '../commands/palette-search.ts'
import { showChord } from '../commands/show-chord.ts'
import { brushTitle } from '../session/brush-title.ts'
import type { SessionParts } from '../session/session-parts.ts'
import { presetsOf } from '../stores/brush-shelf.ts'
import type { PanelName } from '../stores/workspace-store.ts'
import { strings } from '../strings.ts'
import { english } from '../strings/english.ts'

export interface OfferedEntry extends PaletteEntry {
  readonly group: string
  readonly keys?: string | undefined
  /** Why it can't be done now. */
  readonly refusal?: string | undefined
  readonly run: () => void
}

export function paletteEntries(
  parts: SessionParts,
  keys: KeyMap,
  panels: readonly PanelName[],
): readonly OfferedEntry[] {
  return [...commandEntries(parts, keys), ...panelEntries(parts, panels), ...brushEntries(parts)]
}

function commandEntries(parts: SessionParts, keys: KeyMap): readonly OfferedEntry[] {
  const names: Readonly<Record<CommandId, string>> = english.commands.names
  return (Object.keys(commandGroups) as CommandGroup[]).flatMap((group) =>
    (Object.keys(commandGroups[group]) as CommandId[])
      .filter((id) => commandTable[id].isKeyOnly !== true)
      .map((id) => {
        const chord = keys.keysOf(id)[0]
        return {
          id,
          names: [commandName(id), names[id]],
          group: strings.commands.groups[group],
          keys: chord === undefined ? undefined : showChord(chord),
          refusal: commandTable[id].refusal?.(parts),
          run: () => parts.run(id),
        }
      }),
  )
}

function panelEntries(
  { workspaceStore }: SessionParts,
  panels: readonly PanelName[],
): readonly OfferedEntry[] {
  return panels.map((name) => ({
    id: `panel.${name}`,
    names: [
      strings.palette.showPanel(strings.workspace.names[name]),
      english.palette.showPanel(english.workspace.names[name]),
    ],
    group: strings.palette.panels,
    run: () => workspaceStore.getState().reveal(name),
  }))
}

function brushEntries({ toolStore }: SessionParts): readonly OfferedEntry[] {
  return presetsOf(toolStore.getState().shelf).map((preset) => ({
    id: `brush-preset.${preset.name}`,
    names: [
      strings.palette.brush(brushTitle(preset)),
      english.palette.brush(english.brushes.names[preset.name] ?? brushTitle(preset)),
    ],
    group: strings.palette.brushes,
    run: () => toolStore.getState().choosePreset(preset.name),
  }))
}
