import { useStore } from 'zustand'
import { commandName, commandTable, type CommandId } from '../commands/command-table.ts'
import { showChord } from '../commands/show-chord.ts'
import { Menu, MenuItem, type MenuPlace } from '../controls/menu.tsx'
import { useKeys, useSession } from '../session/use-parts.ts'
import { activeLayer } from '../stores/layer-store.ts'
import { strings } from '../strings.ts'

type Flag = 'visible' | 'locked' | 'alphaLocked' | 'clipped'

const entries: readonly (readonly (readonly [CommandId, Flag?])[])[] = [
  [['layer.rename'], ['layer.duplicate'], ['layer.merge-down'], ['layer.select-painted'], ['layer.clear']],
  [
    ['layer.visible', 'visible'],
    ['layer.locked', 'locked'],
    ['layer.alpha-locked', 'alphaLocked'],
    ['layer.clipped', 'clipped'],
  ],
  [['layer.raise'], ['layer.lower']],
  [['layer.remove']],
]

/** All that can be done to the chosen layers. */
export function LayerMenu({ at, onClose }: { readonly at: MenuPlace; readonly onClose: () => void }) {
  const { layerStore } = useSession()
  const count = useStore(layerStore, ({ chosen }) => chosen.length)
  return (
    <Menu
      label={count > 1 ? strings.layers.moreOfMany(count) : strings.layers.more}
      at={at}
      onClose={onClose}
    >
      {entries.flatMap((group, place) => [
        ...(place === 0 ? [] : [<hr key={group[0]?.[0]} className="menu-line" />]),
        ...group.map(([id, flag]) => <LayerEntry key={`entry ${id}`} id={id} flag={flag} />),
      ])}
    </Menu>
  )
}

function LayerEntry({ id, flag }: { readonly id: CommandId; readonly flag?: Flag | undefined }) {
  const parts = useSession()
  const chord = useKeys().keysOf(id)[0]
  const refusal = useStore(parts.layerStore, () => commandTable[id].refusal?.(parts))
  const checked = useStore(parts.layerStore, (state) =>
    flag === undefined ? undefined : activeLayer(state)?.[flag] === true,
  )
  return (
    <MenuItem
      label={flag === undefined ? commandName(id) : strings.layers[flag]}
      shortcut={chord === undefined ? undefined : showChord(chord)}
      checked={checked}
      refusal={refusal}
      onChosen={() => parts.run(id)}
    />
  )
}
