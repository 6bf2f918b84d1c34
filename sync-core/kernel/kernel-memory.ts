/** The memory of one kernel. A view is good until the next `grow`: take it from here for each use, keep none. */
export interface KernelMemory {
  readonly u8: Uint8Array
  readonly u16: Uint16Array
  readonly i32: Int32Array
  /** Makes the memory at least `bytes` long, rounded up to pages; false when that is not to be had, and nothing changed. */
  grow(bytes: number): boolean
}
