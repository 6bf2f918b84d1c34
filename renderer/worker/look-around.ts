// What the colour picker sees: the colour at a place, and the px around it for its loupe.

import { pickColor, type Client, type LayerId } from '../../sync-core/index.ts'
import type { Point } from '../view/view-transform.ts'

/** How the colour picker looks: the mean of a square of px, of the whole picture or of one layer. */
export interface PickRule {
  readonly sidePx: 1 | 3 | 5
  readonly sees: LayerId | 'all'
}

/** The px around a place. */
export interface LookedAt {
  /** RGBA of `lookSidePx` squared; nothing outside of the picture, and where the layer has no paint. */
  readonly rgba: Uint8ClampedArray<ArrayBuffer>
  /** What would be picked there. */
  readonly color: number | undefined
}

/** Of the square that is seen, an odd number: the px in the middle is the one that is pointed at. */
export const lookSidePx = 13

/** The colour at a place of the plane; undefined outside of the picture, and where the layer has no paint. */
export function pickAt(client: Client, at: Point, rule: PickRule): number | undefined {
  return pickerOf(client, rule)(Math.floor(at.x), Math.floor(at.y), rule.sidePx)
}

/** What is seen around a place of the plane; every px as it would be picked alone. */
export function lookAround(client: Client, at: Point, rule: PickRule): LookedAt {
  const pick = pickerOf(client, rule)
  const rgba = new Uint8ClampedArray(lookSidePx * lookSidePx * 4)
  const x = Math.floor(at.x)
  const y = Math.floor(at.y)
  const reach = (lookSidePx - 1) / 2
  let offset = 0
  for (let dy = -reach; dy <= reach; dy += 1) {
    for (let dx = -reach; dx <= reach; dx += 1) {
      const color = pick(x + dx, y + dy, 1)
      if (color !== undefined) rgba.set([color >> 16, (color >> 8) & 255, color & 255, 255], offset)
      offset += 4
    }
  }
  return { rgba, color: pick(x, y, rule.sidePx) }
}

function pickerOf(
  client: Client,
  { sees }: PickRule,
): (x: number, y: number, sidePx: 1 | 3 | 5) => number | undefined {
  const { frame } = client.state()
  if (frame === undefined) return () => undefined
  const of = sees === 'all' ? 'shown' : 'layer'
  const source = keepingTiles(
    client.pixelSource(sees === 'all' ? { kind: 'all' } : { kind: 'layer', layer: sees }),
  )
  return (x, y, sidePx) => {
    const isInside = x >= frame.x && y >= frame.y && x < frame.x + frame.width && y < frame.y + frame.height
    return isInside ? pickColor(source, x, y, { sidePx, of }) : undefined
  }
}

/** A source that asks once for each tile: there are four of them at most, and each may have to be composed. */
function keepingTiles(
  source: (index: number) => Uint16Array | undefined,
): (index: number) => Uint16Array | undefined {
  const kept = new Map<number, Uint16Array | undefined>()
  return (index) => {
    // What a source returns is only good until it is asked again.
    if (!kept.has(index)) kept.set(index, source(index)?.slice())
    return kept.get(index)
  }
}
