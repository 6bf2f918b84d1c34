import { tileSidePx } from '../kernel/tile-layout.ts'
import { decodeOperation, encodeOperation } from '../raster/operation-codec.ts'
import type { Operation } from '../raster/operation.ts'

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

/** The tiles that an operation alone may make: those of a gradient, which is painted at once over its whole area. */
export function pledgeOf(operation: Operation): number {
  if (operation.kind !== 'gradient') return 0
  const { x, y, width, height } = operation.area
  return tilesAcross(x, width) * tilesAcross(y, height)
}

/** What an update takes from its sender's rate: one, and one for every so many tiles that it alone may make. */
export function costOf(operation: Operation): number {
  return 1 + Math.ceil(pledgeOf(operation) / tilesPerUnit)
}

/**
 * What all updates of one message take; never more than `most`, so that any message is taken after a rest. Only gradients are
 * decoded; throws ProtocolError('malformed') for one that is none.
 */
export function costOfMessage(operations: Iterable<Uint8Array>, most: number): number {
  let cost = 0
  for (const operation of operations) {
    cost += operation[0] === gradientKind ? costOf(decodeOperation(operation)) : 1
  }
  return Math.min(cost, most)
}

function tilesAcross(from: number, sidePx: number): number {
  return Math.floor((from + sidePx - 1) / tileSidePx) - Math.floor(from / tileSidePx) + 1
}
