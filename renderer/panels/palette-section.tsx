import { Plus, Undo2 } from 'lucide-react'
import { useEffect, type DragEvent, type KeyboardEvent } from 'react'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import { CommandButton } from '../commands/command-button.tsx'
import { commandTable } from '../commands/command-table.ts'
import { ChoiceField } from '../controls/choice-field.tsx'
import { ColorGrid } from '../controls/color-grid.tsx'
import { NameField } from '../controls/name-field.tsx'
import { fitName } from '../files/fit-name.ts'
import { takePalettes } from '../session/palette-files.ts'
import { changeColors, paletteOf, type PaletteInView } from '../session/shown-palette.ts'
import { useSession } from '../session/use-parts.ts'
import { strings } from '../strings.ts'
import { PaletteMenu } from './palette-menu.tsx'

/** Colours in a row where the palette does not say it, or says what can't be hit. */
const usualColumns = 12
const columnsMin = 5
const columnsMax = 16

/** The palette that is shown: the shared one of the picture or an own one, and what can be done with it. */
export function PaletteSection() {
  const parts = useSession()
  const { bridge, colorPalettes, toolStore, hintStore } = parts
  const palettes = useStore(colorPalettes, (state) => state.palettes)
  const shown = useStore(colorPalettes, (state) => state.shown)
  const hasPast = useStore(colorPalettes, (state) => state.past.length > 0)
  const isKept = useStore(colorPalettes, (state) => state.isKept)
  const shared = useStore(
    bridge.store,
    useShallow((state) => state.state.palette),
  )
  const color = useStore(toolStore, (state) => state.color)
  const palette = paletteOf(palettes, shown, shared)
  const words = strings.palettes
  useEffect(() => {
    if (!isKept) hintStore.getState().say(strings.palettes.notKept)
  }, [isKept, hintStore])

  const handleKey = (event: KeyboardEvent): void => {
    // The picture's own undo takes back what was done to the shared palette.
    if (
      palette.which === 'shared' ||
      event.key !== 'z' ||
      !(event.ctrlKey || event.metaKey) ||
      event.shiftKey
    )
      return
    if (event.target instanceof HTMLInputElement) return
    event.preventDefault()
    colorPalettes.getState().undo()
  }
  const handleDrop = (event: DragEvent): void => {
    event.preventDefault()
    void takePalettes(parts, [...event.dataTransfer.files])
  }
  return (
    <div
      className="color-palette"
      role="group"
      aria-label={words.heading}
      onKeyDown={handleKey}
      onDrop={handleDrop}
    >
      <div className="color-palette-head">
        <PaletteName palette={palette} />
        {hasPast && <CommandButton id="palette.undo" face={Undo2} look="small" />}
        <CommandButton
          id="palette.add-color"
          face={Plus}
          look="small"
          refusal={commandTable['palette.add-color'].refusal?.(parts)}
        />
        <PaletteMenu />
      </div>
      {palette.colors.length === 0 ? (
        <p className="color-palette-empty">
          {palette.which === 'shared' ? words.emptyShared : words.emptyOwn}
        </p>
      ) : (
        <ColorGrid
          key={palette.which}
          label={words.colors(palette.name)}
          colors={palette.colors}
          columns={shownColumns(palette.columns)}
          chosen={color}
          onColor={toolStore.getState().chooseColor}
          onColors={(colors) => changeColors(parts, colors)}
        />
      )}
    </div>
  )
}

/** Which palette is shown, in the system's own list; while it is renamed, its name. */
function PaletteName({ palette }: { readonly palette: PaletteInView }) {
  const { colorPalettes } = useSession()
  const palettes = useStore(colorPalettes, (state) => state.palettes)
  const isRenaming = useStore(colorPalettes, (state) => state.isRenaming)
  const { show, change, setRenaming } = colorPalettes.getState()
  const words = strings.palettes
  if (isRenaming && palette.which !== 'shared') {
    const { which } = palette
    return (
      <NameField
        label={words.name}
        name={palette.name}
        onName={(typed) => {
          const name = fitName(typed ?? '')
          if (name !== '' && name !== palette.name) change(which, { name })
          else setRenaming(false)
        }}
      />
    )
  }
  return (
    <ChoiceField
      label={words.which}
      isLabelHidden
      value={String(palette.which)}
      options={['shared', ...palettes.map(({ id }) => String(id))]}
      words={Object.fromEntries([
        ['shared', words.shared],
        ...palettes.map(({ id, name }) => [String(id), name || words.newName]),
      ])}
      onValue={(chosen) => show(chosen === 'shared' ? chosen : Number(chosen))}
    />
  )
}

function shownColumns(columns: number): number {
  return columns >= columnsMin && columns <= columnsMax ? columns : usualColumns
}
