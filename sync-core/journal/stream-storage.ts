import { AssertionError, StorageError } from '../base/errors.ts'
import type { HostFiles } from './host-files.ts'
import type { FrameIndex } from './frame-index.ts'
import type { HostLog } from './host-log.ts'
import { streamFrame } from './journal-frame.ts'
import type { Frame, FrameKind } from './journal-frame.ts'
import type { JournalStorage } from './journal-storage.ts'
import type { SegmentReader } from './segment-reader.ts'

/** What a picture's storage uses of the shared journal. */
export interface StreamGround {
  readonly log: HostLog
  readonly files: HostFiles
  readonly index: FrameIndex
  readonly reader: SegmentReader
  readonly frameBytesMax: number
  tidy(): void
}

/** One picture's segments in the shared journal. */
export class StreamStorage implements JournalStorage {
  private readonly ground: StreamGround
  private readonly stream: string
  private readonly onClosed: () => Promise<void>
  private lastWrite = 0
  private readonly unlisten: (() => void)[] = []
  private closed: Promise<void> | undefined

  constructor(ground: StreamGround, stream: string, onClosed: () => Promise<void>) {
    this.ground = ground
    this.stream = stream
    this.onClosed = onClosed
  }

  segments(): Promise<readonly number[]> {
    return Promise.resolve(this.ground.index.segments(this.stream))
  }

  read(segment: number): Promise<Uint8Array> {
    return this.ground.reader.read(this.stream, segment)
  }

  async create(segment: number): Promise<void> {
    if (this.find(segment) !== undefined) {
      throw new StorageError('conflict', `The journal of this picture has a part ${segment} already.`)
    }
    await this.writeDurably('ordinary', [streamFrame('create', this.stream, segment)])
  }

  append(segment: number, position: number, bytes: Uint8Array): Promise<void> {
    const end = this.find(segment)?.end
    if (position !== end) {
      throw new AssertionError(`what is appended begins at the segment’s end, ${end}, not at ${position}`)
    }
    return this.write('ordinary', this.parts('write', segment, position, bytes))
  }

  sync(): Promise<void> {
    return this.ground.log.durable(this.lastWrite)
  }

  async truncate(segment: number, length: number): Promise<void> {
    const extents = this.find(segment)
    // Where nothing can be behind it, no room is needed to say so.
    if (extents !== undefined && extents.end <= length && this.ground.log.isEndTold) {
      return this.ground.log.allDurable()
    }
    await this.writeDurably('reserve', [streamFrame('truncate', this.stream, segment, { position: length })])
  }

  async remove(segment: number): Promise<void> {
    if (this.find(segment) === undefined) return
    await this.writeDurably('reserve', [streamFrame('remove', this.stream, segment)])
    this.ground.tidy()
  }

  async setAside(segment: number, kept: Uint8Array): Promise<string> {
    const found = await this.read(segment)
    const label = `${this.stream}-${String(segment).padStart(8, '0')}`
    const name = await this.ground.files.keepAside(label, found)
    if (!isSame(found, kept)) {
      await this.writeDurably('ordinary', this.parts('replace', segment, 0, kept))
      this.ground.tidy()
    }
    return name
  }

  keepBranch(bytes: Uint8Array): Promise<string> {
    return this.ground.files.keepBranch(this.stream, bytes)
  }

  branches(): Promise<readonly string[]> {
    return this.ground.files.branches(this.stream)
  }

  readBranch(name: string): Promise<Uint8Array> {
    return this.ground.files.readBranch(name)
  }

  removeBranch(name: string): Promise<void> {
    return this.ground.files.removeBranch(name)
  }

  onFailure(listener: (error: StorageError) => void): void {
    this.unlisten.push(this.ground.log.onFailure(listener))
  }

  close(): Promise<void> {
    for (const stop of this.unlisten.splice(0)) stop()
    this.closed ??= this.onClosed()
    return this.closed
  }

  private find(segment: number): ReturnType<FrameIndex['find']> {
    return this.ground.index.find(this.stream, segment)
  }

  /** The bytes in frames that each fit; a replacement by nothing is one frame too. */
  private parts(kind: FrameKind, segment: number, position: number, bytes: Uint8Array): Frame[] {
    const { frameBytesMax } = this.ground
    if (bytes.length > 0 && bytes.length <= frameBytesMax) {
      return [{ kind, stream: this.stream, segment, position, total: bytes.length, payload: bytes }]
    }
    const frames: Frame[] = []
    for (let from = 0; from < bytes.length || (from === 0 && kind === 'replace'); from += frameBytesMax) {
      const payload = bytes.subarray(from, from + frameBytesMax)
      frames.push(
        streamFrame(kind, this.stream, segment, { position: position + from, total: bytes.length, payload }),
      )
    }
    return frames
  }

  private write(room: 'ordinary' | 'reserve', frames: readonly Frame[]): Promise<void> {
    return new Promise((resolve, reject) => {
      const onWritten = (write: number): void => {
        this.lastWrite = write
        resolve()
      }
      this.ground.log.submit({ frames, room, onWritten, onRefused: reject })
    })
  }

  private async writeDurably(room: 'ordinary' | 'reserve', frames: readonly Frame[]): Promise<void> {
    await this.write(room, frames)
    await this.sync()
  }
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i])
}
