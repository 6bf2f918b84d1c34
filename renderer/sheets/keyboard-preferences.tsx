import { RotateCcw, X } from 'lucide-react'
import { useState, type KeyboardEvent } from 'react'
import { useStore } from 'zustand'
import { chordsOf } from '../commands/chord.ts'
import { commandGroups, commandName, type CommandGroup, type CommandId } from '../commands/command-table.ts'
import { keyMap, type OwnKeys } from '../commands/key-map.ts'
import { offerChord, withChord, withFirstKeys, withoutKeys } from '../commands/own-keys.ts'
import { searchPalette } from '../commands/palette-search.ts'
import { showChord } from '../commands/show-chord.ts'
import { Button } from '../controls/button.tsx'
import { IconButton } from '../controls/icon-button.tsx'
import { useApp } from '../session/use-parts.ts'
import { strings } from '../strings.ts'
import { SearchField } from './search-field.tsx'

/** The command that waits for its keys, and what was pressed for it that has to be answered first. */
interface Asking {
  readonly id: CommandId
  readonly pressed?: { readonly chord: string; readonly by: CommandId } | undefined
  readonly problem?: string | undefined
}

/** Every command and its keys; pressed keys are taken at once, those of another command after a question beside them. */
export function KeyboardPreferences() {
  const { preferencesStore } = useApp()
  const own = useStore(preferencesStore, (state) => state.keys)
  const [query, setQuery] = useState('')
  const [asking, setAsking] = useState<Asking>()
  const words = strings.preferences.keyboard
  const save = (keys: OwnKeys): void => {
    preferencesStore.getState().change({ keys })
    setAsking(undefined)
  }
  const groups = (Object.keys(commandGroups) as CommandGroup[])
    .map((group) => ({
      group,
      rows: searchPalette(
        (Object.keys(commandGroups[group]) as CommandId[]).map((id) => ({ id, names: [commandName(id)] })),
        query,
        [],
      ),
    }))
    .filter(({ rows }) => rows.length > 0)
  return (
    <>
      <div className="shortcuts-head">
        <SearchField label={words.search} value={query} onText={setQuery} />
        <Button disabled={Object.keys(own).length === 0} onClick={() => save({})}>
          {words.resetAll}
        </Button>
      </div>
      {groups.length === 0 && <p className="dim">{words.none}</p>}
      {groups.map(({ group, rows }) => (
        <section key={group} className="key-group" aria-label={strings.commands.groups[group]}>
          <h3>{strings.commands.groups[group]}</h3>
          {rows.map(({ id }) => (
            <KeyRow
              key={id}
              id={id}
              own={own}
              asking={asking?.id === id ? asking : undefined}
              onAsk={setAsking}
              onKeys={save}
            />
          ))}
        </section>
      ))}
    </>
  )
}

interface KeyRowProps {
  readonly id: CommandId
  readonly own: OwnKeys
  readonly asking: Asking | undefined
  readonly onAsk: (asking: Asking | undefined) => void
  readonly onKeys: (own: OwnKeys) => void
}

function KeyRow({ id, own, asking, onAsk, onKeys }: KeyRowProps) {
  const words = strings.preferences.keyboard
  const name = commandName(id)
  const chords = keyMap(own).keysOf(id)
  const shown = chords.map(showChord).join(', ')
  const press = (event: KeyboardEvent): void => {
    if (asking === undefined || asking.pressed !== undefined) return
    if (['Control', 'Shift', 'Alt', 'Meta'].includes(event.key)) return
    event.preventDefault()
    if (event.key === 'Escape') return onAsk(undefined)
    const chord = chordsOf(event.nativeEvent)[0]
    if (chord === undefined) return onAsk({ id, problem: words.noChord })
    const offer = offerChord(own, id, chord)
    if (offer.kind === 'taken') onAsk({ id, pressed: { chord, by: offer.by } })
    else if (offer.kind === 'reserved') onAsk({ id, problem: words.reserved(showChord(chord)) })
    else onKeys(withChord(own, id, chord))
  }
  return (
    <div className="key-row" data-command={id}>
      <span className="key-name">{name}</span>
      <button
        type="button"
        className="key-button"
        aria-label={
          asking === undefined ? `${words.change(name)}: ${shown || words.noKeys}` : words.pressFor(name)
        }
        data-asking={asking === undefined ? undefined : 'yes'}
        title={words.change(name)}
        onKeyDown={press}
        onBlur={() => {
          if (asking !== undefined && asking.pressed === undefined) onAsk(undefined)
        }}
        onClick={() => onAsk({ id })}
      >
        {asking !== undefined && asking.pressed === undefined ? words.press : shown || words.noKeys}
      </button>
      <IconButton
        face={X}
        look="small"
        label={words.noKeysFor(name)}
        disabled={chords.length === 0}
        onClick={() => onKeys(withoutKeys(own, id))}
      />
      <IconButton
        face={RotateCcw}
        look="small"
        label={words.resetFor(name)}
        disabled={own[id] === undefined}
        onClick={() => onKeys(withFirstKeys(own, id))}
      />
      {asking?.problem !== undefined && (
        <p className="key-answer problem" role="status">
          {asking.problem}
        </p>
      )}
      {asking?.pressed !== undefined && (
        <KeyQuestion
          pressed={asking.pressed}
          onTake={() => onKeys(withChord(own, id, asking.pressed!.chord))}
          onKeep={() => onAsk(undefined)}
        />
      )}
    </div>
  )
}

interface KeyQuestionProps {
  readonly pressed: { readonly chord: string; readonly by: CommandId }
  readonly onTake: () => void
  readonly onKeep: () => void
}

function KeyQuestion({ pressed, onTake, onKeep }: KeyQuestionProps) {
  const words = strings.preferences.keyboard
  return (
    <div className="key-answer" role="alert">
      <p>{words.taken(showChord(pressed.chord), commandName(pressed.by))}</p>
      <Button onClick={onKeep}>{words.keep}</Button>
      <Button look="primary" onClick={onTake}>
        {words.take}
      </Button>
    </div>
  )
}
