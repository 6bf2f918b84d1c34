import type { ImageLayer, LayeredImage } from './layered-image.ts'
import { alphaLockMark, atopName, clippedMark, gessoSpace, modeNames, mypaintSpace } from './ora-words.ts'
import { writeXmlText } from './xml-elements.ts'

interface PlacedLayer {
  readonly layer: ImageLayer
  readonly path: string
}

/** The list of layers, from top to bottom as OpenRaster has it. `pathOf` names the file of the layer at a place from below. */
export function writeStack(image: LayeredImage, pathOf: (place: number) => string): string {
  const groups: PlacedLayer[][] = []
  image.layers.forEach((layer, place) => {
    const placed = { layer, path: pathOf(place) }
    const group = groups.at(-1)
    if (layer.clipped && group !== undefined) group.push(placed)
    else groups.push([placed])
  })
  return [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<image version="0.0.5" w="${image.width}" h="${image.height}" xmlns:gesso="${gessoSpace}" xmlns:mypaint="${mypaintSpace}" mypaint:eotf="1.0">`,
    `<stack>`,
    ...[...groups].reverse().flatMap(writeGroup),
    `</stack>`,
    `</image>`,
    ``,
  ].join('\n')
}

/** A base alone is a layer. With what is clipped to it, it is a group that has the base's mode and opacity. */
function writeGroup([base, ...clipped]: PlacedLayer[]): string[] {
  if (base === undefined) return []
  if (clipped.length === 0) return [writeLayer(base, lookOf(base.layer, modeNames[base.layer.blend]))]
  const plain = { 'composite-op': modeNames.normal, opacity: '1', visibility: 'visible' }
  const look = { ...lookOf(base.layer, modeNames[base.layer.blend]), isolation: 'isolate' }
  return [
    `<stack${writeAttributes({ name: base.layer.name, ...look })}>`,
    ...[...clipped].reverse().map((placed) => {
      const { blend } = placed.layer
      return writeLayer(placed, lookOf(placed.layer, blend === 'normal' ? atopName : modeNames[blend]))
    }),
    writeLayer(base, plain),
    `</stack>`,
  ]
}

type Attributes = Readonly<Record<string, string>>

function lookOf(layer: ImageLayer, mode: string): Attributes {
  return {
    'composite-op': mode,
    // As many digits as any other program's rounding needs to come back to the same of 256.
    opacity: String(Number((layer.opacity / 255).toFixed(6))),
    visibility: layer.visible ? 'visible' : 'hidden',
  }
}

function writeLayer({ layer, path }: PlacedLayer, look: Attributes): string {
  return `<layer${writeAttributes({
    name: layer.name,
    src: path,
    x: String(layer.x),
    y: String(layer.y),
    ...look,
    ...(layer.locked ? { 'edit-locked': 'true' } : {}),
    ...(layer.alphaLocked ? { [alphaLockMark]: 'true' } : {}),
    ...(layer.clipped ? { [clippedMark]: 'true' } : {}),
  })}/>`
}

function writeAttributes(attributes: Attributes): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${writeXmlText(value)}"`)
    .join('')
}
