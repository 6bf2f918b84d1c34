import { describe, expect, it } from 'vitest'
import { checkBrush } from '../../sync-core/index.ts'
import { TrialDesk } from '../worker/trial-desk.ts'
import type { TrialReply } from '../worker/trial-contract.ts'
import { brushPresets, findPreset } from './brush-presets.ts'
import { previewPx, previewStroke } from './preview-stroke.ts'

const colors = { ink: 0xe2e2e2, patch: 0x8f8f8f, other: 0x8fb0d4 }
const size = { width: 128, height: 36, ratio: 1 }

function paint(name: string, tool: 'brush' | 'eraser'): Uint8ClampedArray {
  const replies: TrialReply[] = []
  const desk = new TrialDesk(
    (reply) => replies.push(reply),
    (work) => work(),
  )
  desk.handle({ kind: 'paint', id: 1, stroke: previewStroke(findPreset(name)!.settings, tool, colors, size) })
  return replies[0]!.rgba
}

function opaque(rgba: Uint8ClampedArray): number {
  let count = 0
  for (let at = 3; at < rgba.length; at += 4) if (rgba[at]! > 40) count += 1
  return count
}

describe('preview of a brush', () => {
  it('[UI246] shows a larger brush larger, and every brush within its room', () => {
    const sizes = [1, 3, 6, 12, 28, 40, 90, 1024].map((px) => previewPx(px, 36))
    expect(sizes).toEqual([...sizes].sort((a, b) => a - b))
    expect(sizes[0]).toBeCloseTo(1, 1)
    expect(sizes.at(-1)).toBeLessThan(24)
  })

  it('[UI245] is a stroke of the engine for every preset and tool, inside of its limits', () => {
    for (const { settings, tool = 'brush' } of brushPresets) {
      const stroke = previewStroke(settings, tool, colors, { ...size, ratio: 2 })
      expect(() => checkBrush(stroke.brush)).not.toThrow()
      expect([stroke.width, stroke.height]).toEqual([256, 72])
      expect(previewStroke(settings, tool, colors, { ...size, ratio: 2 })).toEqual(stroke)
    }
  })

  it('[UI246] paints ink, and takes it away from a patch with an eraser', () => {
    const ink = opaque(paint('ink', 'brush'))
    expect(ink).toBeGreaterThan(200)
    const whole = Math.round(128 * 0.8) * 28
    const erased = opaque(paint('eraser', 'eraser'))
    expect(erased).toBeGreaterThan(whole / 2)
    expect(erased).toBeLessThan(whole - 200)
    expect(opaque(paint('ink', 'eraser'))).toBeLessThan(whole)
  })

  it('[UI246] drags one colour into the other with a brush that smudges', () => {
    const rgba = paint('smudge', 'brush')
    const shades = new Set<number>()
    for (let at = 0; at < rgba.length; at += 4) if (rgba[at + 3] === 255) shades.add(rgba[at + 2]!)
    expect(shades.size).toBeGreaterThan(8)
  })
})
