/**
 * How many bytes there are up to the last one that is not zero. A file that was filled beforehand ends with millions of zeros, so they
 * are looked at sixteen at a time.
 */
export function usedBytes(bytes: Uint8Array): number {
  const { buffer, byteOffset, length } = bytes
  const lead = (4 - (byteOffset % 4)) % 4
  if (length < lead + 16) return lastUsed(bytes, length, 0)
  const words = new Uint32Array(buffer, byteOffset + lead, (length - lead) >> 2)
  const used = lastUsed(bytes, length, lead + 4 * words.length)
  if (used > lead + 4 * words.length) return used
  let at = words.length
  while (at >= 4 && (words[at - 1]! | words[at - 2]! | words[at - 3]! | words[at - 4]!) === 0) at -= 4
  return lastUsed(bytes, lead + 4 * at, 0)
}

/** Behind the last byte in from..to that is not zero, or from. */
function lastUsed(bytes: Uint8Array, to: number, from: number): number {
  let used = to
  while (used > from && bytes[used - 1] === 0) used--
  return used
}
