import { StorageError } from '../base/errors.ts'
import type { FrameIndex } from './frame-index.ts'
import type { HostFiles } from './host-files.ts'
import type { Extent, SegmentExtents } from './segment-extents.ts'

/** Of a segment, this much is looked up and read at once: a thousand frames, so that nobody is held up meanwhile. */
const sliceBytes = 256 * 1024
/** Bytes read from a file at once, and those in between that are read along rather than jumped over. */
const windowBytesMax = 1024 * 1024
const skipBytesMax = 16 * 1024

/** Reads segments from the host files by the index: frames that lie near each other with one call. */
export class SegmentReader {
  private readonly files: HostFiles
  private readonly index: FrameIndex
  private readonly reading = new Set<Promise<unknown>>()

  constructor(files: HostFiles, index: FrameIndex) {
    this.files = files
    this.index = index
  }

  /** The bytes of this stretch, zeros in holes; what is changed while it is read may be read before or after. StorageError('not-found') when there is no such segment. */
  read(stream: string, segment: number, position = 0, length?: number): Promise<Uint8Array> {
    const extents = this.index.find(stream, segment)
    if (extents === undefined) {
      return Promise.reject(
        new StorageError('not-found', `The journal of this picture does not have part ${segment} any more.`),
      )
    }
    const wanted = length ?? extents.end
    const reading = this.readSlices(extents, position, wanted)
    this.reading.add(reading)
    void this.forgetWhenRead(reading)
    return reading
  }

  /** Resolves when what is being read now was read: no file is removed under a reader. */
  async allRead(): Promise<void> {
    await Promise.allSettled(this.reading)
  }

  private async forgetWhenRead(reading: Promise<unknown>): Promise<void> {
    await Promise.allSettled([reading])
    this.reading.delete(reading)
  }

  private async readSlices(extents: SegmentExtents, position: number, length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(length)
    const end = position + length
    for (let at = position; at < end; at += sliceBytes) {
      await this.readExtents(extents.between(at, Math.min(end, at + sliceBytes)), position, bytes)
    }
    return bytes
  }

  private async readExtents(extents: readonly Extent[], position: number, bytes: Uint8Array): Promise<void> {
    for (const window of windowsOf(extents)) {
      const { file, place } = window[0]!
      const last = window.at(-1)!
      const found = await this.files.readAt(file, place, last.place + last.length - place)
      for (const each of window) {
        const from = each.place - place
        bytes.set(found.subarray(from, from + each.length), each.position - position)
      }
    }
  }
}

function windowsOf(extents: readonly Extent[]): Extent[][] {
  const windows: Extent[][] = []
  for (const extent of extents) {
    const window = windows.at(-1)
    const last = window?.at(-1)
    const skipped = extent.place - (last === undefined ? 0 : last.place + last.length)
    const fits =
      last?.file === extent.file &&
      skipped >= 0 &&
      skipped <= skipBytesMax &&
      extent.place + extent.length - window![0]!.place <= windowBytesMax
    if (fits) window!.push(extent)
    else windows.push([extent])
  }
  return windows
}
