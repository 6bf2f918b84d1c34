import {
  encodeCoverage,
  encodePixels,
  type Paced,
  type PartWork,
  type PatchPart,
} from '../../sync-core/index.ts'

/** The parts of a patch as bytes, one at a time: packing a tile takes about a millisecond, and an image has a thousand. */
export function* encodeWork({ steps, parts }: PartWork): Paced<readonly PatchPart[]> {
  const encoded: PatchPart[] = []
  let done = 0
  for (const part of parts) {
    if (part !== undefined) {
      const { index, form } = part
      const bytes = part.form === 'over' ? encodePixels(part.pixels) : encodeCoverage(part.coverage)
      encoded.push({ index, form, bytes })
    }
    yield ++done / Math.max(steps, done)
  }
  return encoded
}
