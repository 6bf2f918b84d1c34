import { Ellipsis } from 'lucide-react'
import { commandName, commandTable, type CommandId } from '../commands/command-table.ts'
import { Popover } from '../controls/popover.tsx'
import { useSession } from '../session/use-parts.ts'
import { shownPalette } from '../session/shown-palette.ts'
import { strings } from '../strings.ts'

const ofShared: readonly CommandId[] = [
  'palette.remove-color',
  'palette.keep',
  'palette.export',
  'palette.import',
  'palette.new',
]
const ofOwn: readonly CommandId[] = [
  'palette.remove-color',
  'palette.rename',
  'palette.share',
  'palette.export',
  'palette.delete',
  'palette.import',
  'palette.new',
]

/** What else can be done with the palette that is shown, and with palettes. */
export function PaletteMenu() {
  return (
    <Popover face={Ellipsis} label={strings.palettes.menu} look="small">
      <Entries />
    </Popover>
  )
}

function Entries() {
  const parts = useSession()
  const ids = shownPalette(parts).which === 'shared' ? ofShared : ofOwn
  return (
    <div className="app-menu" role="group" aria-label={strings.palettes.menu}>
      {ids.map((id) => {
        const refusal = commandTable[id].refusal?.(parts)
        return (
          <button
            key={id}
            type="button"
            className="menu-entry"
            title={refusal}
            disabled={refusal !== undefined}
            onClick={(event) => {
              event.currentTarget.closest<HTMLElement>('[popover]')?.hidePopover()
              parts.run(id)
            }}
          >
            {commandName(id)}
          </button>
        )
      })}
    </div>
  )
}
