import type { BlendMode } from '../../sync-core/index.ts'
import { damaged, expectWithin } from './file-error.ts'
import type { FileLimits } from './file-limits.ts'
import type { ImageLayer, LossCount } from './layered-image.ts'
import { alphaLockMark, atopName, clippedMark, modeOfName } from './ora-words.ts'
import { parseXml, XmlError, type XmlElement } from './xml-elements.ts'

/** A layer as the list says, and where its pixels are. */
export interface StackLayer extends Omit<ImageLayer, 'width' | 'height' | 'rgba'> {
  readonly path: string
}

export interface Stack {
  readonly width: number
  readonly height: number
  /** From bottom to top. */
  readonly layers: readonly StackLayer[]
}

/** What a group hands on to what is in it, once it is taken apart. */
interface Around {
  readonly x: number
  readonly y: number
  /** 0..1 */
  readonly opacity: number
  readonly visible: boolean
}

/** Reads the list of layers; throws FileError when it is none. Groups other than those of clipping are taken apart. */
export function readStack(text: string, losses: LossCount, bounds: FileLimits): Stack {
  const image = parse(text, bounds)
  if (image.name !== 'image') throw damaged('ora', 'stack.xml')
  const [width, height] = [sideOf(image, 'w', bounds), sideOf(image, 'h', bounds)]
  const root = image.children.find(({ name }) => name === 'stack')
  if (root === undefined) throw damaged('ora', 'stack.xml')
  const layers: StackLayer[] = []
  const reader = new StackReader(layers, losses)
  reader.readAll(root, { x: 0, y: 0, opacity: 1, visible: true })
  expectWithin('ora', 'layers', layers.length, bounds.layersMax)
  return { width, height, layers }
}

function parse(text: string, bounds: FileLimits): XmlElement {
  try {
    return parseXml(text, bounds.groupDepthMax)
  } catch (error) {
    if (error instanceof XmlError) throw damaged('ora', `stack.xml: ${error.message}`)
    throw error
  }
}

function sideOf(image: XmlElement, name: string, bounds: FileLimits): number {
  const side = Number(image.attributes.get(name))
  if (!Number.isInteger(side) || side < 1) throw damaged('ora', 'stack.xml')
  expectWithin('ora', 'side', side, bounds.sidePxMax)
  return side
}

class StackReader {
  private readonly layers: StackLayer[]
  private readonly losses: LossCount
  constructor(layers: StackLayer[], losses: LossCount) {
    this.layers = layers
    this.losses = losses
  }

  /** Elements stand from top to bottom. */
  readAll(stack: XmlElement, around: Around): void {
    for (const element of [...stack.children].reverse()) {
      if (element.name === 'layer') this.readLayer(element, around)
      else if (element.name === 'stack') this.readGroup(element, around)
      // A text, a filter: what was in drafts of the format, and no program here shows.
      else this.losses.add('effect')
    }
  }

  private readGroup(group: XmlElement, around: Around): void {
    const inside = {
      x: around.x + numberOf(group, 'x', 0),
      y: around.y + numberOf(group, 'y', 0),
      opacity: around.opacity * opacityOf(group),
      visible: around.visible && isVisible(group),
    }
    const [base, ...clipped] = [...group.children].reverse()
    if (base !== undefined && isClippingGroup(base, clipped)) {
      const mode = this.modeOf(group)
      this.readLayer(base, inside, mode)
      for (const each of clipped) this.readLayer(each, { ...around, x: inside.x, y: inside.y, opacity: 1 })
      return
    }
    this.losses.add('group')
    if (modeOfName(group.attributes.get('composite-op')) !== 'normal') this.losses.add('mode')
    this.readAll(group, inside)
  }

  private readLayer(element: XmlElement, around: Around, groupMode?: BlendMode): void {
    const { attributes } = element
    const path = attributes.get('src')
    if (path === undefined) {
      this.losses.add('effect')
      return
    }
    const isAtop = attributes.get('composite-op') === atopName
    this.layers.push({
      path,
      name: attributes.get('name') ?? '',
      opacity: Math.round(around.opacity * opacityOf(element) * 255),
      blend: groupMode ?? (isAtop ? 'normal' : this.modeOf(element)),
      visible: around.visible && isVisible(element),
      locked: attributes.get('edit-locked') === 'true',
      alphaLocked: attributes.get(alphaLockMark) === 'true',
      clipped: isAtop || isClipped(element),
      x: around.x + numberOf(element, 'x', 0),
      y: around.y + numberOf(element, 'y', 0),
    })
  }

  private modeOf(element: XmlElement): BlendMode {
    const mode = modeOfName(element.attributes.get('composite-op'))
    if (mode === undefined) this.losses.add('mode')
    return mode ?? 'normal'
  }
}

/** A plain layer with nothing above it in its group but what is clipped to it. */
function isClippingGroup(base: XmlElement, clipped: readonly XmlElement[]): boolean {
  const mode = base.attributes.get('composite-op')
  return (
    base.name === 'layer' &&
    modeOfName(mode) === 'normal' &&
    opacityOf(base) === 1 &&
    isVisible(base) &&
    clipped.length > 0 &&
    clipped.every(
      (each) =>
        each.name === 'layer' && (each.attributes.get('composite-op') === atopName || isClipped(each)),
    )
  )
}

function isClipped(element: XmlElement): boolean {
  return element.attributes.get(clippedMark) === 'true'
}

function isVisible(element: XmlElement): boolean {
  return element.attributes.get('visibility') !== 'hidden'
}

function opacityOf(element: XmlElement): number {
  const opacity = Number(element.attributes.get('opacity') ?? 1)
  if (!(opacity >= 0 && opacity <= 1)) throw damaged('ora', 'opacity in stack.xml')
  return opacity
}

function numberOf(element: XmlElement, name: string, usual: number): number {
  const value = Number(element.attributes.get(name) ?? usual)
  if (!Number.isFinite(value)) throw damaged('ora', `${name} in stack.xml`)
  return Math.round(value)
}
