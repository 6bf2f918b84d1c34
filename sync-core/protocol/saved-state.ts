/** What is known of the stored snapshot: it holds everything up to seq, since `sinceMs` (wall clock). */
export type SavedState =
  | { readonly kind: 'unknown' }
  | {
      readonly kind: 'saved' | 'saving' | 'failed'
      readonly seq: number
      readonly sinceMs: number
      readonly sentence: string
    }
