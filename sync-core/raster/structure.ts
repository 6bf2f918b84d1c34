import { type BlendMode, blendModes } from '../kernel/blend-mode.ts'
import {
  decodeWhole,
  encodeWhole,
  bool,
  list,
  oneOf,
  struct,
  type Schema,
  text,
  u8,
  uint,
} from '../base/schema.ts'
import { ProtocolError } from '../base/errors.ts'
import { limits } from '../base/limits.ts'
import { tileSidePx } from '../kernel/tile-layout.ts'
import type { CanvasSize } from './canvas-size.ts'
import { planeSidePx } from './plane.ts'

// What a picture is besides its pixels: its frame in the plane, its layers, and the colours that everybody shares. Pixels belong to a layer's id, whether or not a
// layer of that id is in the structure at the moment: so taking a layer away, and taking that back, moves no pixel.

/** The picture's rectangle in the plane, px. */
export interface Frame {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** 1..2^32-1, chosen at random by whoever adds the layer. */
export type LayerId = number

/** The layer of a new picture. */
export const firstLayer: LayerId = 1

export interface Layer {
  readonly id: LayerId
  readonly name: string
  /** 0..255 */
  readonly opacity: number
  readonly blend: BlendMode
  readonly visible: boolean
  /** Nobody paints on it, as long as their window knows. */
  readonly locked: boolean
  /** Painting changes colours only, never what is covered. */
  readonly alphaLocked: boolean
  /** Shown only where the nearest layer below that is not clipped has pixels. */
  readonly clipped: boolean
}

/** Never changed: a changed structure is a new one. */
export interface Structure {
  readonly frame: Frame
  /** From bottom to top; at least one, ids are unique. */
  readonly layers: readonly Layer[]
  /** 0xRRGGBB each, in the order in which they are shown; the same colour may be there twice. */
  readonly palette: readonly number[]
}

export const layerId = uint(0xffffffff)
export const layerName = text(limits.nameBytesMax)
export const blendMode = oneOf(blendModes)
const side = uint(planeSidePx)
export const frameSchema = struct({ x: side, y: side, width: side, height: side })
export const paletteSchema = list(uint(0xffffff), limits.paletteColorsMax)
const pictureSchema = struct({
  frame: frameSchema,
  layers: list(
    struct({
      id: layerId,
      name: layerName,
      opacity: u8,
      blend: blendMode,
      visible: bool,
      locked: bool,
      alphaLocked: bool,
      clipped: bool,
    }),
    limits.layersMax,
  ),
})

/** A palette has bytes only where there is one: pictures from before there were any keep theirs, and so their hash. */
const structureSchema: Schema<Structure> = {
  encode(writer, structure) {
    pictureSchema.encode(writer, structure)
    if (structure.palette.length > 0) paletteSchema.encode(writer, structure.palette)
  },
  decode(reader) {
    const picture = pictureSchema.decode(reader)
    const at = reader.offset
    const palette = reader.remaining > 0 ? paletteSchema.decode(reader) : undefined
    if (palette?.length === 0) throw reader.malformed('a palette without colours takes no bytes', at)
    return { ...picture, palette: palette ?? [] }
  },
  dump: (structure) => pictureSchema.dump(structure),
}

/** A new layer with nothing special about it. */
export function plainLayer(id: LayerId, name: string): Layer {
  return {
    id,
    name,
    opacity: 255,
    blend: 'normal',
    visible: true,
    locked: false,
    alphaLocked: false,
    clipped: false,
  }
}

/** A new picture: one layer, and the frame in the middle of the plane, where it begins with a tile. */
export function createStructure(size: CanvasSize): Structure {
  const start = (sidePx: number): number => {
    const tiles = Math.ceil(sidePx / tileSidePx)
    return Math.floor((planeSidePx / tileSidePx - tiles) / 2) * tileSidePx
  }
  const frame = { x: start(size.width), y: start(size.height), width: size.width, height: size.height }
  return { frame, layers: [plainLayer(firstLayer, 'Layer 1')], palette: [] }
}

export function isFrame({ x, y, width, height }: Frame): boolean {
  const isSide = (sidePx: number): boolean =>
    Number.isInteger(sidePx) && sidePx >= limits.pictureSidePxMin && sidePx <= limits.pictureSidePxMax
  const isInside = (from: number, sidePx: number): boolean =>
    Number.isInteger(from) && from >= 0 && from + sidePx <= planeSidePx
  return isSide(width) && isSide(height) && isInside(x, width) && isInside(y, height)
}

/** Its bytes, for the wire, for storage and for the hash: the same structure has the same bytes. */
export function encodeStructure(structure: Structure): Uint8Array {
  return encodeWhole(structureSchema, structure)
}

/** The structure of bytes of unknown origin; anything else is ProtocolError('malformed'). */
export function decodeStructure(bytes: Uint8Array): Structure {
  const structure = decodeWhole(structureSchema, bytes)
  const ids = new Set(structure.layers.map(({ id }) => id))
  if (ids.size === 0 || ids.size < structure.layers.length || ids.has(0)) {
    throw new ProtocolError(
      'malformed',
      'The picture can’t be read: its layers have no numbers of their own.',
    )
  }
  if (!isFrame(structure.frame)) {
    const { x, y, width, height } = structure.frame
    throw new ProtocolError(
      'malformed',
      `The picture can’t be read: ${width} × ${height} px at ${x}, ${y} is no frame of a picture.`,
    )
  }
  return structure
}
