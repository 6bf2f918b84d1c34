import { describe, expect, it } from 'vitest'
import type { FlatImage } from '../../renderer/files/layered-image.ts'
import { compareLooks } from './compare-looks.ts'

/** A grey window with a brighter panel from `left` on, and a thin line below its heading. */
function window({ left = 20, panel = 60, line = 90 } = {}): FlatImage {
  const [width, height] = [40, 30]
  const rgba = new Uint8Array(width * height * 4)
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const value = x < left ? 30 : y === 8 ? line : panel
      rgba.set([value, value, value, 255], (y * width + x) * 4)
    }
  return { width, height, rgba }
}

describe('two looks of a window', () => {
  it('[UI302] are the same where they are equal, and where edges lie a pixel beside each other', () => {
    expect(compareLooks(window(), window()).pixels).toBe(0)
    expect(compareLooks(window({ left: 21 }), window()).pixels).toBe(0)
    expect(compareLooks(window({ panel: 62 }), window()).pixels).toBe(0)
  })

  it('[UI302] differ where a part moved, or has another colour', () => {
    expect(compareLooks(window({ left: 24 }), window()).pixels).toBeGreaterThan(60)
    expect(compareLooks(window({ left: 16 }), window()).pixels).toBeGreaterThan(60)
    expect(compareLooks(window({ panel: 63 }), window()).pixels).toBeGreaterThan(400)
    expect(compareLooks(window({ line: 120 }), window()).pixels).toBeGreaterThan(10)
  })

  it('[UI302] show in red what differs', () => {
    const { shown } = compareLooks(window({ left: 24 }), window())
    const redAt = (x: number) => shown.rgba[(15 * shown.width + x) * 4]
    const greenAt = (x: number) => shown.rgba[(15 * shown.width + x) * 4 + 1]
    expect([redAt(22), greenAt(22)]).toEqual([208, 0])
    expect(redAt(10)).toBe(greenAt(10))
    expect(() => compareLooks({ ...window(), width: 30 }, window())).toThrow('30 × 30 px are seen')
  })
})
