import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  boundsOnScreen,
  centreOn,
  cornersOnScreen,
  fitView,
  flipView,
  frameOnScreen,
  matrixOf,
  normalTurn,
  middleOfWindow,
  panBy,
  pictureToScreen,
  pinchView,
  resizeView,
  scaleMin,
  screenToPicture,
  turnDegrees,
  turnTo,
  upright,
  visiblePart,
  wholeOf,
  windowInPicture,
  type Point,
  type View,
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
      ...upright,
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
    expect(right).toEqual({ scale: 1, x: 1000 - 48 - 7168, y: 800 - 48 - 7424, ...upright })
    const left = panBy(view, -1e6, -1e6, frame, viewport)
    expect(left).toEqual({ scale: 1, x: 48 - 2048 - 7168, y: 48 - 1536 - 7424, ...upright })
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
    const after = pinchView(before, from, to, 0, frame, viewport)
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
    const view = { scale: 0.5, x: -10 - 7168 / 2, y: 30 - 7424 / 2, ...upright }
    expect(visiblePart(view, frame, wholeOf(viewport))).toEqual({
      x: 7168 + 20,
      y: 7424,
      width: 2000,
      height: 1536,
    })
    expect(visiblePart({ scale: 1, x: 2000 - 7168, y: 0, ...upright }, frame, wholeOf(viewport)).width).toBe(
      0,
    )
  })
})

const views = fc.record({
  scale: fc.double({ min: 0.05, max: 32, noNaN: true }),
  x: fc.integer({ min: -300000, max: 3000 }),
  y: fc.integer({ min: -300000, max: 3000 }),
  turn: fc.double({ min: -0.499, max: 0.5, noNaN: true }),
  isFlipped: fc.boolean(),
})
const middle = { x: 500, y: 400 }

function expectAt(point: Point, at: Point, digits = 6): void {
  expect(point.x).toBeCloseTo(at.x, digits)
  expect(point.y).toBeCloseTo(at.y, digits)
}

describe('turned and flipped views', () => {
  it('[UI120] finds the point of the picture that is under a point of the screen', () => {
    fc.assert(
      fc.property(
        views,
        fc.integer({ min: 0, max: 16384 }),
        fc.integer({ min: 0, max: 16384 }),
        (view, x, y) => {
          expectAt(screenToPicture(view, pictureToScreen(view, { x, y })), { x, y }, 5)
          const [a, b, c, d, e, f] = matrixOf(view)
          expect(pictureToScreen(view, { x, y })).toEqual({ x: a * x + c * y + e, y: b * x + d * y + f })
        },
      ),
    )
  })

  it('[UI120] turns clockwise as seen, also when flipped', () => {
    const quarter = { scale: 2, x: 0, y: 0, turn: 0.25, isFlipped: false }
    expectAt(pictureToScreen(quarter, { x: 10, y: 1 }), { x: -2, y: 20 }, 12)
    expectAt(pictureToScreen({ ...quarter, isFlipped: true }, { x: 10, y: 1 }), { x: -2, y: -20 }, 12)
  })

  it('[UI120] shows exactly what was there after four quarter turns, or two flips', () => {
    const before: View = { scale: 1, x: -7000, y: -7300, ...upright }
    let view = before
    for (let times = 0; times < 4; times++) view = turnTo(view, view.turn + 0.25, middle, frame, viewport)
    expect(view).toEqual(before)
    const turned = turnTo(before, 0.1, middle, frame, viewport)
    expect(flipView(flipView(turned, viewport), viewport)).toEqual(turned)
    expect(turnTo(turned, 0, middle, frame, viewport).turn).toBe(0)
  })

  it('[UI121] keeps the point it turns about, and the middle when it flips', () => {
    const before = withScale(fitView(frame, viewport), 1, frame, viewport)
    const at = { x: 321, y: 456 }
    for (const turn of [0.1, -0.37, 0.5, 3.9]) {
      const after = turnTo(before, turn, at, frame, viewport)
      expectAt(screenToPicture(after, at), screenToPicture(before, at))
      const flipped = flipView(after, viewport)
      expectAt(screenToPicture(flipped, middle), screenToPicture(after, middle))
      const mirrored = pictureToScreen(flipped, screenToPicture(after, at))
      expectAt(mirrored, { x: 1000 - at.x, y: at.y })
    }
  })

  it('[UI121] counts turns from more than -180° to 180°', () => {
    expect([0.5, -0.5, 0.75, -0.75, 2, -1.25, 0.25].map(normalTurn)).toEqual([
      0.5, 0.5, -0.25, 0.25, 0, -0.25, 0.25,
    ])
    expect([0.5, -0.25, -0.0001].map((turn) => turnDegrees({ turn, isFlipped: true }))).toEqual([180, -90, 0])
  })

  it('[UI122] fits the frame as it is turned', () => {
    const quarter = fitView(frame, viewport, { turn: 0.25, isFlipped: true })
    expect(quarter.scale).toBeCloseTo((800 - 48) / 2048, 10)
    expect(boundsOnScreen(quarter, frame)).toEqual({ x: 218, y: 24, width: 564, height: 752 })
    const eighth = boundsOnScreen(fitView(frame, viewport, { turn: 0.125, isFlipped: false }), frame)
    expect(eighth.height).toBeCloseTo(800 - 48, 8)
    expect(eighth.y).toBeCloseTo(24, 6)
  })

  it('[UI122] keeps some of the picture in the window at every angle', () => {
    fc.assert(
      fc.property(views, ({ x, y, scale, turn, isFlipped }) => {
        const far = panBy({ scale, x, y, turn, isFlipped }, 0, 0, frame, viewport)
        const picture = cornersOnScreen(far, frame)
        const window = cornersOnScreen({ scale: 1, x: 0, y: 0, ...upright }, { x: 0, y: 0, ...viewport })
        expect(overlap(picture, window)).toBeGreaterThan(1)
        const centred = centreOn(far, { x: 8000, y: 8000 }, frame, viewport)
        expectAt(screenToPicture(centred, middle), { x: 8000, y: 8000 }, 4)
      }),
    )
  })

  it('[UI5] names the part in view of a turned picture: all of what is seen', () => {
    const view = { scale: 1, x: 500 - 8000, y: 400 - 8000, ...upright }
    const turned = turnTo(view, 0.25, middle, frame, viewport)
    expect(visiblePart(turned, frame, wholeOf(viewport))).toEqual({
      x: 7600,
      y: 7500,
      width: 800,
      height: 1000,
    })
    const eighth = visiblePart(turnTo(view, 0.125, middle, frame, viewport), frame, wholeOf(viewport))
    expect(eighth).toEqual({ x: 7363, y: 7424, width: 1274, height: 1213 })
    expect(windowInPicture(view, viewport)[2]).toEqual({ x: 8500, y: 8400 })
  })
})

/** By how many px two convex shapes overlap along the direction in which they overlap least; negative when they are apart. */
function overlap(a: readonly Point[], b: readonly Point[]): number {
  const sides = [a, b].flatMap((shape) =>
    shape.map((from, at) => [from, shape[(at + 1) % shape.length]!] as const),
  )
  return Math.min(
    ...sides.map(([from, to]) => {
      const length = Math.hypot(to.x - from.x, to.y - from.y)
      const along = ({ x, y }: Point): number => ((to.y - from.y) * x - (to.x - from.x) * y) / length
      const [ofA, ofB] = [a.map(along), b.map(along)]
      return Math.min(Math.max(...ofA) - Math.min(...ofB), Math.max(...ofB) - Math.min(...ofA))
    }),
  )
}

describe('panels over the canvas', () => {
  const free = { x: 100, y: 50, width: 700, height: 600 }
  const covered = { ...viewport, free }

  it('[UI113] the picture is fitted, zoomed, turned and flipped about the middle of what they leave', () => {
    expect(middleOfWindow(covered)).toEqual({ x: 450, y: 350 })
    const fitted = fitView(frame, covered)
    const shown = boundsOnScreen(fitted, frame)
    expect(shown.x + shown.width / 2).toBeCloseTo(450, 0)
    expect(shown.width).toBeLessThanOrEqual(700 - 48)
    expect(shown.height).toBeLessThanOrEqual(600 - 48)
    const held = screenToPicture(fitted, { x: 450, y: 350 })
    expect(screenToPicture(flipView(fitted, covered), { x: 450, y: 350 }).x).toBeCloseTo(held.x)
  })

  it('[UI113] some of the picture stays in what they leave', () => {
    const away = panBy(fitView(frame, covered), 5000, 5000, frame, covered)
    const { x, y } = boundsOnScreen(away, frame)
    expect([x, y]).toEqual([800 - 48, 650 - 48])
  })

  it('[UI113] panels that come and go move nothing; a window of another size keeps the middle', () => {
    const view = withScale(fitView(frame, covered), 1, frame, covered)
    expect(resizeView(view, covered, viewport, frame)).toEqual(view)
    const wider = { width: 1200, height: 800, ratio: 1, free: { ...free, width: 900 } }
    expect(resizeView(view, covered, wider, frame)).toEqual({ ...view, x: view.x + 100 })
  })
})
