// XXH64, see ../../base/xxh64.ts. Four chains of 64-bit products: there is nothing for SIMD in it.

const prime1: u64 = 0x9e3779b185ebca87
const prime2: u64 = 0xc2b2ae3d27d4eb4f
const prime3: u64 = 0x165667b19e3779f9
const prime4: u64 = 0x85ebca77c2b2ae63

export function hashBlock(pointer: usize, bytes: u32, out: usize): void {
  let a = prime1 + prime2
  let b = prime2
  let c: u64 = 0
  let d: u64 = 0 - prime1
  const end = pointer + bytes
  for (let at = pointer; at < end; at += 32) {
    a = round(a, load<u64>(at))
    b = round(b, load<u64>(at, 8))
    c = round(c, load<u64>(at, 16))
    d = round(d, load<u64>(at, 24))
  }
  let hash = rotl<u64>(a, 1) + rotl<u64>(b, 7) + rotl<u64>(c, 12) + rotl<u64>(d, 18)
  hash = merge(merge(merge(merge(hash, a), b), c), d) + bytes
  hash = (hash ^ (hash >> 33)) * prime2
  hash = (hash ^ (hash >> 29)) * prime3
  store<u64>(out, hash ^ (hash >> 32))
}

@inline
function round(sum: u64, lane: u64): u64 {
  return rotl<u64>(sum + lane * prime2, 31) * prime1
}

@inline
function merge(hash: u64, sum: u64): u64 {
  return (hash ^ round(0, sum)) * prime1 + prime4
}
