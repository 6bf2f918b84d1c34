import { expect, it } from 'vitest'
import { ProtocolError } from '../base/errors.ts'
import { limits } from '../base/limits.ts'
import { encodeOperation } from '../raster/operation-codec.ts'
import { costOfMessage } from './update-cost.ts'

const color = { red: 1, green: 2, blue: 3, alpha: 255 }
const gradient = (x: number, width: number, height: number): Uint8Array =>
  encodeOperation({
    kind: 'gradient',
    layer: 1,
    alphaLock: false,
    selected: false,
    shape: 'linear',
    area: { x, y: 0, width, height },
    from: { x: 0, y: 0 },
    to: { x: 16, y: 0 },
    start: color,
    stop: color,
  })
const end = encodeOperation({ kind: 'end' })

it('[BC24] counts every update, and every 16 tiles of a gradient’s area, once', () => {
  const most = limits.updatesBurst
  expect(costOfMessage([end, end], most)).toBe(2)
  expect(costOfMessage([gradient(0, 64, 64)], most)).toBe(2)
  expect(costOfMessage([gradient(0, 1024, 64), end], most)).toBe(3)
  // One px further it touches a column more.
  expect(costOfMessage([gradient(1, 1024, 64), end], most)).toBe(4)
  expect(costOfMessage([gradient(0, 16384, 16384)], most)).toBe(1 + 4096)
})

it('[BC24] never asks for more than a burst, and refuses what is no gradient', () => {
  const whole = gradient(0, 16384, 16384)
  expect(
    costOfMessage(
      Array.from({ length: 64 }, () => whole),
      limits.updatesBurst,
    ),
  ).toBe(limits.updatesBurst)
  expect(() => costOfMessage([whole.subarray(0, 5)], limits.updatesBurst)).toThrow(ProtocolError)
})
