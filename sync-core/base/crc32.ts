// CRC-32 as in PNG and zlib (polynomial 0xEDB88320, reflected): guards journal records and PNG chunks against torn and rotten bytes.
// Eight bytes a step, with a table for each distance from the step's end: three times as fast as one byte a step.

const table = new Int32Array(8 * 256)
for (let n = 0; n < 256; n++) {
  let c = n
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1
  table[n] = c
}
for (let n = 256; n < table.length; n++) {
  const nearer = table[n - 256]!
  table[n] = table[nearer & 0xff]! ^ (nearer >>> 8)
}

/**
 * The checksum of `bytes`, or of those from `from` up to `to`, as an unsigned 32-bit number; pass the former result as `seed`
 * to continue over more bytes.
 */
export function crc32(bytes: Uint8Array, seed = 0, from = 0, to = bytes.length): number {
  // Signed in between: an unsigned number of 32 bits is no small integer to the engine.
  let c = ~seed
  let i = from
  for (; i + 8 <= to; i += 8) {
    c ^= bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24)
    c =
      table[0x700 | (c & 0xff)]! ^
      table[0x600 | ((c >>> 8) & 0xff)]! ^
      table[0x500 | ((c >>> 16) & 0xff)]! ^
      table[0x400 | (c >>> 24)]! ^
      table[0x300 | bytes[i + 4]!]! ^
      table[0x200 | bytes[i + 5]!]! ^
      table[0x100 | bytes[i + 6]!]! ^
      table[bytes[i + 7]!]!
  }
  for (; i < to; i++) c = table[(c ^ bytes[i]!) & 0xff]! ^ (c >>> 8)
  return ~c >>> 0
}
