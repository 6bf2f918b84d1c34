import { CaretsToAxisDashedVertical, Grid3x3, Maximize, RotateCcw } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { CommandButton } from '../commands/command-button.tsx'
import { SliderField } from '../controls/slider-field.tsx'
import { useSession } from '../session/use-parts.ts'
import { strings } from '../strings.ts'
import { turnDegrees, zoomPercent } from '../view/view-transform.ts'
import { Panel } from '../workspace/panel.tsx'
import { mountNavigator } from './mount-navigator.ts'

const zoomMin = 5
const zoomMax = 3200

/** Steps of the slider; each of them zooms by the same factor. */
const zoomSteps = 100

/** The whole picture small, what of it is in view, and how one looks at it. */
export function NavigatorPanel() {
  return (
    <Panel name="navigator" heading={strings.navigator.heading}>
      <NavigatorMap />
      <NavigatorFields />
    </Panel>
  )
}

function NavigatorMap() {
  const { bridge, viewStore } = useSession()
  const place = useRef<HTMLDivElement>(null)
  useEffect(
    () => (place.current === null ? undefined : mountNavigator(place.current, bridge, viewStore)),
    [bridge, viewStore],
  )
  return (
    <div
      ref={place}
      className="navigator-map"
      role="application"
      aria-label={strings.navigator.map}
      title={strings.navigator.mapHint}
      data-testid="navigator"
      tabIndex={0}
    />
  )
}

function NavigatorFields() {
  const { viewStore } = useSession()
  const zoom = useStore(viewStore, ({ view }) => zoomPercent(view))
  const degrees = useStore(viewStore, ({ view }) => turnDegrees(view))
  const isFlipped = useStore(viewStore, ({ view }) => view.isFlipped)
  const isFitted = useStore(viewStore, (state) => state.isFitted)
  const hasPixelGrid = useStore(viewStore, (state) => state.hasPixelGrid)
  const { zoomTo, setTurn } = viewStore.getState()
  return (
    <>
      <SliderField
        label={strings.navigator.zoom}
        unit="%"
        value={zoom}
        min={zoomMin}
        max={zoomMax}
        toStep={(percent) =>
          Math.round((zoomSteps * Math.log(percent / zoomMin)) / Math.log(zoomMax / zoomMin))
        }
        fromStep={(step) => zoomMin * (zoomMax / zoomMin) ** (step / zoomSteps)}
        onValue={zoomTo}
      />
      <SliderField
        label={strings.navigator.angle}
        unit="°"
        value={degrees}
        min={-180}
        max={180}
        onValue={(angle) => setTurn(angle / 360)}
      />
      <div className="navigator-buttons">
        <CommandButton id="view.fit" face={Maximize} pressed={isFitted} look="small" />
        <CommandButton id="view.actual-size" face="1:1" look="small" />
        <CommandButton id="view.upright" face={RotateCcw} disabled={degrees === 0} look="small" />
        <CommandButton id="view.flip" face={CaretsToAxisDashedVertical} pressed={isFlipped} look="small" />
        <CommandButton id="view.pixel-grid" face={Grid3x3} pressed={hasPixelGrid} look="small" />
      </div>
    </>
  )
}
