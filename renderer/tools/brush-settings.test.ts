import { describe, expect, it } from 'vitest'
import { byPressure, linearCurve, roundBrush, steady } from '../../sync-core/index.ts'
import {
  fromDegrees,
  fromPercent,
  isBrushSettings,
  nextHardness,
  nextOpacity,
  nextSize,
  sizeToStep,
  spacingFromPercent,
  spacingToPercent,
  stepToSize,
  toBrush,
  toDegrees,
  toPercent,
  toSettings,
  withPressure,
} from './brush-settings.ts'

const ink = roundBrush({ size: 192, hardness: 128, sizeBy: byPressure })
const settings = toSettings(ink, 30)

describe('brush settings', () => {
  it('[UI30] become whole numbers in the engine’s units', () => {
    expect(settings).toMatchObject({ sizePx: 12, steadiness: 30, hardness: 128 })
    expect(toBrush(settings, 'paint', 0x123456)).toEqual({ ...ink, color: 0x123456 })
    expect(toBrush({ ...settings, sizePx: 5000, smudge: 90 }, 'erase', 0x123456)).toMatchObject({
      blend: 'erase',
      size: 16384,
      color: 0,
      smudge: 0,
    })
  })

  it('[UI54] have a seed where strokes differ by chance, and none where that would only cost bytes', () => {
    const { jitter } = settings
    expect(toBrush(settings, 'paint', 0, 77).seed).toBe(0)
    expect(toBrush({ ...settings, jitter: { ...jitter, angle: 1 } }, 'paint', 0, 77).seed).toBe(77)
    expect(toBrush({ ...settings, tip: 'spray' }, 'paint', 0, 77).seed).toBe(77)
  })

  it('[UI30] are shown in percent and degrees that stay what was typed', () => {
    for (let percent = 0; percent <= 100; percent++) expect(toPercent(fromPercent(percent))).toBe(percent)
    for (let degrees = 0; degrees < 180; degrees++) expect(toDegrees(fromDegrees(degrees))).toBe(degrees)
    expect([fromPercent(0), fromPercent(0, 1), fromPercent(100), fromDegrees(180)]).toEqual([0, 1, 255, 255])
    expect([5, 25, 100, 300].map((each) => spacingToPercent(spacingFromPercent(each)))).toEqual([
      5, 25, 100, 300,
    ])
  })

  it('[UI55] let pressure go and take it back as the brush had it', () => {
    const usual = { curve: [0, 1, 2, 3, 4, 5, 6, 7, 255], tilt: 0, speed: 0 }
    const off = withPressure({ ...usual, tilt: 12 }, 'off', usual)
    expect(off).toEqual({ tilt: 12, speed: 0 })
    expect(withPressure(off, 'on', usual)).toEqual({ ...usual, tilt: 12 })
    expect(withPressure(steady, 'on', steady).curve).toBe(linearCurve)
  })

  it('[UI53] are believed only when they can be painted with', () => {
    expect(isBrushSettings(settings)).toBe(true)
    for (const wrong of [
      undefined,
      null,
      7,
      {},
      { ...settings, sizePx: 'large' },
      { ...settings, sizePx: 0 },
      { ...settings, sizePx: 1e9 },
      { ...settings, steadiness: 101 },
      { ...settings, opacity: 0 },
      { ...settings, opacity: Number.NaN },
      { ...settings, tip: 'feather' },
      { ...settings, jitter: undefined },
      { ...settings, sizeBy: { tilt: 0, speed: 0, curve: [1] } },
      { ...settings, sizeBy: undefined },
    ]) {
      expect(isBrushSettings(wrong)).toBe(false)
    }
  })

  it('[UI31] move along a slider that grows evenly for the eye', () => {
    expect([0, 50, 100].map(stepToSize)).toEqual([1, 32, 1024])
    expect([1, 32, 1024].map(sizeToStep)).toEqual([0, 50, 100])
  })

  it('[UI31] always change by a visible step and stay in range', () => {
    let size = 1
    const seen = [size]
    while (size < 1024) {
      const next = nextSize(size, 1)
      expect(next).toBeGreaterThan(size)
      size = next
      seen.push(size)
    }
    expect(seen.length).toBeLessThan(60)
    expect(nextSize(1024, 1)).toBe(1024)
    expect(nextSize(1, -1)).toBe(1)
    expect(nextSize(10, -1)).toBe(8.5)
  })

  it('[UI56] get harder and softer by tens of percent', () => {
    const percents = (hardness: number) =>
      ([-1, 1] as const).map((by) => toPercent(nextHardness(hardness, by)))
    expect(percents(fromPercent(50))).toEqual([40, 60])
    expect(percents(fromPercent(46))).toEqual([40, 50])
    expect(percents(0)).toEqual([0, 10])
    expect(percents(255)).toEqual([90, 100])
  })

  it('[UI200] opacity goes by tens of percent, from 1 % to 100 %', () => {
    const from = (percent: number, direction: -1 | 1): number =>
      toPercent(nextOpacity(fromPercent(percent), direction))
    expect([100, 95, 90, 10, 1].map((percent) => from(percent, -1))).toEqual([90, 90, 80, 1, 1])
    expect([1, 10, 15, 90, 100].map((percent) => from(percent, 1))).toEqual([10, 20, 20, 100, 100])
  })
})
