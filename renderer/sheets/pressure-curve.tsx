import { useRef, type KeyboardEvent, type PointerEvent } from 'react'
import { strings } from '../strings.ts'
import { moveHandle, type CurveHandle, type PenCurve } from '../tools/pen-curve.ts'

interface PressureCurveProps {
  readonly curve: PenCurve
  /** Pressure of the pen now and what comes of it, 0..1 each. */
  readonly pen?: { readonly pressure: number; readonly becomes: number } | undefined
  readonly onCurve: (curve: PenCurve) => void
}

const quarters = [25, 50, 75]

/** The curve with its two handles, to be dragged or moved by arrow keys, ten steps with Shift. Light pressure is to the left. */
export function PressureCurve({ curve, pen, onCurve }: PressureCurveProps) {
  const plane = useRef<SVGSVGElement>(null)
  const { low, high } = curve
  const words = strings.pen
  const drag = (which: keyof PenCurve, event: PointerEvent<SVGElement>): void => {
    const box = plane.current?.getBoundingClientRect()
    if (box === undefined || !event.currentTarget.hasPointerCapture(event.pointerId)) return
    const room = box.width * (marginPart / (1 + 2 * marginPart))
    const side = box.width - 2 * room
    const x = ((event.clientX - box.left - room) / side) * 100
    const y = 100 - ((event.clientY - box.top - room) / side) * 100
    onCurve({ ...curve, [which]: moveHandle({ x, y }, 0, 0) })
  }
  const press = (which: keyof PenCurve, event: KeyboardEvent): void => {
    const way = ways[event.key]
    if (way === undefined) return
    event.preventDefault()
    event.stopPropagation()
    const far = event.shiftKey ? 10 : 1
    onCurve({ ...curve, [which]: moveHandle(curve[which], way[0] * far, way[1] * far) })
  }
  const grip = (which: keyof PenCurve, handle: CurveHandle) => (
    <circle
      className="curve-handle"
      cx={handle.x}
      cy={100 - handle.y}
      r={4}
      tabIndex={0}
      role="slider"
      aria-label={words.handles[which]}
      aria-orientation="vertical"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={handle.y}
      aria-valuetext={words.becomes(handle.x, handle.y)}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={(event) => drag(which, event)}
      onKeyDown={(event) => press(which, event)}
    />
  )
  const margin = marginPart * 100
  const side = 100 + 2 * margin
  return (
    <svg
      ref={plane}
      className="pressure-curve"
      role="group"
      aria-label={words.curve}
      viewBox={`${-margin} ${-margin} ${side} ${side}`}
    >
      <rect className="curve-ground" width={100} height={100} />
      {quarters.map((at) => (
        <path key={at} className="curve-grid" d={`M${at} 0V100M0 ${at}H100`} />
      ))}
      <path className="curve-arm" d={`M0 100L${low.x} ${100 - low.y}M100 0L${high.x} ${100 - high.y}`} />
      <path className="curve-line" d={`M0 100C${low.x} ${100 - low.y} ${high.x} ${100 - high.y} 100 0`} />
      {pen !== undefined && (
        <circle className="curve-pen" cx={pen.pressure * 100} cy={100 - pen.becomes * 100} r={2.5} />
      )}
      {grip('low', low)}
      {grip('high', high)}
    </svg>
  )
}

/** Around the curve, so that a handle in a corner is whole. */
const marginPart = 0.06

const ways: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
}
