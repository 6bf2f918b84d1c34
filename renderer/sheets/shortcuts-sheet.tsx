import { useState } from 'react'
import type { Command } from '../commands/command.ts'
import {
  commandGroups,
  commandName,
  commandTable,
  type CommandGroup,
  type CommandId,
} from '../commands/command-table.ts'
import type { KeyMap } from '../commands/key-map.ts'
import { searchPalette } from '../commands/palette-search.ts'
import { showChord } from '../commands/show-chord.ts'
import { Button } from '../controls/button.tsx'
import { useApp, useKeys } from '../session/use-parts.ts'
import { strings } from '../strings.ts'
import { showPreferenceSection } from './preference-section.ts'
import { SearchField } from './search-field.tsx'

interface Row {
  readonly id: string
  readonly names: readonly string[]
  readonly keys: readonly string[]
}

/** Commands whose key lends a tool while it is held. */
const holding = (Object.keys(commandTable) as CommandId[]).filter((id) => {
  const { holds }: Command = commandTable[id]
  return holds !== undefined
})

function rowOf(id: CommandId, keys: KeyMap): Row {
  return { id, names: [commandName(id)], keys: keys.keysOf(id).map(showChord) }
}

/** Every command with the keys as the person has them, and what a held key, the mouse and fingers do. */
export function ShortcutsSheet() {
  const { sheetStore } = useApp()
  const keys = useKeys()
  const [query, setQuery] = useState('')
  const words = strings.shortcuts
  const groups = [
    ...(Object.keys(commandGroups) as CommandGroup[]).map((group) => ({
      heading: strings.commands.groups[group],
      rows: (Object.keys(commandGroups[group]) as CommandId[]).map((id) => rowOf(id, keys)),
    })),
    ...(Object.keys(words.gestures) as (keyof typeof words.gestures)[]).map((kind) => ({
      heading: words.gestures[kind].heading,
      rows: [
        ...words.gestures[kind].rows.map((row): Row => ({
          id: row.name,
          names: [row.name],
          keys: [row.keys],
        })),
        ...(kind === 'held' ? holding.map((id) => rowOf(id, keys)) : []),
      ],
    })),
  ]
  const shown = groups
    .map(({ heading, rows }) => ({ heading, rows: searchPalette(rows, query, []) }))
    .filter(({ rows }) => rows.length > 0)
  return (
    <div className="shortcuts">
      <div className="shortcuts-head">
        <SearchField label={words.search} value={query} onText={setQuery} />
        <Button
          onClick={() => {
            showPreferenceSection('keyboard')
            sheetStore.getState().open('preferences')
          }}
        >
          {words.change}
        </Button>
      </div>
      {shown.length === 0 && <p className="dim">{words.none}</p>}
      <div className="shortcut-columns">
        {shown.map(({ heading, rows }) => (
          <section key={heading} className="shortcut-group" aria-label={heading}>
            <h3>{heading}</h3>
            <dl>
              {rows.map((row) => (
                <div key={row.id} className="shortcut-row">
                  <dt>{row.names[0]}</dt>
                  <dd>
                    {row.keys.length === 0 ? (
                      <span className="dim">{words.noKey}</span>
                    ) : (
                      row.keys.slice(0, 2).map((chord) => <kbd key={chord}>{chord}</kbd>)
                    )}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </div>
  )
}
