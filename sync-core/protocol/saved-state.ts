/**
 * What is known of the stored snapshot: it holds everything up to seq, since `sinceMs` (wall clock). The sentence says why a
 * save failed, or how far one is that takes long.
 */
export type SavedState =
  | { readonly kind: 'unknown' }
  | {
      readonly kind: 'saved' | 'saving' | 'failed'
      readonly seq: number
      readonly sinceMs: number
      readonly sentence: string
    }
