import type { PenPoint } from '../../sync-core/index.ts'
import type { Point } from '../view/view-transform.ts'

/** What the pointers on the canvas are at; pointer-input.ts has the ways from one to the next. */
export type Mode =
  | { readonly kind: 'idle' }
  | { readonly kind: 'drawing'; readonly pointer: number; readonly role: 'paint' | 'erase' }
  | { readonly kind: 'panning'; readonly pointer: number; last: Point }
  /** `last` is the direction of the pointer from the middle, `turn` where the view would be without steps, both in turns. */
  | { readonly kind: 'turning'; readonly pointer: number; last: number; turn: number }
  | { readonly kind: 'picking'; readonly pointer: number }
  | { readonly kind: 'pointing'; readonly pointer: number }
  | { readonly kind: 'working'; readonly pointer: number }
  | { readonly kind: 'setting'; readonly pointer: number; readonly role: 'paint' | 'erase' }
  | {
      readonly kind: 'resting'
      readonly pointer: number
      readonly role: 'paint' | 'erase'
      readonly from: Point
      readonly isPen: boolean
      readonly points: PenPoint[]
      readonly timer: number
    }
  | { readonly kind: 'pinching'; readonly fingers: readonly [number, number] }

export const idle: Mode = { kind: 'idle' }
