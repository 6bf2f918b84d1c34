// CRC-32 as in PNG and zlib (polynomial 0xEDB88320, reflected): guards journal records and PNG chunks against torn and rotten bytes.
const table = new Int32Array(256)
for (let n = 0; n < 256; n++) {
  let c = n
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1
  table[n] = c >>> 0
}

/** The checksum of `bytes`, as an unsigned 32-bit number; pass the former result as `seed` to continue over more bytes. */
export function crc32(bytes: Uint8Array, seed = 0): number {
  // Signed in between: an unsigned number of 32 bits is no small integer to the engine.
  let c = ~seed
  for (let i = 0; i < bytes.length; i++) c = table[(c ^ bytes[i]!) & 0xff]! ^ (c >>> 8)
  return ~c >>> 0
}
