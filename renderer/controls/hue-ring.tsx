import type { KeyboardEvent, PointerEvent, ReactNode } from 'react'
import { strings } from '../strings.ts'
import { hueAt } from '../tools/color-harmony.ts'

interface HueRingProps {
  readonly hue: number
  /** Hues that are marked beside the one in hand. */
  readonly marks: readonly number[]
  readonly onHue: (hue: number) => void
  /** Stands in the middle. */
  readonly children: ReactNode
}

const keySteps: Record<string, number> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -15,
  PageUp: 15,
}

/** All hues in a ring; by pointer or arrow keys (Shift for larger steps). */
export function HueRing({ hue, marks, onHue, children }: HueRingProps) {
  const chooseAt = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.buttons === 0 && event.type !== 'pointerdown') return
    const box = event.currentTarget.getBoundingClientRect()
    onHue(hueAt(event.clientX - box.left - box.width / 2, event.clientY - box.top - box.height / 2))
  }
  const chooseByKey = (event: KeyboardEvent): void => {
    const step = keySteps[event.key]
    if (step === undefined) return
    event.preventDefault()
    onHue((hue + step * (event.shiftKey ? 10 : 1) + 360) % 360)
  }
  return (
    <div className="hue-wheel">
      <div
        className="hue-ring"
        role="slider"
        tabIndex={0}
        aria-label={strings.color.hue}
        aria-valuemin={0}
        aria-valuemax={360}
        aria-valuenow={Math.round(hue)}
        aria-valuetext={strings.color.degrees(Math.round(hue))}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          chooseAt(event)
        }}
        onPointerMove={chooseAt}
        onKeyDown={chooseByKey}
      >
        <div className="hue-ring-face" />
        {marks.map((mark) => (
          <span key={mark} className="hue-mark" ref={turnTo(mark)} />
        ))}
        <span className="hue-mark hue-mark-in-hand" ref={turnTo(hue)} />
      </div>
      <div className="hue-middle">{children}</div>
    </div>
  )
}

function turnTo(hue: number): (element: HTMLElement | null) => void {
  return (element) => element?.style.setProperty('--turn', `${hue}deg`)
}
