import { describe, expect, it } from 'vitest'
import { colorToHsv, hsvToColor, isLight, keepHue, parseHex, toHex } from './color.ts'

describe('colours', () => {
  it('[UI35] survive the way to hue, saturation and value and back', () => {
    for (let color = 0; color <= 0xffffff; color += 4099) expect(hsvToColor(colorToHsv(color))).toBe(color)
    for (const color of [0, 0xffffff, 0xff0000, 0x00ff00, 0x0000ff, 0x808080]) {
      expect(hsvToColor(colorToHsv(color))).toBe(color)
    }
  })

  it('[UI35] have the hues that painters expect', () => {
    expect(
      [0xff0000, 0xffff00, 0x00ff00, 0x00ffff, 0x0000ff, 0xff00ff].map((c) => colorToHsv(c).hue),
    ).toEqual([0, 60, 120, 180, 240, 300])
  })

  it('[UI36] are read from hex with or without #, long or short', () => {
    expect(parseHex('#3a7BD5')).toBe(0x3a7bd5)
    expect(parseHex(' 3a7bd5 ')).toBe(0x3a7bd5)
    expect(parseHex('f80')).toBe(0xff8800)
    for (const text of ['', '#', '#12', '#12345', '#1234567', 'red', '#gggggg']) {
      expect(parseHex(text)).toBeUndefined()
    }
    expect(toHex(0x00002a)).toBe('#00002a')
  })

  it('[CO5] keep their hue at black and grey', () => {
    const before = { hue: 210, saturation: 0.6, value: 0.5 }
    expect(keepHue(before, colorToHsv(0))).toEqual({ hue: 210, saturation: 0.6, value: 0 })
    expect(keepHue(before, colorToHsv(0x808080))).toMatchObject({ hue: 210, saturation: 0 })
    expect(keepHue(before, colorToHsv(0xff0000))).toEqual({ hue: 0, saturation: 1, value: 1 })
  })

  it('[UI35] know whether dark marks are readable on them', () => {
    expect([0xffffff, 0xc9a227, 0x3d85c6, 0x000000].map(isLight)).toEqual([true, true, false, false])
  })
})
