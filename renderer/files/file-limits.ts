import { limits } from '../../sync-core/index.ts'

// What is read of other programs' files, which may say anything. Bytes, counts and px say so in their names.
export const fileLimits = {
  /** A file as it lies on the disk: the largest picture's layers, hardly compressed; it is in memory as a whole. */
  fileBytesMax: 512 * 1024 * 1024,
  /** All that is unpacked of a file: 1 GiB is 64 layers of 2048², or four of 8192²; the picture takes twice as much for them. */
  unpackedBytesMax: 1024 * 1024 * 1024,
  /** Entries of a zip: a layer has one or two, thumbnails and palettes some more. */
  entriesMax: 4 * limits.layersMax,
  /** The words of an OpenRaster file: 200 layers with long names are 100 kB. */
  stackBytesMax: 1024 * 1024,
  /** Groups within groups: more than anybody nests; reading goes that deep itself. */
  groupDepthMax: 64,
  /** A file's name with its ending: 255 bytes are possible nearly everywhere, and a copy's number may come to them. */
  fileNameBytesMax: 240,
  sidePxMax: limits.pictureSidePxMax,
  layersMax: limits.layersMax,
  /** Where a layer's pixels may begin, either way: a picture's plane holds no more. */
  offsetPxMax: 2 * limits.pictureSidePxMax,
  /** A palette's file: 1024 colours with long names are 100 kB. */
  paletteBytesMax: 1024 * 1024,
  /** Colours of an own palette: more than anybody looks through, with room for the printers' long lists. */
  paletteColorsMax: 1024,
  /** As GIMP has it. */
  paletteColumnsMax: 64,
  /** The longer side of the thumbnail in an OpenRaster file, by its specification. */
  thumbnailSidePx: 256,
} as const

export type FileLimits = { readonly [Name in keyof typeof fileLimits]: number }
