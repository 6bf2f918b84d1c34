import type { Limits } from '../base/limits.ts'

/** What a part has besides its bytes: index, form and length; and an operation besides its parts. */
const headBytes = 8

/** Parts of a patch or of a selection as they fit into operations, in order. Each fits by itself. */
export function packParts<Part extends { readonly bytes: Uint8Array }>(
  parts: readonly Part[],
  limits: Limits,
): readonly (readonly Part[])[] {
  const operations: Part[][] = []
  let room = 0
  for (const part of parts) {
    const weight = part.bytes.length + headBytes
    let last = operations.at(-1)
    if (last === undefined || weight > room || last.length >= limits.partsPerUpdateMax) {
      last = []
      operations.push(last)
      room = limits.operationBytesMax - headBytes
    }
    last.push(part)
    room -= weight
  }
  return operations
}
