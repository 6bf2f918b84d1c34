import type { KeyboardEvent, PointerEvent } from 'react'
import { strings } from '../strings.ts'
import { hsvToColor, toHex, type Hsv } from '../tools/color.ts'

interface ColorSquareProps {
  readonly hsv: Hsv
  readonly onHsv: (hsv: Hsv) => void
}

const keySteps: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
}

/** Saturation to the right, brightness upwards; by pointer or arrow keys (Shift for larger steps). */
export function ColorSquare({ hsv, onHsv }: ColorSquareProps) {
  const chooseAt = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.buttons === 0 && event.type !== 'pointerdown') return
    const box = event.currentTarget.getBoundingClientRect()
    const within = (part: number): number => Math.min(1, Math.max(0, part))
    onHsv({
      hue: hsv.hue,
      saturation: within((event.clientX - box.left) / box.width),
      value: 1 - within((event.clientY - box.top) / box.height),
    })
  }
  const chooseByKey = (event: KeyboardEvent): void => {
    const [right, up] = keySteps[event.key] ?? []
    if (right === undefined || up === undefined) return
    event.preventDefault()
    const size = event.shiftKey ? 0.1 : 0.01
    const moved = (part: number, by: number): number => Math.min(1, Math.max(0, part + by * size))
    onHsv({ hue: hsv.hue, saturation: moved(hsv.saturation, right), value: moved(hsv.value, up) })
  }
  return (
    <div
      className="color-square"
      role="slider"
      tabIndex={0}
      aria-label={strings.color.square}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(hsv.saturation * 100)}
      aria-valuetext={strings.color.squareValue(
        Math.round(hsv.saturation * 100),
        Math.round(hsv.value * 100),
      )}
      ref={(element) => {
        element?.style.setProperty(
          '--hue-color',
          toHex(hsvToColor({ hue: hsv.hue, saturation: 1, value: 1 })),
        )
        element?.style.setProperty('--color', toHex(hsvToColor(hsv)))
        element?.style.setProperty('--x', String(hsv.saturation))
        element?.style.setProperty('--y', String(1 - hsv.value))
      }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        chooseAt(event)
      }}
      onPointerMove={chooseAt}
      onKeyDown={chooseByKey}
    >
      <span className="color-square-thumb" />
    </div>
  )
}
