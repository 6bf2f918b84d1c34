import type { Layer, LayerRawData, Psd } from 'ag-psd'
import { damaged } from './file-error.ts'
import type { FileLimits } from './file-limits.ts'
import type { ImageLayer, LossCount } from './layered-image.ts'
import { modeOfPsd } from './psd-modes.ts'

/** A layer and its channels as the file has them; none where they were skipped. */
export interface FoundLayer {
  readonly layer: Omit<ImageLayer, 'rgba'>
  readonly raw: LayerRawData | undefined
  readonly mask: PsdMask | undefined
}

/** What hides parts of a layer: its pixels are one of the layer's channels. */
export interface PsdMask {
  /** From the left upper corner of the image. */
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** How much shows beyond it, 0..255. */
  readonly beyond: number
  /** How much of it counts, 0..1. */
  readonly density: number
}

/** What a group hands on to what is in it, once it is taken apart. */
interface Around {
  /** 0..1 */
  readonly opacity: number
  readonly visible: boolean
  readonly depth: number
}

/** The layers from bottom to top, groups taken apart; what can't be kept is counted. */
export function readPsdLayers(psd: Psd, losses: LossCount, bounds: FileLimits): FoundLayer[] {
  const found: FoundLayer[] = []
  const readAll = (layers: readonly Layer[], around: Around): void => {
    if (around.depth > bounds.groupDepthMax) throw damaged('psd', 'groups')
    for (const layer of layers) {
      if (layer.children !== undefined) readGroup(layer, layer.children, around)
      else readLayer(layer, around)
    }
  }
  const readGroup = (group: Layer, children: readonly Layer[], around: Around): void => {
    losses.add('group')
    if (group.blendMode !== 'pass through' && group.blendMode !== 'normal') losses.add('mode')
    if (group.clipping === true) losses.add('clipping')
    if (group.mask !== undefined || group.vectorMask !== undefined) losses.add('mask')
    readAll(children, {
      opacity: around.opacity * (group.opacity ?? 1),
      visible: around.visible && group.hidden !== true,
      depth: around.depth + 1,
    })
  }
  const readLayer = (layer: Layer, around: Around): void => {
    countLosses(layer, losses)
    // A layer of adjustments has nothing to show by itself.
    if (layer.adjustment !== undefined) return
    found.push({ layer: settingsOf(layer, around, losses), raw: layer.rawData, mask: maskOf(layer) })
  }
  readAll(psd.children ?? [], { opacity: 1, visible: true, depth: 0 })
  return found
}

function countLosses(layer: Layer, losses: LossCount): void {
  const { mask, realMask, vectorMask } = layer
  const isMerged = maskOf(layer) !== undefined
  if (isMerged) losses.add('merged-mask')
  // What has a mask of paths beside that of pixels has one of both, painted, and keeps the former apart.
  const isPainted = vectorMask === undefined || mask?.fromVectorData === true || realMask !== undefined
  if (!isMerged && (mask !== undefined || realMask !== undefined)) losses.add('mask')
  else if (!isPainted) losses.add('mask')
  if (layer.text !== undefined || layer.vectorFill !== undefined || layer.placedLayer !== undefined) {
    losses.add('text')
  }
  if (layer.adjustment !== undefined || hasEffects(layer)) losses.add('effect')
}

function maskOf({ mask }: Layer): PsdMask | undefined {
  if (mask === undefined || mask.disabled === true) return undefined
  const { left = 0, top = 0, right = 0, bottom = 0, defaultColor = 255 } = mask
  if (right < left || bottom < top) throw damaged('psd', 'place of a mask')
  const density = (mask.fromVectorData === true ? mask.vectorMaskDensity : mask.userMaskDensity) ?? 1
  return { x: left, y: top, width: right - left, height: bottom - top, beyond: defaultColor, density }
}

function hasEffects({ effects }: Layer): boolean {
  return effects !== undefined && effects.disabled !== true && Object.keys(effects).length > 0
}

function settingsOf(layer: Layer, around: Around, losses: LossCount): FoundLayer['layer'] {
  const mode = modeOfPsd(layer.blendMode)
  if (mode === undefined) losses.add('mode')
  const [left, top] = [layer.left ?? 0, layer.top ?? 0]
  const [width, height] = [(layer.right ?? left) - left, (layer.bottom ?? top) - top]
  if (width < 0 || height < 0) throw damaged('psd', 'place of a layer')
  return {
    name: layer.name ?? '',
    opacity: Math.round(around.opacity * (layer.opacity ?? 1) * 255),
    blend: mode ?? 'normal',
    visible: around.visible && layer.hidden !== true,
    locked: layer.protected?.composite === true,
    alphaLocked: layer.protected?.transparency === true || layer.transparencyProtected === true,
    clipped: layer.clipping === true,
    x: left,
    y: top,
    width,
    height,
  }
}
