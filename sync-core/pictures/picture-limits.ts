import { limits } from '../base/limits.ts'

/** What bounds stored objects: nothing larger is read, whatever a damaged or hostile file says. */
export const pictureLimits = {
  /** A head is title, size and a few numbers: a few hundred bytes. */
  headBytesMax: 4096,
  /** Index, pack, offset, length and name of a tile are 30 bytes at most; a participant is 110. */
  manifestBytesMax: limits.tilesMax * 32 + limits.participantsMax * 110 + limits.tilesMax * 48,
  /** A pack ends with the tile that fills it. */
  packBytesMax: limits.packBytes + limits.tileBytesMax,
  /** Updates of a tail: the horizon waits for the longest stroke, so there may be many more than pendingUpdatesMax. */
  tailUpdatesMax: 1_000_000,
  tailBytesMax: 256 * 1024 * 1024,
  /** A preview of limits.previewSidePx, stored raw at worst. */
  previewBytesMax: 4 * 1024 * 1024,
  /** A pack whose live tiles are less than this part of it is rewritten: storage stays below twice the picture, and each byte is rewritten about once. */
  packLiveMin: 0.5,
  /** More packs than this that are under half full are joined into full ones, so that opening needs few requests. */
  smallPacksMax: 32,
  /** Objects that are read or removed at once. */
  requestsAtOnce: 8,
  /** Tries of a compare-and-swap that somebody's rename came between. */
  swapTriesMax: 16,
} as const
