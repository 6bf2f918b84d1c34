import { strings } from '../strings.ts'
import { brushCommands } from './brush-commands.ts'
import type { Command } from './command.ts'
import { editCommands } from './edit-commands.ts'
import { fileCommands } from './file-commands.ts'
import { layerCommands } from './layer-commands.ts'
import { paletteCommands } from './palette-commands.ts'
import { peopleCommands } from './people-commands.ts'
import { toolCommands } from './tool-commands.ts'
import { viewCommands } from './view-commands.ts'
import { windowCommands } from './window-commands.ts'

/** As the cheat sheet shows them, one heading each. */
export const commandGroups = {
  tools: toolCommands,
  brushes: brushCommands,
  colors: paletteCommands,
  edit: editCommands,
  layers: layerCommands,
  view: viewCommands,
  people: peopleCommands,
  window: windowCommands,
  files: fileCommands,
} as const
export type CommandGroup = keyof typeof commandGroups

/** Distributes over the groups. */
type KeysOf<T> = T extends unknown ? keyof T : never
export type CommandId = KeysOf<(typeof commandGroups)[CommandGroup]>

export const commandTable: Readonly<Record<CommandId, Command>> = Object.assign(
  {},
  ...Object.values(commandGroups),
)

export const commandIds = Object.keys(commandTable) as readonly CommandId[]

export function isCommandId(text: string): text is CommandId {
  return Object.hasOwn(commandTable, text)
}

/** As it is called on buttons and in the palette, in the language in use. */
export function commandName(id: CommandId): string {
  const names: Readonly<Record<CommandId, string>> = strings.commands.names
  return names[id]
}
