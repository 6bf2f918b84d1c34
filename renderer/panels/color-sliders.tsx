import type { ReactNode } from 'react'
import { SliderField } from '../controls/slider-field.tsx'
import { strings } from '../strings.ts'
import { channelOf, channels, trackOf, withChannel, type Channel } from '../tools/color-channels.ts'
import { colorToHsv, hsvToColor, keepHue, toHex, type Hsv } from '../tools/color.ts'

interface ColorSlidersProps {
  readonly hsv: Hsv
  readonly onHsv: (hsv: Hsv) => void
}

/** Hue, saturation, brightness, and red, green, blue: each track shows where it leads. */
export function ColorSliders({ hsv, onHsv }: ColorSlidersProps) {
  const words = strings.color
  const color = hsvToColor(hsv)
  return (
    <div className="color-sliders">
      <Track hsv={hsv} part="hue">
        <SliderField
          label={words.hue}
          unit="°"
          value={Math.round(hsv.hue)}
          min={0}
          max={360}
          onValue={(hue) => onHsv({ ...hsv, hue })}
        />
      </Track>
      {(['saturation', 'value'] as const).map((part) => (
        <Track key={part} hsv={hsv} part={part}>
          <SliderField
            label={words[part]}
            unit="%"
            value={Math.round(hsv[part] * 100)}
            min={0}
            max={100}
            onValue={(percent) => onHsv({ ...hsv, [part]: percent / 100 })}
          />
        </Track>
      ))}
      {channels.map((part) => (
        <Track key={part} hsv={hsv} part={part}>
          <SliderField
            label={words.channels[part]}
            unit=""
            value={channelOf(color, part)}
            min={0}
            max={255}
            onValue={(value) => onHsv(keepHue(hsv, colorToHsv(withChannel(color, part, value))))}
          />
        </Track>
      ))}
    </div>
  )
}

interface TrackProps {
  readonly hsv: Hsv
  readonly part: keyof Hsv | Channel
  readonly children: ReactNode
}

function Track({ hsv, part, children }: TrackProps) {
  const colors = trackOf(hsv, part).map(toHex).join(', ')
  return (
    <div
      className="color-track"
      ref={(element) => element?.style.setProperty('--way', `linear-gradient(to right, ${colors})`)}
    >
      {children}
    </div>
  )
}
