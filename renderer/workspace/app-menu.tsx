import { Menu } from 'lucide-react'
import { useContext } from 'react'
import { commandName, type CommandId } from '../commands/command-table.ts'
import type { KeyMap } from '../commands/key-map.ts'
import { showChord } from '../commands/show-chord.ts'
import { Popover } from '../controls/popover.tsx'
import { SessionContext, useApp, useKeys } from '../session/use-parts.ts'
import type { SheetName } from '../stores/sheet-store.ts'
import { strings } from '../strings.ts'

const entries: readonly (readonly [SheetName, CommandId])[] = [
  ['palette', 'window.palette'],
  ['preferences', 'window.preferences'],
  ['shortcuts', 'window.shortcuts'],
  ['log', 'window.log'],
  ['about', 'window.about'],
]

/** The way by pointer to what is otherwise reached by keys. */
export function AppMenu() {
  const { sheetStore } = useApp()
  const parts = useContext(SessionContext)
  const keys = useKeys()
  return (
    <Popover face={Menu} label={strings.menu.label}>
      <div className="app-menu" role="group" aria-label={strings.menu.label}>
        {parts !== undefined && (
          <>
            <MenuEntry id="file.import" keys={keys} onChosen={() => parts.run('file.import')} />
            <MenuEntry id="file.export" keys={keys} onChosen={() => parts.run('file.export')} />
          </>
        )}
        {entries
          .filter(([sheet]) => parts !== undefined || sheet !== 'palette')
          .map(([sheet, id]) => (
            <MenuEntry key={id} id={id} keys={keys} onChosen={() => sheetStore.getState().open(sheet)} />
          ))}
      </div>
    </Popover>
  )
}

interface MenuEntryProps {
  readonly id: CommandId
  readonly keys: KeyMap
  readonly onChosen: () => void
}

function MenuEntry({ id, keys, onChosen }: MenuEntryProps) {
  const chord = keys.keysOf(id)[0]
  return (
    <button
      type="button"
      className="menu-entry"
      onClick={(event) => {
        event.currentTarget.closest<HTMLElement>('[popover]')?.hidePopover()
        onChosen()
      }}
    >
      <span>{commandName(id)}</span>
      {chord !== undefined && <kbd>{showChord(chord)}</kbd>}
    </button>
  )
}
