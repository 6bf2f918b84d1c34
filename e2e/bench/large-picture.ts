import { firstLayer, parseInvite, socketUrl } from '../../sync-core/index.ts'
import { encodeOperation } from '../../sync-core/raster/operation-codec.ts'
import type { Operation } from '../../sync-core/raster/operation.ts'
import { createStructure, type Frame } from '../../sync-core/raster/structure.ts'
import { tileSidePx } from '../../sync-core/kernel/tile-layout.ts'
import { LightPainter } from './light-painter.ts'

export const largeSize = { width: 8192, height: 8192 }
const layers = 10
const bytesPerTile = tileSidePx * tileSidePx * 8

export interface LargePicture {
  /** How many were ordered. */
  readonly updates: number
  readonly tileBytes: number
}

/**
 * Fills a picture of `largeSize` in the session: ten layers, the lowest covered whole, each above on a ninth of the picture.
 * Ten covered whole would be 5.4 GB, which no picture may take. Resolves when everything is ordered.
 */
export async function fillLargePicture(invite: string): Promise<LargePicture> {
  const parsed = parseInvite(invite)
  const place = { kind: 'host', url: socketUrl(parsed), token: parsed.token } as const
  const painter = await LightPainter.join(place, 99)
  const { frame } = createStructure(largeSize)
  const operations: Operation[] = [gradient(firstLayer, frame)]
  let tiles = tilesOf(frame)
  for (let at = 1; at < layers; at++) {
    const id = firstLayer + at
    const part = ninthOf(frame, at - 1)
    tiles += tilesOf(part)
    operations.push({ kind: 'layer-add', id, above: id - 1, name: `Layer ${id}` }, gradient(id, part))
  }
  let missing = operations.length
  const ordered = new Promise<void>((resolve) => {
    painter.onUpdates = (_count, own) => {
      missing -= own
      if (missing === 0) resolve()
    }
  })
  for (const operation of operations) painter.paint(encodeOperation(operation))
  await ordered
  await painter.leave()
  return { updates: operations.length, tileBytes: tiles * bytesPerTile }
}

/** The picture's frame and its ninths begin at whole tiles. */
function ninthOf(frame: Frame, at: number): Frame {
  const side = Math.floor(frame.width / 3 / tileSidePx) * tileSidePx
  return {
    x: frame.x + (at % 3) * side,
    y: frame.y + Math.floor(at / 3) * side,
    width: side,
    height: side,
  }
}

function tilesOf({ width, height }: Frame): number {
  return (width / tileSidePx) * (height / tileSidePx)
}

function gradient(layer: number, area: Frame): Operation {
  const from = { x: area.x * 16, y: area.y * 16 }
  const to = { x: from.x + area.width * 16, y: from.y + area.height * 16 }
  const start = { red: 30, green: 60, blue: 20 * layer, alpha: 255 }
  const stop = { red: 230, green: 200, blue: 90, alpha: 255 }
  return {
    kind: 'gradient',
    layer,
    alphaLock: false,
    selected: false,
    shape: 'linear',
    area,
    from,
    to,
    start,
    stop,
  }
}
