/**
 * What is known of the copy in the bucket, where pictures are kept in one: it has everything up to seq. `waiting`: the bucket
 * does not take more now, and the sentence says why. `sinceMs`: when something was taken last (wall clock).
 */
export interface UploadedState {
  readonly kind: 'uploaded' | 'waiting'
  readonly seq: number
  readonly sinceMs: number
  readonly sentence: string
}
