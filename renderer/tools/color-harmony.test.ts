import { describe, expect, it } from 'vitest'
import { channelOf, trackOf, withChannel } from './color-channels.ts'
import { harmonies, harmonyOf, hueAt } from './color-harmony.ts'
import { hsvToColor } from './color.ts'

describe('harmonies', () => {
  it('[CO2] turn the hue by fixed angles, and nothing else', () => {
    const from = { hue: 20, saturation: 0.5, value: 0.25 }
    const hues = harmonies.map((each) => [each, harmonyOf(each, from).map(({ hue }) => hue)])
    expect(Object.fromEntries(hues)).toEqual({
      none: [],
      complementary: [200],
      analogous: [350, 50],
      triad: [260, 140],
      split: [230, 170],
      tetrad: [110, 200, 290],
    })
    for (const each of harmonies) {
      for (const other of harmonyOf(each, from)) expect(other).toMatchObject({ saturation: 0.5, value: 0.25 })
    }
  })

  it('[CO2] stay below 360° wherever they start', () => {
    for (const each of harmonies) {
      for (const hue of [0, 30, 359.5, 360]) {
        for (const other of harmonyOf(each, { hue, saturation: 1, value: 1 })) {
          expect(other.hue >= 0 && other.hue < 360).toBe(true)
        }
      }
    }
  })
})

describe('the ring', () => {
  it('[CO3] has red at the top and goes on as the clock does', () => {
    const places = [
      [0, -5],
      [5, 0],
      [0, 5],
      [-5, 0],
      [0, 0],
    ] as const
    expect(places.map(([x, y]) => hueAt(x, y))).toEqual([0, 90, 180, 270, expect.closeTo(180, 9)])
  })
})

describe('channels', () => {
  it('[CO4] are set alone', () => {
    expect(withChannel(0x123456, 'red', 0xff)).toBe(0xff3456)
    expect(withChannel(0x123456, 'green', 0)).toBe(0x120056)
    expect(withChannel(0xffffff, 'blue', 300)).toBe(0xffffff)
    expect(withChannel(0xffffff, 'red', -1)).toBe(0x00ffff)
    expect((['red', 'green', 'blue'] as const).map((each) => channelOf(0x123456, each))).toEqual([
      0x12, 0x34, 0x56,
    ])
  })

  it('[CO4] show on their tracks where they lead', () => {
    const hsv = { hue: 120, saturation: 1, value: 1 }
    expect(trackOf(hsv, 'red')).toEqual([0x00ff00, 0xffff00])
    expect(trackOf(hsv, 'saturation')).toEqual([0xffffff, 0x00ff00])
    expect(trackOf(hsv, 'value')).toEqual([0x000000, hsvToColor(hsv)])
    expect(trackOf(hsv, 'hue')).toEqual([
      0xff0000, 0xffff00, 0x00ff00, 0x00ffff, 0x0000ff, 0xff00ff, 0xff0000,
    ])
  })
})
