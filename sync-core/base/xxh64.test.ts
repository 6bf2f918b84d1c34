import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mixHash, xxh64 } from './xxh64.ts'

const mask = (1n << 64n) - 1n
const p1 = 0x9e3779b185ebca87n
const p2 = 0xc2b2ae3d27d4eb4fn
const p3 = 0x165667b19e3779f9n
const p4 = 0x85ebca77c2b2ae63n
const p5 = 0x27d4eb2f165667c5n
const rotate = (x: bigint, by: bigint): bigint => ((x << by) | (x >> (64n - by))) & mask
const round = (acc: bigint, lane: bigint): bigint => (rotate((acc + lane * p2) & mask, 31n) * p1) & mask

function reference(bytes: Uint8Array): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const length = BigInt(bytes.length)
  let at = 0
  let h = p5
  if (bytes.length >= 32) {
    const v = [(p1 + p2) & mask, p2, 0n, -p1 & mask]
    for (; at + 32 <= bytes.length; at += 32) {
      for (let lane = 0; lane < 4; lane++) v[lane] = round(v[lane]!, view.getBigUint64(at + lane * 8, true))
    }
    h = (rotate(v[0]!, 1n) + rotate(v[1]!, 7n) + rotate(v[2]!, 12n) + rotate(v[3]!, 18n)) & mask
    for (const lane of v) h = ((h ^ round(0n, lane)) * p1 + p4) & mask
  }
  h = (h + length) & mask
  for (; at + 8 <= bytes.length; at += 8)
    h = (rotate(h ^ round(0n, view.getBigUint64(at, true)), 27n) * p1 + p4) & mask
  for (; at + 4 <= bytes.length; at += 4)
    h = (rotate(h ^ ((BigInt(view.getUint32(at, true)) * p1) & mask), 23n) * p2 + p3) & mask
  for (; at < bytes.length; at++) h = (rotate(h ^ ((BigInt(bytes[at]!) * p5) & mask), 11n) * p1) & mask
  return avalanche(h)
}

function avalanche(h: bigint): bigint {
  h = ((h ^ (h >> 33n)) * p2) & mask
  h = ((h ^ (h >> 29n)) * p3) & mask
  return h ^ (h >> 32n)
}

const whole = ({ hi, lo }: { hi: number; lo: number }): bigint => (BigInt(hi) << 32n) | BigInt(lo)

describe('xxh64', () => {
  it('[RA18] gives the published values', () => {
    expect(whole(xxh64(new Uint8Array(0)))).toBe(0xef46db3751d8e999n)
    expect(whole(xxh64(new TextEncoder().encode('a')))).toBe(0xd24ec4f1a98c6e5bn)
    expect(whole(xxh64(new TextEncoder().encode('abc')))).toBe(0x44bc2cf5ad770999n)
  })

  it('[RA18] equals the specification in BigInt for any bytes at any offset', () => {
    const bytes = fc.uint8Array({ maxLength: 200 })
    fc.assert(
      fc.property(bytes, fc.nat({ max: 7 }), (all, skip) => {
        const part = all.subarray(Math.min(skip, all.length))
        expect(whole(xxh64(part))).toBe(reference(part))
      }),
      { numRuns: 500 },
    )
  })

  it('[RA18] mixes the place into the hash', () => {
    const u32 = fc.integer({ min: 0, max: 0xffffffff })
    fc.assert(
      fc.property(u32, u32, u32, (place, hi, lo) => {
        expect(whole(mixHash(place, { hi, lo }))).toBe(
          avalanche(whole({ hi, lo }) ^ ((BigInt(place) * p1) & mask)),
        )
      }),
    )
  })
})
