/** The same memory as a plain Uint8Array: a Buffer's `slice` would not copy, which code outside of Node relies on. */
export function plainBytes(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength)
}
