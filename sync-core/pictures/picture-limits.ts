import { limits } from '../base/limits.ts'

/** What bounds stored objects: nothing larger is read, whatever a damaged or hostile file says. */
export const pictureLimits = {
  /** A head is title, size and a few numbers: a few hundred bytes. */
  headBytesMax: 4096,
  /** Layer, index, pack, offset, length and name of a tile are 34 bytes at most; a participant is 110, a pack's name and length 84. */
  manifestBytesMax:
    limits.pictureTilesMax * (34 + 84) + limits.participantsMax * 110 + limits.structureBytesMax + 4096,
  /** A pack ends with the tile that fills it. */
  packBytesMax: limits.packBytes + limits.tileBytesMax,
  /** Updates of a tail: actions that are open at the horizon are carried, so there may be many more than limits.pendingUpdatesMax. */
  tailUpdatesMax: 1_000_000,
  tailBytesMax: 256 * 1024 * 1024,
  /** Hostings of a picture that are known: an older one's journal counts as one whose work is not in the picture. */
  lineageMax: 1024,
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
  /** A slot is closed past limits.slotBytes, with the record that fills it: a megabyte at most. */
  slotBytesMax: limits.slotBytes + limits.journalRecordBytesMax + 1024,
  /** What S3 takes in one request. */
  slotsPerRemoval: 1000,
  /** A host that writes while it is fenced writes one slot a second; each try takes a fraction of that. */
  fenceTriesMax: 100,
  /** Fences of so many former hostings stay, for a host that was cut off meanwhile; one further behind learns it from the head. */
  slotFencesKept: 8,
} as const
