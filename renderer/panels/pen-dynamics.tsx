import { Check } from 'lucide-react'
import type { Dynamics } from '../../sync-core/index.ts'
import { NumberInput } from '../controls/number-input.tsx'
import { strings } from '../strings.ts'
import { withPressure, type BrushSettings, type Followed } from '../tools/brush-settings.ts'

interface PenDynamicsProps {
  readonly settings: BrushSettings
  /** The preset, which knows how the brush follows pressure when it does. */
  readonly usual: BrushSettings
  readonly onChange: (change: Partial<BrushSettings>) => void
}

const fields = { size: 'sizeBy', opacity: 'opacityBy', flow: 'flowBy' } as const
const followed: readonly Followed[] = ['size', 'opacity', 'flow']

/** What follows the pen, one row each: its pressure on or off, its tilt and its speed by how much. */
export function PenDynamics({ settings, usual, onChange }: PenDynamicsProps) {
  const words = strings.brushes
  return (
    <>
      <h3>{words.dynamics}</h3>
      <div className="dynamics-table">
        <span />
        {words.dynamicsHeads.map(({ name, hint }) => (
          <span key={name} className="dynamics-head" title={hint}>
            {name}
          </span>
        ))}
        {followed.map((each) => {
          const dynamics: Dynamics = settings[fields[each]]
          const change = (next: Dynamics): void => onChange({ [fields[each]]: next })
          const isOn = dynamics.curve !== undefined
          return (
            <div key={each} className="dynamics-row">
              <span className="field-name">{words[each]}</span>
              <button
                type="button"
                className="check-button"
                title={words.pressureHints[each]}
                aria-label={words.pressureHints[each]}
                aria-pressed={isOn}
                onClick={() => change(withPressure(dynamics, isOn ? 'off' : 'on', usual[fields[each]]))}
              >
                {isOn && <Check size={14} aria-hidden />}
              </button>
              {(['tilt', 'speed'] as const).map((part) => (
                <NumberInput
                  key={part}
                  label={words.part(words[part], words[each])}
                  value={dynamics[part]}
                  min={-100}
                  max={100}
                  onValue={(value) => change({ ...dynamics, [part]: Math.round(value) })}
                />
              ))}
            </div>
          )
        })}
      </div>
    </>
  )
}
