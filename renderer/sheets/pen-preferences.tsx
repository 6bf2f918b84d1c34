import { useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { Button } from '../controls/button.tsx'
import { useApp } from '../session/use-parts.ts'
import { strings } from '../strings.ts'
import { penCurves, pressureTable, type PenCurveName } from '../tools/pen-curve.ts'
import { nothingSeen, seePointer, tabletVerdict, type TabletSeen } from '../tools/tablet-test.ts'
import { PressureCurve } from './pressure-curve.tsx'
import { ScratchPad } from './scratch-pad.tsx'

const curveNames = Object.keys(penCurves) as readonly PenCurveName[]

/** How hard the person presses, a place to try it, and what arrives of the tablet. */
export function PenPreferences() {
  const { preferencesStore, toolStore } = useApp()
  const curve = useStore(preferencesStore, (state) => state.penCurve)
  const settings = useStore(toolStore, (state) => state.brush)
  const [seen, setSeen] = useState(nothingSeen)
  const [pressure, setPressure] = useState<number>()
  const table = useMemo(() => pressureTable(curve), [curve])
  const { change } = preferencesStore.getState()
  const words = strings.pen
  const step = pressure === undefined ? undefined : Math.round(pressure * 1023)
  return (
    <div className="pen-preferences">
      <div className="pen-curve">
        <PressureCurve
          curve={curve}
          pen={
            pressure === undefined || step === undefined
              ? undefined
              : { pressure, becomes: (table[step] ?? step) / 1023 }
          }
          onCurve={(penCurve) => change({ penCurve })}
        />
        <div className="pen-curve-words">
          <p>{words.explained}</p>
          <div className="button-row" role="group" aria-label={words.presets}>
            {curveNames.map((name) => (
              <Button
                key={name}
                aria-pressed={JSON.stringify(curve) === JSON.stringify(penCurves[name])}
                onClick={() => change({ penCurve: penCurves[name] })}
              >
                {words.curves[name]}
              </Button>
            ))}
          </div>
        </div>
      </div>
      <h3>{words.test}</h3>
      <ScratchPad
        settings={settings}
        curved={(raw) => table[raw] ?? raw}
        onPointer={(pointer) => {
          if (pointer === undefined) return setPressure(undefined)
          setSeen((before) => seePointer(before, pointer))
          if (pointer.pointerType === 'pen' && pointer.buttons !== 0) setPressure(pointer.pressure)
        }}
      />
      <TabletWords seen={seen} />
    </div>
  )
}

function TabletWords({ seen }: { seen: TabletSeen }) {
  const words = strings.pen
  const verdict = tabletVerdict(seen)
  const checks = words.checks[verdict]
  return (
    <div className="tablet-words" role="status" data-verdict={verdict}>
      <p>
        {verdict === 'pressure'
          ? words.pressureSeen(Math.round(seen.least * 100), Math.round(seen.most * 100))
          : words.verdicts[verdict]}
      </p>
      {checks.length > 0 && (
        <ul>
          {checks.map((check) => (
            <li key={check}>{check}</li>
          ))}
        </ul>
      )}
      {seen.pen && (
        <p className="dim">
          {words.also(
            seen.tilt > 0 ? words.tiltSeen(Math.round(seen.tilt)) : words.noTilt,
            seen.eraser ? words.eraserSeen : words.noEraser,
          )}
        </p>
      )}
    </div>
  )
}
