import type { SelectionChange } from '../../../sync-core/index.ts'

interface Modifiers {
  readonly shift: boolean
  readonly alt: boolean
}

/** What the modifiers held at the press make of the selection before. */
export function changeOf({ shift, alt }: Modifiers): SelectionChange {
  if (shift) return alt ? 'intersect' : 'add'
  return alt ? 'subtract' : 'replace'
}

/**
 * Modifiers of a drag that mean its shape: one held since the press said what becomes of the selection, and shapes nothing
 * until it was let go and pressed again.
 */
export class FreshModifiers {
  private isShiftTaken: boolean
  private isAltTaken: boolean

  constructor({ shift, alt }: Modifiers) {
    this.isShiftTaken = shift
    this.isAltTaken = alt
  }

  of({ shift, alt }: Modifiers): { readonly regular: boolean; readonly fromCentre: boolean } {
    this.isShiftTaken &&= shift
    this.isAltTaken &&= alt
    return { regular: shift && !this.isShiftTaken, fromCentre: alt && !this.isAltTaken }
  }
}
