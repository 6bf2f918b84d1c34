import { limits } from '../base/limits.ts'

/** What bounds stored objects: nothing larger is read, whatever a damaged or hostile file says. */
export const pictureLimits = {
  /** A head is title, size and a few numbers: a few hundred bytes. */
  headBytesMax: 4096,
  /** A damaged head may have any length; up to this it can be kept while its picture is deleted, with a cover around it. */
  unreadableHeadBytesMax: 1024 * 1024,
  storedHeadBytesMax: 1024 * 1024 + 64,
  /** A picture begins with one layer: some 30 bytes. */
  firstStructureBytesMax: 1024,
  /** Packs of a picture: each holds at least one tile or page. */
  packsMax: limits.pictureTilesMax,
  /** A tile page covers 16 × 16 tiles of a layer, so that painting in one place rewrites one of some 6 KB. */
  pageTilesAcross: 16,
  /** Participants of one page, and segments of one page of the history: 28 KB and 3 KB. */
  pagePeople: 256,
  pageSegments: 64,
  /** Pages of carried updates are cut past so many bytes: what stays open is not rewritten with what is new. */
  carriedPageBytes: 256 * 1024,
  /** Seqs in a page of left-out ones. */
  pageLeftOut: 4096,
  /** Pages of each kind but tiles: 256 MiB of carried updates, four million left out, 64 Ki segments. */
  pagesMax: 1024,
  /** The largest page is one of carried updates. */
  pageBytesMax: 256 * 1024 + limits.operationBytesMax + 4096,
  /** A page's entry in a root takes 44 bytes at most, a pack's 12, a hosting's 13. */
  rootBytesMax:
    limits.pictureTilesMax * (44 + 12) + 4 * 1024 * 44 + 1024 * 13 + limits.structureBytesMax + 4096,
  /** A pack ends with the tile that fills it, or with a page and the root. */
  packBytesMax:
    limits.packBytes +
    (256 * 1024 + limits.operationBytesMax + 4096) +
    (limits.pictureTilesMax * (44 + 12) + 4 * 1024 * 44 + 1024 * 13 + limits.structureBytesMax + 4096),
  /** Small packs whose bytes are kept, so that joining them needs no reading. */
  smallPackBytesKept: 8 * 1024 * 1024,
  /** Packs of a save that are on their way at once: with those being gathered, 20 MiB. */
  uploadsAtOnce: 4,
  /** A segment of the history is closed past so many bytes, with the update that fills it. */
  segmentBytes: 4 * 1024 * 1024,
  segmentBytesMax: 4 * 1024 * 1024 + limits.operationBytesMax + 4096,
  /** The newest segments are kept in memory, so that they can be joined: each byte of the history is written some ten times. */
  segmentBytesKept: 1024 * 1024,
  /**
   * Small segments that saves left behind are joined once that spares so many: it costs a swap of the head, and fewer are in
   * nobody's way. One call reads at most so many bytes for it, and writes as many: two full segments, some seconds on a slow line.
   */
  joinsMin: 16,
  joinedBytesMax: 8 * 1024 * 1024,
  /** Hashing goes on after a rest past so many bytes: some 2 ms. A byte of a page counts as many: it is decoded, too. */
  sliceBytes: 128 * 1024,
  pageByteWeight: 8,
  /** What else counts as bytes of work: an update or a tile beside its own bytes, and a page or a segment that stays as it is. */
  updateWeight: 128,
  tileWeight: 512,
  pageLookWeight: 256,
  entryLookWeight: 32,
  /** Objects that nobody refers to stay for so long: a reader without a claim ends meanwhile. */
  garbageGraceMs: 15 * 60_000,
  /** S3 removes at most so many in one request. */
  removedAtOnce: 1000,
  /** A call of the store that is not answered within this fails: the largest pack on a line of 0.5 MB/s, four at once. */
  storeCallMs: 180_000,
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
  /** Bytes of packs that one save rewrites at most, and how many it reads for that: the rest waits for the next save. */
  repackBytesMax: 8 * limits.packBytes,
  repackReadsMax: 2,
  /** Objects that are read at once. */
  requestsAtOnce: 8,
  /** Tries of a compare-and-swap that somebody's rename came between. */
  swapTriesMax: 16,
  /** A slot is closed past limits.slotBytes, with the record that fills it: a megabyte at most. */
  slotBytesMax: limits.slotBytes + limits.journalRecordBytesMax + 1024,
  /** Before each so many slots a host looks whether the picture is still there: a minute of drawing. */
  slotsPerClaimCheck: 64,
  /** A host that writes while it is fenced writes one slot a second; each try takes a fraction of that. */
  fenceTriesMax: 100,
  /** Fences of so many former hostings stay, for a host that was cut off meanwhile; one further behind learns it from the head. */
  slotFencesKept: 8,
} as const
