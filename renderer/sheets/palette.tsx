import { Search } from 'lucide-react'
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { useStore } from 'zustand'
import { searchPalette } from '../commands/palette-search.ts'
import { typedKey } from '../controls/typed-key.ts'
import type { SessionParts } from '../session/session-parts.ts'
import { useKeys } from '../session/use-parts.ts'
import type { PanelName } from '../stores/workspace-store.ts'
import { strings } from '../strings.ts'
import { paletteEntries, type OfferedEntry } from './palette-entries.ts'

interface PaletteProps {
  readonly parts: SessionParts
  readonly panels: readonly PanelName[]
  readonly onClose: () => void
}

/** Everything that can be done, found by its name. The keyboard stays in the field; what is chosen is told as its active option. */
export function Palette({ parts, panels, onClose }: PaletteProps) {
  const id = useId()
  const list = useRef<HTMLUListElement>(null)
  const [query, setQuery] = useState('')
  const [chosen, setChosen] = useState(0)
  const keys = useKeys()
  const { recentCommands } = parts
  const recent = useStore(recentCommands, (state) => state.ids)
  // As it was when the palette was opened: nothing changes under the hand.
  const entries = useMemo(() => paletteEntries(parts, keys, panels), [parts, keys, panels])
  const found = useMemo(() => searchPalette(entries, query, recent), [entries, query, recent])
  const at = Math.min(chosen, found.length - 1)
  const words = strings.palette
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  })
  const run = (entry: OfferedEntry | undefined): void => {
    if (entry === undefined || entry.refusal !== undefined) return
    recentCommands.getState().note(entry.id)
    onClose()
    entry.run()
  }
  const handleKey = (event: KeyboardEvent): void => {
    const key = typedKey(event.nativeEvent)
    const next = nextChoice(key, at, found.length)
    if (next !== undefined) setChosen(next)
    else if (key === 'Enter') run(found[at])
    else return
    event.preventDefault()
  }
  return (
    <div className="palette">
      <div className="palette-field">
        <Search size={16} aria-hidden />
        <input
          data-first
          className="palette-input"
          role="combobox"
          aria-expanded
          aria-autocomplete="list"
          aria-controls={id}
          aria-activedescendant={found[at] === undefined ? undefined : `${id}-${found[at].id}`}
          aria-label={words.field}
          placeholder={words.field}
          value={query}
          spellCheck={false}
          autoComplete="off"
          onKeyDown={handleKey}
          onChange={(event) => {
            setQuery(event.target.value)
            setChosen(0)
          }}
        />
      </div>
      <ul ref={list} id={id} className="palette-list" role="listbox" aria-label={words.list}>
        {found.map((entry, index) => (
          <li
            key={entry.id}
            id={`${id}-${entry.id}`}
            className="palette-entry"
            role="option"
            aria-selected={index === at}
            aria-disabled={entry.refusal !== undefined}
            // The field keeps the keyboard.
            onMouseDown={(event) => event.preventDefault()}
            onMouseMove={() => setChosen(index)}
            onClick={() => run(entry)}
          >
            <span className="palette-name">{entry.names[0]}</span>
            {entry.refusal !== undefined && <span className="palette-refusal">{entry.refusal}</span>}
            {entry.refusal === undefined && (
              <span className="palette-group">
                {query === '' && recent.includes(entry.id) ? words.recent : entry.group}
              </span>
            )}
            <span className="palette-keys-place">
              <kbd className="palette-keys">{entry.keys}</kbd>
            </span>
          </li>
        ))}
      </ul>
      <p className="palette-foot" role="status">
        {found.length === 0 ? words.none : (found[at]?.refusal ?? words.help)}
      </p>
    </div>
  )
}

/** How far Page up and Page down go. */
const pageEntries = 8

function nextChoice(key: string | undefined, at: number, count: number): number | undefined {
  if (count === 0) return undefined
  switch (key) {
    case 'ArrowDown':
      return (at + 1) % count
    case 'ArrowUp':
      return (at - 1 + count) % count
    case 'PageDown':
      return Math.min(count - 1, at + pageEntries)
    case 'PageUp':
      return Math.max(0, at - pageEntries)
    default:
      return undefined
  }
}
