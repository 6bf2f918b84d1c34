import { describe, expect, it } from 'vitest'
import { limits } from '../base/limits.ts'
import { nextHorizon } from './next-horizon.ts'
import type { Update } from './operation.ts'

const bounds = { pendingUpdatesMax: 10, pendingUpdatesKept: 6, pendingBytesMax: 100, pendingBytesKept: 60 }

function pendingOf(count: number, bytes: number): Update[] {
  return Array.from({ length: count }, (_, i) => ({
    seq: i + 1,
    author: 1,
    clientSeq: i + 1,
    operation: new Uint8Array(bytes),
  }))
}

describe('nextHorizon', () => {
  it('[RA13] stays while updates and bytes are within their bounds', () => {
    expect(nextHorizon(50, pendingOf(10, 10), 100, bounds)).toBe(50)
  })

  it('[RA13] leaves the kept number of updates', () => {
    expect(nextHorizon(50, pendingOf(11, 1), 11, bounds)).toBe(55)
  })

  it('[RA13] leaves the kept number of bytes', () => {
    expect(nextHorizon(50, pendingOf(3, 40), 120, bounds)).toBe(52)
    expect(nextHorizon(50, pendingOf(1, 200), 200, bounds)).toBe(51)
  })

  it('[RA13] has bounds that keep less than they allow', () => {
    expect(limits.pendingUpdatesKept).toBeLessThan(limits.pendingUpdatesMax)
    expect(limits.pendingBytesKept).toBeLessThan(limits.pendingBytesMax)
  })
})
