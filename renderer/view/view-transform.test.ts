import { describe, expect, it } from 'vitest'
import {
  fitView,
  frameOnScreen,
  panBy,
  pictureToScreen,
  pinchView,
  resizeView,
  scaleMin,
  screenToPicture,
  visiblePart,
  withScale,
  zoomAt,
  zoomPercent,
} from './view-transform.ts'

const frame = { x: 7168, y: 7424, width: 2048, height: 1536 }
const viewport = { width: 1000, height: 800, ratio: 1 }

describe('view transform', () => {
  it('[UI1] fits the whole picture with a margin, centred, in whole device px', () => {
    const view = fitView(frame, viewport)
    expect(view.scale).toBeCloseTo((1000 - 48) / 2048, 10)
    expect(frameOnScreen(view, frame)).toEqual({ x: 24, y: 43, width: 952, height: 714 })
  })

  it('[UI1] does not enlarge a picture that is smaller than the window', () => {
    expect(fitView({ x: 64, y: 128, width: 100, height: 60 }, viewport)).toEqual({
      scale: 1,
      x: 450 - 64,
      y: 370 - 128,
    })
  })

  it('[UI2] keeps the point under the pointer where it is while zooming', () => {
    const before = fitView(frame, viewport)
    const at = { x: 321, y: 456 }
    const after = zoomAt(before, 3.7, at, frame, viewport)
    const then = screenToPicture(after, at)
    const was = screenToPicture(before, at)
    expect(then.x).toBeCloseTo(was.x, 6)
    expect(then.y).toBeCloseTo(was.y, 6)
  })

  it('[UI2] shows one pixel as one pixel at 100 %, whatever the display scaling', () => {
    const view = withScale(fitView(frame, { ...viewport, ratio: 2 }), 1, frame, { ...viewport, ratio: 2 })
    expect(view.scale).toBe(1)
    expect(zoomPercent(view)).toBe(100)
  })

  it('[UI3] stops zooming at 3200 % and at half of the fitted size', () => {
    const view = fitView(frame, viewport)
    expect(zoomAt(view, 1e9, { x: 0, y: 0 }, frame, viewport).scale).toBe(32)
    expect(zoomAt(view, 1e-9, { x: 0, y: 0 }, frame, viewport).scale).toBe(0.05)
    const huge = { x: 0, y: 0, width: 16384, height: 16384 }
    expect(scaleMin(huge, viewport)).toBeCloseTo((800 - 48) / 16384 / 2, 10)
  })

  it('[UI3] keeps a part of the picture in the window however far it is moved', () => {
    const view = withScale(fitView(frame, viewport), 1, frame, viewport)
    const right = panBy(view, 1e6, 1e6, frame, viewport)
    expect(right).toEqual({ scale: 1, x: 1000 - 48 - 7168, y: 800 - 48 - 7424 })
    const left = panBy(view, -1e6, -1e6, frame, viewport)
    expect(left).toEqual({ scale: 1, x: 48 - 2048 - 7168, y: 48 - 1536 - 7424 })
  })

  it('[UI4] keeps two points of the picture under two fingers', () => {
    const before = withScale(fitView(frame, viewport), 1, frame, viewport)
    const from = [
      { x: 300, y: 300 },
      { x: 500, y: 300 },
    ] as const
    const to = [
      { x: 250, y: 380 },
      { x: 650, y: 380 },
    ] as const
    const after = pinchView(before, from, to, frame, viewport)
    expect(after.scale).toBeCloseTo(2, 10)
    from.forEach((finger, index) => {
      const held = screenToPicture(before, finger)
      const shown = pictureToScreen(after, held)
      expect(shown.x).toBeCloseTo(to[index]?.x ?? Number.NaN, 6)
      expect(shown.y).toBeCloseTo(to[index]?.y ?? Number.NaN, 6)
    })
  })

  it('[UI5] keeps what is in the middle in the middle when the window changes its size', () => {
    const before = withScale(fitView(frame, viewport), 1, frame, viewport)
    const wider = { width: 1400, height: 700, ratio: 1 }
    const after = resizeView(before, viewport, wider, frame)
    expect(screenToPicture(after, { x: 700, y: 350 })).toEqual(screenToPicture(before, { x: 500, y: 400 }))
  })

  it('[UI5] names the visible part in whole px inside the picture', () => {
    const view = { scale: 0.5, x: -10 - 7168 / 2, y: 30 - 7424 / 2 }
    expect(visiblePart(view, frame, viewport)).toEqual({ x: 7168 + 20, y: 7424, width: 2000, height: 1536 })
    expect(visiblePart({ scale: 1, x: 2000 - 7168, y: 0 }, frame, viewport).width).toBe(0)
  })
})
