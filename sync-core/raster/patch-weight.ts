import { limits } from '../base/limits.ts'
import type { Operation } from './operation.ts'

/** What an operation of a patch, of so many bytes, counts against `patchBytesMax`. */
export function patchWeight(operation: Operation, bytes: number): number {
  if (operation.kind !== 'patch-parts') return bytes
  return operation.parts.reduce(
    (sum, part) => sum + Math.max(0, limits.patchPartBytesMin - part.bytes.length),
    bytes,
  )
}
