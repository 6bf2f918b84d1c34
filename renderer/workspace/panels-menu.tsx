import { PanelRight } from 'lucide-react'
import { useId } from 'react'
import { useStore } from 'zustand'
import { Button } from '../controls/button.tsx'
import { Popover } from '../controls/popover.tsx'
import { useApp } from '../session/use-parts.ts'
import { panelNames, type PanelName } from '../stores/workspace-store.ts'
import { strings } from '../strings.ts'

/** Which panels are on the screen. */
export function PanelsMenu({ offered }: { readonly offered: readonly PanelName[] }) {
  const { workspaceStore } = useApp()
  const id = useId()
  const panels = useStore(workspaceStore, (state) => state.panels)
  const words = strings.workspace
  return (
    <Popover face={PanelRight} label={words.panels}>
      <div className="panels-menu" role="group" aria-label={words.panels}>
        {panelNames
          .filter((name) => offered.includes(name))
          .map((name) => (
            <label key={name} className="check-row" htmlFor={`${id}-${name}`}>
              <input
                id={`${id}-${name}`}
                type="checkbox"
                checked={panels.find((panel) => panel.name === name)?.isShown ?? false}
                onChange={(event) => workspaceStore.getState().setShown(name, event.target.checked)}
              />
              {words.names[name]}
            </label>
          ))}
        <Button look="quiet" onClick={() => workspaceStore.getState().reset()}>
          {words.reset}
        </Button>
      </div>
    </Popover>
  )
}
