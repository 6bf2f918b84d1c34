import { describe, expect, it } from 'vitest'
import { limits } from '../base/limits.ts'
import { type HorizonState, nextHorizon } from './next-horizon.ts'
import type { Update } from './operation.ts'

const bounds = {
  pendingUpdatesMax: 10,
  pendingUpdatesKept: 6,
  pendingUpdatesHardMax: 20,
  pendingBytesMax: 100,
  pendingBytesKept: 60,
  pendingBytesHardMax: 300,
  undoActionsKept: 100,
  horizonEverySeqs: 1,
}

function stateOf(count: number, bytes: number, depthSeq = Infinity): HorizonState {
  const pending = Array.from({ length: count }, (_, i): Update => ({
    seq: i + 1,
    author: 1,
    clientSeq: i + 1,
    operation: new Uint8Array(bytes),
  }))
  return { horizon: 50, pending, pendingBytes: count * bytes, depthSeq: () => depthSeq }
}

describe('nextHorizon', () => {
  it('[RA13] stays while updates and bytes are within their bounds', () => {
    expect(nextHorizon(stateOf(10, 10), bounds)).toBe(50)
  })

  it('[RA13] leaves the kept number of updates', () => {
    expect(nextHorizon(stateOf(11, 1), bounds)).toBe(55)
  })

  it('[RA13] leaves the kept number of bytes', () => {
    expect(nextHorizon(stateOf(3, 40), bounds)).toBe(52)
    expect(nextHorizon(stateOf(1, 200), bounds)).toBe(51)
  })

  it('[RA33] leaves everybody the actions that they may count on, up to the hard maximum', () => {
    expect(nextHorizon(stateOf(11, 1, 40), bounds)).toBe(50)
    expect(nextHorizon(stateOf(18, 1, 57), bounds)).toBe(57)
    expect(nextHorizon(stateOf(21, 1, 40), bounds)).toBe(51)
    expect(nextHorizon(stateOf(8, 40, 40), bounds)).toBe(51)
  })

  it('[RA13] moves in steps, and is looked at every few updates only', () => {
    expect(nextHorizon(stateOf(12, 1, 53), bounds)).toBe(50)
    expect(nextHorizon(stateOf(12, 1, 54), bounds)).toBe(54)
    expect(nextHorizon(stateOf(11, 1), { ...bounds, horizonEverySeqs: 5 })).toBe(50)
    expect(nextHorizon(stateOf(15, 1), { ...bounds, horizonEverySeqs: 5 })).toBe(59)
  })

  it('[RA13] has bounds that keep less than they allow', () => {
    expect(limits.pendingUpdatesKept).toBeLessThan(limits.pendingUpdatesMax)
    expect(limits.pendingUpdatesMax).toBeLessThan(limits.pendingUpdatesHardMax)
    expect(limits.pendingBytesKept).toBeLessThan(limits.pendingBytesMax)
    expect(limits.pendingBytesMax).toBeLessThan(limits.pendingBytesHardMax)
  })
})
