import { commandIds, type CommandId } from './command-table.ts'

const wanted: string = 'file.export'

/** Saves the picture as a file: what the menu and a banner offer once there is such a command. */
export const exportCommand: CommandId | undefined = commandIds.find((id) => id === wanted)
