import { useId, useState } from 'react'
import { useStore } from 'zustand'
import { ColorSquare } from '../controls/color-square.tsx'
import { Panel } from '../controls/panel.tsx'
import { Problem } from '../controls/text-field.tsx'
import type { ToolStore } from '../stores/tool-store.ts'
import { strings } from '../strings.ts'
import { colorToHsv, hsvToColor, parseHex, toHex, type Hsv } from '../tools/color.ts'

/** Square, hue bar and hex field, and the colours that were painted with. */
export function ColorPanel({ toolStore }: { toolStore: ToolStore }) {
  const color = useStore(toolStore, (state) => state.color)
  const recent = useStore(toolStore, (state) => state.recentColors)
  const { chooseColor } = toolStore.getState()
  const [hsv, setHsv] = useHsv(color, chooseColor)
  return (
    <Panel name="color" heading={strings.color.heading}>
      <ColorSquare hsv={hsv} onHsv={setHsv} />
      <input
        type="range"
        className="hue-bar"
        min={0}
        max={359}
        value={Math.round(hsv.hue)}
        aria-label={strings.color.hue}
        onChange={(event) => setHsv({ ...hsv, hue: event.target.valueAsNumber })}
      />
      <HexField color={color} onColor={chooseColor} />
      <div className="recent-colors" role="group" aria-label={strings.color.recent}>
        {recent.map((each) => (
          <button
            key={each}
            type="button"
            className="swatch"
            title={toHex(each)}
            aria-label={strings.color.recentOption(toHex(each))}
            ref={(element) => element?.style.setProperty('--dot', toHex(each))}
            onClick={() => chooseColor(each)}
          />
        ))}
      </div>
    </Panel>
  )
}

/** Keeps hue and saturation where the person left them even where the colour itself has none, as in black and grey. */
function useHsv(color: number, chooseColor: (color: number) => void): [Hsv, (hsv: Hsv) => void] {
  const [chosen, setChosen] = useState<Hsv>(() => colorToHsv(color))
  const hsv = hsvToColor(chosen) === color ? chosen : colorToHsv(color)
  const choose = (next: Hsv): void => {
    setChosen(next)
    chooseColor(hsvToColor(next))
  }
  return [hsv, choose]
}

function HexField({ color, onColor }: { color: number; onColor: (color: number) => void }) {
  const id = useId()
  const [typed, setTyped] = useState<string>()
  const isWrong = typed !== undefined && parseHex(typed) === undefined
  return (
    <>
      <div className="hex-row">
        <span
          className="swatch swatch-large"
          ref={(element) => element?.style.setProperty('--dot', toHex(color))}
        />
        <input
          className="text-input hex-input"
          aria-label={strings.color.hex}
          aria-invalid={isWrong}
          aria-describedby={id}
          spellCheck={false}
          value={typed ?? toHex(color)}
          onFocus={(event) => event.target.select()}
          onChange={(event) => {
            setTyped(event.target.value)
            const parsed = parseHex(event.target.value)
            if (parsed !== undefined) onColor(parsed)
          }}
          onBlur={() => setTyped(undefined)}
        />
      </div>
      <Problem id={id} sentence={isWrong ? strings.color.hexWrong : undefined} />
    </>
  )
}
