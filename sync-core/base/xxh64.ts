// XXH64 (https://github.com/Cyan4973/xxHash, doc/xxhash_spec.md) in 32-bit halves. A tile's hash proves that two
// machines hold the same pixels; it is no protection against someone who wants a collision.
// BigInt would be a tenth of the lines and is kept as the reference in the test: it is about 40 times slower.
// Products are left in `productHi`/`productLo` instead of an object, which keeps the loop free of allocations.

/** An unsigned 64-bit number as two unsigned 32-bit halves. */
export interface Hash64 {
  readonly hi: number
  readonly lo: number
}

const prime1 = { hi: 0x9e3779b1, lo: 0x85ebca87 }
const prime2 = { hi: 0xc2b2ae3d, lo: 0x27d4eb4f }
const prime3 = { hi: 0x165667b1, lo: 0x9e3779f9 }
const prime4 = { hi: 0x85ebca77, lo: 0xc2b2ae63 }
const prime5 = { hi: 0x27d4eb2f, lo: 0x165667c5 }

let productHi = 0
let productLo = 0

/** The low 64 bits of a * b, into productHi and productLo. */
function multiply(aHi: number, aLo: number, bHi: number, bLo: number): void {
  const a0 = aLo & 0xffff
  const a1 = aLo >>> 16
  const b0 = bLo & 0xffff
  const b1 = bLo >>> 16
  const low = Math.imul(a0, b0)
  const cross1 = Math.imul(a0, b1)
  const cross2 = Math.imul(a1, b0)
  const middle = (low >>> 16) + (cross1 & 0xffff) + (cross2 & 0xffff)
  productLo = (low & 0xffff) | (middle << 16)
  const carried = Math.imul(a1, b1) + (cross1 >>> 16) + (cross2 >>> 16) + (middle >>> 16)
  productHi = (carried + Math.imul(aHi, bLo) + Math.imul(aLo, bHi)) | 0
}

/** (acc + lane * prime2) rotated left by 31, times prime1; into productHi and productLo. */
function round(accHi: number, accLo: number, laneHi: number, laneLo: number): void {
  multiply(laneHi, laneLo, 0xc2b2ae3d, 0x27d4eb4f)
  const lo = (accLo + productLo) | 0
  const hi = (accHi + productHi + (lo >>> 0 < accLo >>> 0 ? 1 : 0)) | 0
  multiply((hi << 31) | (lo >>> 1), (lo << 31) | (hi >>> 1), 0x9e3779b1, 0x85ebca87)
}

/** XXH64 with seed 0 of `bytes`. */
export function xxh64(bytes: Uint8Array): Hash64 {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes)
  const words = new Int32Array(aligned.buffer, aligned.byteOffset, aligned.length >> 2)
  const stripeWords = (bytes.length >> 5) << 3
  let hi = prime5.hi | 0
  let lo = prime5.lo | 0

  if (stripeWords > 0) {
    const stripes = digestStripes(words, stripeWords)
    hi = stripes.hi
    lo = stripes.lo
  }
  const length = bytes.length
  const sum = (lo + length) | 0
  hi = (hi + (sum >>> 0 < length >>> 0 ? 1 : 0)) | 0
  lo = sum

  let word = stripeWords
  for (; word + 2 <= words.length; word += 2) {
    round(0, 0, words[word + 1]!, words[word]!)
    hi ^= productHi
    lo ^= productLo
    multiply((hi << 27) | (lo >>> 5), (lo << 27) | (hi >>> 5), prime1.hi, prime1.lo)
    lo = (productLo + prime4.lo) | 0
    hi = (productHi + prime4.hi + (lo >>> 0 < prime4.lo ? 1 : 0)) | 0
  }
  for (; word < words.length; word++) {
    multiply(0, words[word]!, prime1.hi, prime1.lo)
    hi ^= productHi
    lo ^= productLo
    multiply((hi << 23) | (lo >>> 9), (lo << 23) | (hi >>> 9), prime2.hi, prime2.lo)
    lo = (productLo + prime3.lo) | 0
    hi = (productHi + prime3.hi + (lo >>> 0 < prime3.lo ? 1 : 0)) | 0
  }
  for (let at = words.length << 2; at < length; at++) {
    multiply(0, aligned[at]!, prime5.hi, prime5.lo)
    hi ^= productHi
    lo ^= productLo
    multiply((hi << 11) | (lo >>> 21), (lo << 11) | (hi >>> 21), prime1.hi, prime1.lo)
    hi = productHi
    lo = productLo
  }
  return avalanche(hi, lo)
}

/** Accumulates 32-byte stripes (8 words each) and merges the four lanes. */
function digestStripes(words: Int32Array, end: number): Hash64 {
  // The four accumulators start at prime1 + prime2, prime2, 0 and -prime1.
  let hi1 = 0x60ea27ee
  let lo1 = 0xadc0b5d6 | 0
  let hi2 = prime2.hi | 0
  let lo2 = prime2.lo | 0
  let hi3 = 0
  let lo3 = 0
  let hi4 = ~prime1.hi
  let lo4 = -prime1.lo | 0
  for (let i = 0; i < end; i += 8) {
    round(hi1, lo1, words[i + 1]!, words[i]!)
    hi1 = productHi
    lo1 = productLo
    round(hi2, lo2, words[i + 3]!, words[i + 2]!)
    hi2 = productHi
    lo2 = productLo
    round(hi3, lo3, words[i + 5]!, words[i + 4]!)
    hi3 = productHi
    lo3 = productLo
    round(hi4, lo4, words[i + 7]!, words[i + 6]!)
    hi4 = productHi
    lo4 = productLo
  }
  const low =
    (((lo1 << 1) | (hi1 >>> 31)) >>> 0) +
    (((lo2 << 7) | (hi2 >>> 25)) >>> 0) +
    (((lo3 << 12) | (hi3 >>> 20)) >>> 0) +
    (((lo4 << 18) | (hi4 >>> 14)) >>> 0)
  let lo = low | 0
  let hi =
    (((hi1 << 1) | (lo1 >>> 31)) +
      ((hi2 << 7) | (lo2 >>> 25)) +
      ((hi3 << 12) | (lo3 >>> 20)) +
      ((hi4 << 18) | (lo4 >>> 14)) +
      Math.floor(low / 0x100000000)) |
    0
  const lanes = [hi1, lo1, hi2, lo2, hi3, lo3, hi4, lo4]
  for (let lane = 0; lane < 8; lane += 2) {
    round(0, 0, lanes[lane]!, lanes[lane + 1]!)
    multiply(hi ^ productHi, lo ^ productLo, prime1.hi, prime1.lo)
    lo = (productLo + prime4.lo) | 0
    hi = (productHi + prime4.hi + (lo >>> 0 < prime4.lo ? 1 : 0)) | 0
  }
  return { hi, lo }
}

function avalanche(hi: number, lo: number): Hash64 {
  // x ^= x >>> 33; x *= prime2; x ^= x >>> 29; x *= prime3; x ^= x >>> 32
  multiply(hi, lo ^ (hi >>> 1), prime2.hi, prime2.lo)
  const shifted = productLo ^ ((productLo >>> 29) | (productHi << 3))
  multiply(productHi ^ (productHi >>> 29), shifted, prime3.hi, prime3.lo)
  return { hi: productHi >>> 0, lo: (productLo ^ productHi) >>> 0 }
}

/** Spreads a hash that stands at a place (0..2^32-1), so that equal tiles at different places count differently. */
export function mixHash(place: number, hash: Hash64): Hash64 {
  multiply(0, place, prime1.hi, prime1.lo)
  return avalanche(hash.hi ^ productHi, hash.lo ^ productLo)
}

/** The 8 bytes that stand for a hash on the wire, high byte first. */
export function hashBytes({ hi, lo }: Hash64): Uint8Array {
  const bytes = new Uint8Array(8)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, hi)
  view.setUint32(4, lo)
  return bytes
}

/** 16 lower-case digits. */
export function hashHex({ hi, lo }: Hash64): string {
  const half = (value: number): string => value.toString(16).padStart(8, '0')
  return half(hi) + half(lo)
}
