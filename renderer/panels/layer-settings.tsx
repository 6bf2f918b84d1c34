import { CornerLeftDown, Grid2x2Check } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { blendModes, type Layer } from '../../sync-core/index.ts'
import { ChoiceField } from '../controls/choice-field.tsx'
import { IconButton } from '../controls/icon-button.tsx'
import { activeLayer, type LayerStore } from '../stores/layer-store.ts'
import { strings } from '../strings.ts'
import type { ChangeLayers } from '../tools/change-layers.ts'
import { plainLook } from '../tools/layer-commands.ts'
import { paceChanges } from '../tools/pace-changes.ts'
import { PercentField } from './percent-field.tsx'

interface LayerSettingsProps {
  readonly layerStore: LayerStore
  readonly change: ChangeLayers
}

/** Others see the opacity change while the hand moves it; more often would only fill the history that can be undone. */
const opacityEveryMs = 200
/** The hand's value is shown so long; then the picture's own, which is the same by now. */
const handShownMs = 700

/** How the layer in hand looks, and what may be painted on it. */
export function LayerSettings({ layerStore, change }: LayerSettingsProps) {
  const layer = useStore(layerStore, activeLayer) ?? plainLook
  const isBottom = useStore(layerStore, ({ layers, active }) => layers[0]?.id === active)
  const words = strings.layers
  const { id } = layer
  return (
    <>
      <div className="layer-settings">
        <ChoiceField
          label={words.mode}
          isLabelHidden
          hint={words.mode}
          value={layer.blend}
          options={blendModes}
          words={words.modes}
          onValue={(value) => change({ kind: 'layer-set', id, field: { kind: 'blend', value } })}
        />
        <IconButton
          look="small"
          face={Grid2x2Check}
          label={words.alphaLock}
          pressed={layer.alphaLocked}
          onClick={() =>
            change({ kind: 'layer-set', id, field: { kind: 'alphaLocked', value: !layer.alphaLocked } })
          }
        />
        <IconButton
          look="small"
          face={CornerLeftDown}
          label={words.clip}
          pressed={layer.clipped}
          refusal={isBottom && !layer.clipped ? words.nothingBelow : undefined}
          onClick={() => change({ kind: 'layer-set', id, field: { kind: 'clipped', value: !layer.clipped } })}
        />
      </div>
      <LayerOpacity key={id} layer={layer} change={change} />
    </>
  )
}

function LayerOpacity({ layer, change }: { layer: Layer; change: ChangeLayers }) {
  const { id } = layer
  const [inHand, setInHand] = useState<number>()
  useEffect(() => {
    if (inHand === undefined) return undefined
    const timer = setTimeout(() => setInHand(undefined), handShownMs)
    return () => clearTimeout(timer)
  }, [inHand])
  const send = useMemo(
    () =>
      paceChanges<number>(opacityEveryMs, Date.now, (value, step) =>
        change({ kind: 'layer-set', id, field: { kind: 'opacity', value } }, step),
      ),
    [id, change],
  )
  return (
    <PercentField
      label={strings.layers.opacity}
      value={inHand ?? layer.opacity}
      onValue={(value) => {
        if (value === (inHand ?? layer.opacity)) return
        setInHand(value)
        send(value)
      }}
    />
  )
}
