import { ArrowLeftRight, Circle, SlidersHorizontal } from 'lucide-react'
import { useId, useState } from 'react'
import { useStore } from 'zustand'
import { CommandButton } from '../commands/command-button.tsx'
import { ColorSquare } from '../controls/color-square.tsx'
import { HueRing } from '../controls/hue-ring.tsx'
import { Segments } from '../controls/segments.tsx'
import { Swatches } from '../controls/swatches.tsx'
import { Problem } from '../controls/text-field.tsx'
import { typedKey } from '../controls/typed-key.ts'
import { useSession } from '../session/use-parts.ts'
import { colorShapes } from '../stores/color-choice-store.ts'
import type { ToolStore } from '../stores/tool-store.ts'
import { strings } from '../strings.ts'
import { harmonyOf } from '../tools/color-harmony.ts'
import { colorToHsv, hsvToColor, parseHex, toHex, type Hsv } from '../tools/color.ts'
import { Panel } from '../workspace/panel.tsx'
import { ColorHarmonies } from './color-harmonies.tsx'
import { ColorSliders } from './color-sliders.tsx'
import { PaletteSection } from './palette-section.tsx'

const shapeIcons = { wheel: Circle, sliders: SlidersHorizontal } as const

/** The colour in hand, ring and square or sliders, harmonies, the colours that were painted with, and a palette. */
export function ColorPanel({ toolStore }: { toolStore: ToolStore }) {
  const { colorChoice } = useSession()
  const { shape, harmony, change } = useStore(colorChoice)
  const color = useStore(toolStore, (state) => state.color)
  const recent = useStore(toolStore, (state) => state.recentColors)
  const { chooseColor } = toolStore.getState()
  const [hsv, setHsv] = useHsv(color, chooseColor)
  return (
    <Panel name="color" heading={strings.color.heading}>
      <div className="color-head">
        <Segments
          label={strings.color.shape}
          name="color-shape"
          value={shape}
          options={colorShapes}
          words={strings.color.shapes}
          icons={shapeIcons}
          isCompact
          onValue={(chosen) => change({ shape: chosen })}
        />
        <HexField toolStore={toolStore} color={color} onColor={chooseColor} />
      </div>
      <div className="color-shape" data-shape={shape}>
        {shape === 'sliders' ? (
          <ColorSliders hsv={hsv} onHsv={setHsv} />
        ) : (
          <HueRing
            hue={hsv.hue}
            marks={harmonyOf(harmony, hsv).map((other) => other.hue)}
            onHue={(hue) => setHsv({ ...hsv, hue })}
          >
            <ColorSquare hsv={hsv} onHsv={setHsv} />
          </HueRing>
        )}
        <ColorHarmonies
          hsv={hsv}
          harmony={harmony}
          onHarmony={(chosen) => change({ harmony: chosen })}
          onHsv={setHsv}
        />
      </div>
      <Swatches label={strings.color.recent} colors={recent} onColor={chooseColor} />
      <PaletteSection />
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

interface HexFieldProps {
  readonly toolStore: ToolStore
  readonly color: number
  readonly onColor: (color: number) => void
}

function HexField({ toolStore, color, onColor }: HexFieldProps) {
  const previous = useStore(toolStore, (state) => state.previousColor)
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
        <span
          className="swatch swatch-previous"
          ref={(element) => element?.style.setProperty('--dot', toHex(previous))}
        />
        <CommandButton id="color.swap" face={ArrowLeftRight} look="small" />
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
          // Then keys are the tools' again.
          onKeyDown={(event) => {
            const key = typedKey(event.nativeEvent)
            if (key === 'Enter' || key === 'Escape') event.currentTarget.blur()
          }}
        />
      </div>
      <Problem id={id} sentence={isWrong ? strings.color.hexWrong : undefined} />
    </>
  )
}
