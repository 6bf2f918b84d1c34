import { headerBytes } from './journal-frame.ts'
import type { PlacedFrame } from './journal-frame.ts'
import type { LogPlace } from './log-place.ts'
import { SegmentExtents } from './segment-extents.ts'

/** A stretch of a segment that lies in one file. */
export interface LivePiece {
  readonly stream: string
  readonly segment: number
  readonly position: number
  /** 0 for a segment that is there and empty. */
  readonly length: number
}

interface Replacement {
  readonly total: number
  readonly extents: SegmentExtents
}

/** What the frames so far make of every picture's segments: where each byte lies, not the bytes. */
export class FrameIndex {
  private readonly streamSegments = new Map<string, Map<number, SegmentExtents>>()
  /** Replacements of which not every frame came yet. */
  private readonly replacements = new Map<string, Replacement>()

  apply(frame: PlacedFrame): void {
    const { kind, stream, segment } = frame
    switch (kind) {
      case 'begin':
      case 'mark':
        return
      case 'create':
        this.segmentOf(frame)
        return
      case 'write':
        this.segmentOf(frame).overlay(frame)
        return
      case 'truncate':
        this.segmentOf(frame).truncate(frame.position)
        return
      case 'remove':
        this.streamSegments.get(stream)?.delete(segment)
        if (this.streamSegments.get(stream)?.size === 0) this.streamSegments.delete(stream)
        return
      case 'replace':
        this.replace(frame)
    }
  }

  find(stream: string, segment: number): SegmentExtents | undefined {
    return this.streamSegments.get(stream)?.get(segment)
  }

  /** Ascending. */
  segments(stream: string): readonly number[] {
    return [...(this.streamSegments.get(stream)?.keys() ?? [])].sort((a, b) => a - b)
  }

  /** Of all pictures that have any. */
  streams(): readonly string[] {
    return [...this.streamSegments.keys()]
  }

  /** How many frames the picture has, about. */
  framesOf(stream: string): number {
    let frames = 0
    for (const extents of this.streamSegments.get(stream)?.values() ?? []) frames += extents.size
    return frames
  }

  /** Whether any bytes of the picture lie at the place or behind it. */
  isBehind(stream: string, place: LogPlace): boolean {
    const segments = this.streamSegments.get(stream)?.values() ?? []
    return [...segments].some((extents) => extents.isBehind(place))
  }

  /** How many bytes of each file are still needed, frames included. */
  liveBytes(): Map<number, number> {
    const live = new Map<number, number>()
    const add = (stream: string, extents: SegmentExtents): void => {
      const header = headerBytes(stream.length)
      if (extents.size === 0) live.set(extents.home, (live.get(extents.home) ?? 0) + header)
      for (const [file, { extents: count, bytes }] of extents.perFile()) {
        live.set(file, (live.get(file) ?? 0) + count * header + bytes)
      }
    }
    for (const [stream, segments] of this.streamSegments)
      for (const each of segments.values()) add(stream, each)
    for (const { extents } of this.replacements.values()) add('', extents)
    return live
  }

  /** What of the segments lies in the file, neighbours joined up to `lengthMax` bytes. */
  piecesIn(file: number, lengthMax: number): LivePiece[] {
    const pieces: LivePiece[] = []
    for (const [stream, segments] of this.streamSegments) {
      for (const [segment, extents] of segments) {
        if (extents.size === 0 && extents.home === file)
          pieces.push({ stream, segment, position: 0, length: 0 })
        if (!extents.perFile().has(file)) continue
        let open: { position: number; length: number } | undefined
        for (let i = 0; i < extents.size; i++) {
          if (extents.fileOf(i) !== file) continue
          const { position, length } = extents.at(i)
          const joined = (open?.length ?? 0) + length
          if (open !== undefined && open.position + open.length === position && joined <= lengthMax) {
            open.length = joined
            continue
          }
          if (open !== undefined) pieces.push({ stream, segment, ...open })
          open = { position, length }
        }
        if (open !== undefined) pieces.push({ stream, segment, ...open })
      }
    }
    return pieces
  }

  /** What was being replaced when its process ended stays as it was: nothing of the new content is needed any more. */
  forgetUnfinished(): void {
    this.replacements.clear()
  }

  private segmentOf({ stream, segment, file }: PlacedFrame): SegmentExtents {
    let segments = this.streamSegments.get(stream)
    if (segments === undefined) this.streamSegments.set(stream, (segments = new Map()))
    let extents = segments.get(segment)
    if (extents === undefined) segments.set(segment, (extents = new SegmentExtents(file)))
    extents.home = file
    return extents
  }

  /** A segment's content changes at once when the last part of its replacement came. */
  private replace(frame: PlacedFrame): void {
    const { stream, segment, position, length, total } = frame
    const key = `${segment} ${stream}`
    const begun =
      position === 0 ? { total, extents: new SegmentExtents(frame.file) } : this.replacements.get(key)
    this.replacements.delete(key)
    if (begun === undefined || begun.extents.end !== position || begun.total !== total) return
    if (length > 0) begun.extents.overlay(frame)
    begun.extents.home = frame.file
    if (position + length < total) {
      this.replacements.set(key, begun)
      return
    }
    this.segmentOf(frame)
    this.streamSegments.get(stream)!.set(segment, begun.extents)
  }
}
