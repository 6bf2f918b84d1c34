import { Copy, Plus, SquaresUnite, Trash2 } from 'lucide-react'
import { useStore } from 'zustand'
import { CommandButton } from '../commands/command-button.tsx'
import { commandTable, type CommandId } from '../commands/command-table.ts'
import { useSession } from '../session/use-parts.ts'
import { strings } from '../strings.ts'
import { Panel } from '../workspace/panel.tsx'
import { LayerList } from './layer-list.tsx'
import { LayerSettings } from './layer-settings.tsx'

/** The picture's layers: how those in hand look, all of them from the top down, and what can be done to them. */
export function LayersPanel() {
  return (
    <Panel name="layers" heading={strings.layers.heading} grows>
      <LayerSettings />
      <LayerList />
      <div className="layer-buttons" role="group" aria-label={strings.layers.changes}>
        <LayerButton id="layer.add" face={Plus} />
        <LayerButton id="layer.duplicate" face={Copy} />
        <LayerButton id="layer.merge-down" face={SquaresUnite} />
        <LayerButton id="layer.remove" face={Trash2} />
      </div>
    </Panel>
  )
}

/** Disabled where its command makes no sense for the layers as they are. */
function LayerButton({ id, face }: { readonly id: CommandId; readonly face: typeof Plus }) {
  const parts = useSession()
  const refusal = useStore(parts.layerStore, () => commandTable[id].refusal?.(parts))
  return <CommandButton id={id} face={face} look="small" refusal={refusal} />
}
