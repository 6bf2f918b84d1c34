// A person gives chords to commands. What a chord does already is known before it is taken; nothing is taken silently, and
// what is not ours to give is refused, whether it was pressed or comes from storage.

import { isChord } from './chord.ts'
import { commandTable, isCommandId, type CommandId } from './command-table.ts'
import { keyMap, type OwnKeys } from './key-map.ts'

/** What would become of a chord that is pressed for a command. */
export type ChordOffer =
  | { readonly kind: 'free' }
  /** The command has it already. */
  | { readonly kind: 'own' }
  | { readonly kind: 'taken'; readonly by: CommandId }
  /** It means something that is not ours to change. */
  | { readonly kind: 'reserved' }

/** Pasting comes only from the system's own chord; Escape leaves what is open, everywhere. */
const reserved: ReadonlySet<string> = new Set(['Ctrl+V', 'Escape'])

export function offerChord(own: OwnKeys, id: CommandId, chord: string): ChordOffer {
  if (!isChord(chord)) return { kind: 'reserved' }
  const owner = keyMap(own).ownerOf(chord)
  if (owner === id) return { kind: 'own' }
  if (reserved.has(chord)) return { kind: 'reserved' }
  return owner === undefined ? { kind: 'free' } : { kind: 'taken', by: owner }
}

/** The chord is the command's only one from now on; whoever had it has it no more. */
export function withChord(own: OwnKeys, id: CommandId, chord: string): OwnKeys {
  return { ...without(own, id, [chord]), [id]: [chord] }
}

export function withoutKeys(own: OwnKeys, id: CommandId): OwnKeys {
  return { ...own, [id]: [] }
}

/** The command has its first keys again, also those that another command was given meanwhile. */
export function withFirstKeys(own: OwnKeys, id: CommandId): OwnKeys {
  const { [id]: _forgotten, ...others } = own
  return without(others, id, commandTable[id].keys)
}

/** What was remembered, as far as it makes sense: commands that there are, and chords that could have been given to them. */
export function readOwnKeys(value: unknown): OwnKeys {
  if (typeof value !== 'object' || value === null) return {}
  const kept: Partial<Record<CommandId, readonly string[]>> = {}
  for (const [id, chords] of Object.entries(value)) {
    if (!isCommandId(id) || !Array.isArray(chords) || chords.length > chordsMax) continue
    const isGivable = (chord: unknown): chord is string =>
      typeof chord === 'string' && offerChord({}, id, chord).kind !== 'reserved'
    if (chords.every(isGivable)) kept[id] = chords
  }
  return kept
}

/** More keys for one command are nobody's wish. */
const chordsMax = 4

/** Takes chords out of what the others were given. */
function without(own: OwnKeys, id: CommandId, chords: readonly string[]): OwnKeys {
  const left = Object.entries(own).map(([other, theirs]): [string, readonly string[]] => [
    other,
    other === id ? theirs : theirs.filter((chord) => !chords.includes(chord)),
  ])
  return Object.fromEntries(left)
}
