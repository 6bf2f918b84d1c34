import { decodeOperation, encodeOperation } from '../raster/operation-codec.ts'
import { pledgeOf } from './picture-room.ts'

/** Painting so many tiles costs the primary about as much as an update of a pen. */
const tilesPerUnit = 16

const nothing = { red: 0, green: 0, blue: 0, alpha: 0 }
/** The first byte of an operation is its kind. */
const gradientKind = encodeOperation({
  kind: 'gradient',
  layer: 1,
  alphaLock: false,
  selected: false,
  shape: 'linear',
  area: { x: 0, y: 0, width: 64, height: 64 },
  from: { x: 0, y: 0 },
  to: { x: 0, y: 0 },
  start: nothing,
  stop: nothing,
})[0]

/**
 * What updates of one message take from their sender's rate: one each, and of a gradient, which is painted at once over its whole
 * area, one for every so many tiles too. Never more than `most`, so that any message is taken after a rest. Throws
 * ProtocolError('malformed') for a gradient that is none.
 */
export function costOf(operations: Iterable<Uint8Array>, most: number): number {
  let cost = 0
  for (const operation of operations) {
    cost += 1
    if (operation[0] === gradientKind) cost += Math.ceil(pledgeOf(decodeOperation(operation)) / tilesPerUnit)
  }
  return Math.min(cost, most)
}
