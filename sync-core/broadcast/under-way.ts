import { ProtocolError } from '../base/errors.ts'
import type { Limits } from '../base/limits.ts'
import { continuesAction, type Operation } from '../raster/operation.ts'
import { patchWeight } from '../raster/patch-weight.ts'

/**
 * How much an author has sent of what takes many updates: of the open patch, and of the selection that is coming. An update is
 * small, so only the sum tells what the host is asked to keep.
 */
export interface UnderWay {
  readonly patchBytes: number
  readonly selectionBytes: number
}

export const nothingUnderWay: UnderWay = { patchBytes: 0, selectionBytes: 0 }

/** After one more operation, of so many bytes. */
export function addToUnderWay(before: UnderWay, operation: Operation, bytes: number): UnderWay {
  switch (operation.kind) {
    case 'patch-begin':
      return { ...before, patchBytes: bytes }
    case 'patch-parts':
      return { ...before, patchBytes: before.patchBytes + patchWeight(operation, bytes) }
    case 'select': {
      const isFirst = operation.stage === 'whole' || operation.stage === 'first'
      return { patchBytes: 0, selectionBytes: isFirst ? bytes : before.selectionBytes + bytes }
    }
    default:
      return continuesAction(operation) ? before : { ...before, patchBytes: 0 }
  }
}

/** Throws ProtocolError('too-large') with a sentence for the author. */
export function checkUnderWay({ patchBytes, selectionBytes }: UnderWay, limits: Limits): void {
  if (patchBytes > limits.patchBytesMax) {
    throw new ProtocolError(
      'too-large',
      `An image or fill of more than ${limits.patchBytesMax} bytes came at once; please make it smaller.`,
    )
  }
  if (selectionBytes > limits.selectionBytesMax) {
    throw new ProtocolError(
      'too-large',
      `A selection of more than ${limits.selectionBytesMax} bytes came; please select something simpler.`,
    )
  }
}
