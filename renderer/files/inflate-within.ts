import { Inflate, Unzlib } from 'fflate'

/** Slices of packed bytes: one of them unpacks to at most a thousand times as much, so that little is made in vain. */
const sliceBytes = 16 * 1024

/**
 * Unpacks so many bytes and no more, whatever the packed ones would become; undefined when they are damaged or fewer.
 * `wrapping` is zlib in a PNG and none in a zip.
 */
export function inflateWithin(
  parts: readonly Uint8Array[],
  bytes: number,
  wrapping: 'zlib' | 'none',
): Uint8Array | undefined {
  const unpacked = new Uint8Array(bytes)
  let filled = 0
  const inflater = new (wrapping === 'zlib' ? Unzlib : Inflate)((more) => {
    const taken = more.subarray(0, bytes - filled)
    unpacked.set(taken, filled)
    filled += taken.length
  })
  try {
    for (const part of parts) {
      for (let at = 0; at < part.length && filled < bytes; at += sliceBytes) {
        inflater.push(part.subarray(at, at + sliceBytes))
      }
    }
  } catch {
    return undefined
  }
  return filled === bytes ? unpacked : undefined
}
