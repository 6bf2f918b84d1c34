// Which command a chord stands for: the table's own keys, and what a person put in their place. A chord belongs to one
// command; one that is given to another is taken from the first.

import { chordsOf, type KeyPress } from './chord.ts'
import { commandIds, commandTable, type CommandId } from './command-table.ts'

/** Chords that a person chose; an empty list takes all keys from a command. */
export type OwnKeys = Readonly<Partial<Record<CommandId, readonly string[]>>>

export interface KeyMap {
  /** The chords of a command, the first one is shown. */
  readonly keysOf: (id: CommandId) => readonly string[]
  readonly commandOf: (press: KeyPress) => CommandId | undefined
  /** Who has a chord now. */
  readonly ownerOf: (chord: string) => CommandId | undefined
}

export function keyMap(own: OwnKeys): KeyMap {
  const owners = new Map<string, CommandId>()
  for (const id of commandIds) for (const chord of commandTable[id].keys) owners.set(chord, id)
  for (const [id, chords] of Object.entries(own) as [CommandId, readonly string[]][]) {
    for (const [chord, owner] of owners) if (owner === id) owners.delete(chord)
    for (const chord of chords) owners.set(chord, id)
  }
  return {
    keysOf: (id) => (own[id] ?? commandTable[id].keys).filter((chord) => owners.get(chord) === id),
    ownerOf: (chord) => owners.get(chord),
    commandOf(press) {
      for (const chord of chordsOf(press)) {
        const owner = owners.get(chord)
        if (owner !== undefined) return owner
      }
      return undefined
    },
  }
}
