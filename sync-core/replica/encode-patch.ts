import type { Limits } from '../base/limits.ts'
import { encodeCoverage } from '../raster/coverage-codec.ts'
import { encodeOperation } from '../raster/operation-codec.ts'
import type { Operation, PatchPart } from '../raster/operation.ts'
import { patchWeight } from '../raster/patch-weight.ts'
import type { LayerId } from '../raster/structure.ts'
import { encodePixels } from '../raster/tile-codec.ts'
import { isBlank } from '../raster/tile.ts'
import { packParts } from './pack-parts.ts'

/** A tile of a patch: encoded, or as coverage (4096 bytes) or pixels (16384 numbers), which are not kept. */
export type PatchContent =
  | PatchPart
  | { readonly index: number; readonly form: 'cover' | 'erase'; readonly coverage: Uint8Array }
  | { readonly index: number; readonly form: 'over'; readonly pixels: Uint16Array }

/** What is laid on a layer at once: a fill, a shape, a transformed selection, an image. */
export interface Patch {
  readonly layer: LayerId
  /** 0xRRGGBB of the parts that cover. */
  readonly color: number
  readonly alphaLock: boolean
  /** Of one tile later parts are laid on earlier ones. */
  readonly parts: Iterable<PatchContent>
}

/** A patch as operations that fit the wire, or how many bytes it weighs when those are too many. Without any paint: none. */
export function encodePatch(
  { layer, color, alphaLock, parts }: Patch,
  limits: Limits,
): { readonly operations: readonly Operation[] } | { readonly tooManyBytes: number } {
  const encoded: PatchPart[] = []
  for (const content of parts) {
    const part = encodePart(content)
    if (part !== undefined) encoded.push(part)
  }
  if (encoded.length === 0) return { operations: [] }
  const operations: Operation[] = [
    { kind: 'patch-begin', layer, color, alphaLock },
    ...packParts(encoded, limits).map((some): Operation => ({ kind: 'patch-parts', parts: some })),
  ]
  const weight = operations.reduce((sum, each) => sum + patchWeight(each, encodeOperation(each).length), 0)
  if (weight > limits.patchBytesMax) return { tooManyBytes: weight }
  return { operations: [...operations, { kind: 'end' }] }
}

function encodePart(content: PatchContent): PatchPart | undefined {
  const { index, form } = content
  if ('bytes' in content) return content
  if ('coverage' in content) {
    const { coverage } = content
    return coverage.some((value) => value > 0) ? { index, form, bytes: encodeCoverage(coverage) } : undefined
  }
  const { pixels } = content
  return isBlank(pixels) ? undefined : { index, form, bytes: encodePixels(pixels) }
}
