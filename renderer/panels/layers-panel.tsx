import { Copy, Ellipsis, Plus, SquaresUnite, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { MenuPlace } from '../controls/menu.tsx'
import { strings } from '../strings.ts'
import { Panel } from '../workspace/panel.tsx'
import { LayerButton } from './layer-button.tsx'
import { LayerList } from './layer-list.tsx'
import { LayerMenu } from './layer-menu.tsx'
import { LayerSettings } from './layer-settings.tsx'

/** The picture's layers: how those in hand look, all of them from the top down, and what can be done to them. */
export function LayersPanel() {
  const [menu, setMenu] = useState<MenuPlace>()
  const words = strings.layers
  return (
    <Panel name="layers" heading={words.heading} grows>
      <LayerSettings />
      <LayerList onMenu={setMenu} />
      <div className="layer-buttons" role="group" aria-label={words.changes}>
        <LayerButton id="layer.add" face={Plus} />
        <LayerButton id="layer.duplicate" face={Copy} />
        <LayerButton id="layer.merge-down" face={SquaresUnite} />
        <button
          type="button"
          className="icon-button icon-button-small"
          title={words.more}
          aria-label={words.more}
          aria-haspopup="menu"
          aria-expanded={menu !== undefined}
          onClick={(event) => setMenu(event.currentTarget.getBoundingClientRect())}
        >
          <Ellipsis size={16} strokeWidth={1.75} aria-hidden />
        </button>
        <LayerButton id="layer.remove" face={Trash2} />
      </div>
      {menu !== undefined && <LayerMenu at={menu} onClose={() => setMenu(undefined)} />}
    </Panel>
  )
}
