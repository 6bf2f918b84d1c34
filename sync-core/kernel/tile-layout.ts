// Where things are in a tile, in the plane and in a kernel's memory. Numbers are little-endian.
//
//   pixel tile   64 × 64 pixels, row by row, of four u16: red, green, blue (premultiplied) and alpha, 0..32767     32 KiB
//   mask         64 × 64 u16 coverages 0..32768                                                                     8 KiB
//   selection    64 × 64 bytes 0..255                                                                               4 KiB
//
//   memory       0 ─── 16 KiB constants of the module ─── arguments of calls ─── 64 KiB ─── blocks of the owner ───

/** Side of a tile in px. 64, 128 and 256 paint equally fast, but 64 hashes, copies and sends the least for a stroke. */
export const tileSidePx = 64
export const tilePixels = tileSidePx * tileSidePx
export const tileValues = tilePixels * 4

export const pixelTileBytes = tileValues * 2
export const maskBytes = tilePixels * 2
export const selectionBytes = tileSidePx * tileSidePx

/** The plane is this many tiles wide and high; the index of a tile is ty * planeTiles + tx. */
export const planeTiles = 256

/** 1.0 of a colour channel. */
export const channelOne = 32767
/** Coverage 1.0. */
export const coverageOne = 32768

/** A pointer to every block is a multiple of this. */
export const blockAlignment = 16

/** Where arguments of calls may be put that live no longer than the call. */
export const scratchPointer = 16 * 1024
export const scratchBytes = 48 * 1024

/** The first byte that is the owner's. */
export const ownerPointer = scratchPointer + scratchBytes

/** WebAssembly counts memory in pages. */
export const pageBytes = 64 * 1024
/** All that a 32-bit pointer reaches. */
export const pagesMax = 65_536
