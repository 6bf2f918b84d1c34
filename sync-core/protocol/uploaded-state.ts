/**
 * What is known of the copy in the bucket, where pictures are kept in one: it has everything up to seq. `sinceMs` (wall clock):
 * when something was taken last; `waiting`: since when the bucket takes no more, and the sentence says why.
 */
export interface UploadedState {
  readonly state: 'uploaded' | 'waiting'
  readonly seq: number
  readonly sinceMs: number
  readonly sentence: string
}
