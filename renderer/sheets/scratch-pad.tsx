import { useEffect, useRef } from 'react'
import { linearCurve, type Brush, type PenPoint } from '../../sync-core/index.ts'
import { Button } from '../controls/button.tsx'
import { positionsOf } from '../canvas/pointer-positions.ts'
import { toPressure, type PointerPosition } from '../canvas/pen-samples.ts'
import { beginTrialWorker } from '../session/brush-trials.ts'
import { strings } from '../strings.ts'
import { toBrush, type BrushSettings } from '../tools/brush-settings.ts'
import { parseHex } from '../tools/color.ts'
import type { SeenPointer } from '../tools/tablet-test.ts'
import type { TrialMessage, TrialReply } from '../worker/trial-contract.ts'

interface ScratchPadProps {
  readonly settings: BrushSettings
  /** What comes of a pressure, 0..1023 both. */
  readonly curved: (pressure: number) => number
  /** Every position that a pointer had over the pad; undefined when it was lifted. */
  readonly onPointer: (pointer: SeenPointer | undefined) => void
}

const heightPx = 132
/** A line that fills the pad shows nothing of the pressure. */
const sizePxMax = 28

/** A place to try the pen: the engine paints there as it paints on the picture. */
export function ScratchPad(props: ScratchPadProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const now = useRef(props)
  useEffect(() => void (now.current = props))
  const clear = useRef<() => void>(undefined)
  useEffect(() => {
    const pad = canvas.current
    if (pad === null) return undefined
    const followed = followPad(pad, () => now.current)
    clear.current = followed.clear
    return followed.end
  }, [])
  return (
    <div className="scratch-pad">
      <canvas ref={canvas} style={{ height: heightPx }} role="img" aria-label={strings.pen.pad} />
      <Button look="quiet" onClick={() => clear.current?.()}>
        {strings.pen.clear}
      </Button>
    </div>
  )
}

/** Paints where pointers press, until `end`. */
function followPad(
  pad: HTMLCanvasElement,
  props: () => ScratchPadProps,
): { readonly clear: () => void; readonly end: () => void } {
  const ratio = window.devicePixelRatio
  const width = Math.max(1, Math.round(pad.clientWidth * ratio))
  const height = Math.round(heightPx * ratio)
  Object.assign(pad, { width, height })
  const worker = beginTrialWorker()
  const send = (message: TrialMessage): void => worker.postMessage(message)
  worker.addEventListener('message', ({ data }: MessageEvent<TrialReply>) => {
    pad.getContext('2d')?.putImageData(new ImageData(data.rgba, data.width, data.height), 0, 0)
    pad.dataset['painted'] = ''
  })
  send({ kind: 'pad', width, height })

  const listeners = new AbortController()
  const { signal } = listeners
  let pointer: number | undefined
  const pointsOf = (event: PointerEvent): readonly PenPoint[] => {
    const box = pad.getBoundingClientRect()
    const { curved } = props()
    return positionsOf(event).map((each) => padPoint(each, box, ratio, curved))
  }
  const see = (event: PointerEvent): void => {
    for (const { pressure, tiltX, tiltY } of positionsOf(event))
      props().onPointer({ pointerType: event.pointerType, pressure, tiltX, tiltY, buttons: event.buttons })
  }
  pad.addEventListener(
    'pointerdown',
    (event) => {
      if (event.button === 1 || (event.pointerType === 'mouse' && event.button !== 0)) return
      event.preventDefault()
      pointer = event.pointerId
      pad.setPointerCapture(pointer)
      see(event)
      const { settings } = props()
      const steadiness = event.pointerType === 'pen' ? settings.steadiness : 0
      send({ kind: 'pad-begin', brush: padBrush(settings, pad, ratio), steadiness, points: pointsOf(event) })
    },
    { signal },
  )
  pad.addEventListener(
    'pointermove',
    (event) => {
      see(event)
      if (event.pointerId === pointer) send({ kind: 'pad-points', points: pointsOf(event) })
    },
    { signal },
  )
  const lift = (event: PointerEvent): void => {
    if (event.pointerId !== pointer) return
    pointer = undefined
    props().onPointer(undefined)
    send({ kind: 'pad-end' })
  }
  pad.addEventListener('pointerup', lift, { signal })
  pad.addEventListener('pointercancel', lift, { signal })
  return {
    clear: () => send({ kind: 'pad-clear' }),
    end() {
      listeners.abort()
      worker.terminate()
    },
  }
}

function padPoint(
  position: PointerPosition,
  { left, top }: DOMRect,
  ratio: number,
  curved: (pressure: number) => number,
): PenPoint {
  const isPen = position.pointerType === 'pen'
  return {
    x: (position.clientX - left) * ratio * 16,
    y: (position.clientY - top) * ratio * 16,
    pressure: isPen ? curved(toPressure(position.pressure)) : 1023,
    tiltX: isPen ? position.tiltX : 0,
    tiltY: isPen ? position.tiltY : 0,
    timeMs: position.timeStamp,
  }
}

/** The brush in hand, in the theme's ink; one that makes nothing of pressure follows it in size here, since that is what is tried. */
function padBrush(settings: BrushSettings, pad: HTMLElement, ratio: number): Brush {
  const ink = parseHex(getComputedStyle(pad).getPropertyValue('--text').trim()) ?? 0
  const { sizeBy, opacityBy, flowBy } = settings
  const follows = [sizeBy, opacityBy, flowBy].some(({ curve }) => curve !== undefined)
  const shown: BrushSettings = {
    ...settings,
    sizePx: Math.min(settings.sizePx, sizePxMax) * ratio,
    smudge: 0,
    ...(!follows && { sizeBy: { ...sizeBy, curve: linearCurve } }),
  }
  return toBrush(shown, 'paint', ink)
}
