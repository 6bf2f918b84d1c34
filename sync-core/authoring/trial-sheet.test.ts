import { expect, it } from 'vitest'
import { newMemory, layMarks } from '../testing/picture-memories.ts'
import { tileValues } from '../kernel/tile-layout.ts'
import { roundBrush } from '../raster/brush.ts'
import type { Sample } from '../raster/sample.ts'
import { StrokePainter } from '../raster/stroke-painter.ts'
import { toEightBits } from './pixel-source.ts'
import { TrialSheet } from './trial-sheet.ts'

const across: readonly Sample[] = [10, 40, 90].map((x) => ({ x: x * 16, y: 20 * 16, pressure: 1023 }))
const red = roundBrush({ color: 0xff0000, size: 16 * 12, hardness: 120, opacity: 200 })

function alphaAt(sheet: TrialSheet, x: number, y: number): number {
  return sheet.toRgba()[(y * sheet.width + x) * 4 + 3]!
}

it('[UI245] has the pixels that the same stroke has on a layer, while it is drawn and when it has ended', () => {
  const memory = newMemory()
  const painter = new StrokePainter(memory, { layer: 1, brush: red, alphaLock: false })
  painter.add(across)
  painter.end()
  const layer = new Uint16Array(tileValues)
  layMarks(memory, painter, 0, layer)
  const expected = Array.from({ length: 64 * 40 }, (_, at) => toEightBits(layer[at * 4 + 3]!))

  const sheet = new TrialSheet(64, 40)
  sheet.beginStroke(red, across.slice(0, 1))
  sheet.addSamples(across.slice(1))
  const open = sheet.toRgba()
  sheet.endStroke()
  const ended = sheet.toRgba()
  expect(open).toEqual(ended)
  expect(Array.from({ length: 64 * 40 }, (_, at) => ended[at * 4 + 3])).toEqual(expected)
  expect([...ended.subarray((20 * 64 + 30) * 4, (20 * 64 + 30) * 4 + 4)]).toEqual([255, 0, 0, 200])
})

it('[UI245] is covered by boxes, erased, and cleared, over the seams of its tiles', () => {
  const sheet = new TrialSheet(100, 70)
  sheet.fillBox(-5, 10, 500, 20, 0x336699)
  const rgba = sheet.toRgba()
  expect([...rgba.subarray((15 * 100 + 80) * 4, (15 * 100 + 80) * 4 + 4)]).toEqual([0x33, 0x66, 0x99, 255])
  expect([
    alphaAt(sheet, 80, 9),
    alphaAt(sheet, 0, 10),
    alphaAt(sheet, 99, 29),
    alphaAt(sheet, 99, 30),
  ]).toEqual([0, 255, 255, 0])
  sheet.beginStroke(roundBrush({ blend: 'erase', size: 16 * 12 }), across)
  expect(alphaAt(sheet, 66, 20)).toBe(0)
  sheet.endStroke()
  expect(alphaAt(sheet, 66, 20)).toBe(0)
  expect(alphaAt(sheet, 66, 11)).toBe(255)
  sheet.clear()
  expect(sheet.toRgba().every((value) => value === 0)).toBe(true)
})

it('[UI245] shows a brush that smudges what lies on it', () => {
  const sheet = new TrialSheet(64, 40)
  sheet.fillBox(0, 0, 20, 40, 0x0000ff)
  expect([...sheet.pixels(0)!.subarray(0, 4)]).toEqual([0, 0, 32767, 32767])
  expect(sheet.pixels(1)).toBeUndefined()
})
