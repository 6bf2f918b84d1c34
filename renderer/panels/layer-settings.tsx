import { CornerLeftDown, Grid2x2Check } from 'lucide-react'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { blendModes, type Layer, type LayerField } from '../../sync-core/index.ts'
import { ChoiceField } from '../controls/choice-field.tsx'
import { useSession } from '../session/use-parts.ts'
import { activeLayer } from '../stores/layer-store.ts'
import { strings } from '../strings.ts'
import { plainLook, setLayers } from '../tools/layer-answers.ts'
import { paceChanges, type ChangeStep } from '../tools/pace-changes.ts'
import { LayerButton } from './layer-button.tsx'
import { PercentField } from './percent-field.tsx'

/** Others see the opacity change while the hand moves it; more often would only fill the history that can be undone. */
const opacityEveryMs = 200
/** The hand's value is shown so long; then the picture's own, which is the same by now. */
const handShownMs = 700

/** How the layers in hand look, and what may be painted on them. What is shown is the active one's. */
export function LayerSettings() {
  const { layerStore, changeLayers } = useSession()
  const layer = useStore(layerStore, activeLayer) ?? plainLook
  const words = strings.layers
  const change = useCallback(
    (field: LayerField, step: ChangeStep = 'first'): void => {
      const { layers, chosen } = layerStore.getState()
      setLayers(layers, chosen, field).forEach((operation, at) =>
        changeLayers(operation, at === 0 ? step : 'later'),
      )
    },
    [layerStore, changeLayers],
  )
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
          onValue={(value) => change({ kind: 'blend', value })}
        />
        <LayerButton
          id="layer.alpha-locked"
          face={Grid2x2Check}
          hint={words.alphaLock}
          pressed={layer.alphaLocked}
        />
        <LayerButton id="layer.clipped" face={CornerLeftDown} pressed={layer.clipped} />
      </div>
      <LayerOpacity key={layer.id} layer={layer} change={change} />
    </>
  )
}

interface LayerOpacityProps {
  readonly layer: Layer
  readonly change: (field: LayerField, step: ChangeStep) => void
}

function LayerOpacity({ layer, change }: LayerOpacityProps) {
  const [inHand, setInHand] = useState<number>()
  useEffect(() => {
    if (inHand === undefined) return undefined
    const timer = setTimeout(() => setInHand(undefined), handShownMs)
    return () => clearTimeout(timer)
  }, [inHand])
  const send = useMemo(
    () =>
      paceChanges<number>(opacityEveryMs, Date.now, (value, step) =>
        change({ kind: 'opacity', value }, step),
      ),
    [change],
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
