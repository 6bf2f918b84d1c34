import type { LogPlace } from './log-place.ts'

/** A stretch of a segment and where its bytes lie. */
export interface Extent {
  readonly position: number
  readonly length: number
  readonly file: number
  readonly place: number
}

/** How many extents lie in a file, and their bytes together. */
export interface FileTally {
  extents: number
  bytes: number
}

/** Numbers an extent takes. */
const stride = 4

/**
 * Where the bytes of one segment lie, in the order of their positions: 16 bytes a frame, since an hour without a snapshot is
 * half a million of them. Stretches that nothing says anything about are holes.
 */
export class SegmentExtents {
  /** The file of the last frame about it: an empty segment is there as long as that file is. */
  home: number
  private numbers = new Uint32Array(4 * stride)
  private count = 0
  /** What lies in each file; undefined while it is not counted. */
  private tallies: Map<number, FileTally> | undefined = new Map()

  constructor(home: number) {
    this.home = home
  }

  get size(): number {
    return this.count
  }

  /** The segment's length. */
  get end(): number {
    return this.count === 0 ? 0 : this.endOf(this.count - 1)
  }

  at(index: number): Extent {
    const from = index * stride
    const { numbers } = this
    return {
      position: numbers[from]!,
      length: numbers[from + 1]!,
      file: numbers[from + 2]!,
      place: numbers[from + 3]!,
    }
  }

  fileOf(index: number): number {
    return this.numbers[index * stride + 2]!
  }

  lengthOf(index: number): number {
    return this.numbers[index * stride + 1]!
  }

  /** Writes over whatever was known of this stretch. */
  overlay(extent: Extent): void {
    if (extent.position >= this.end) {
      this.push(extent)
      return
    }
    const end = extent.position + extent.length
    const first = this.firstEndingAfter(extent.position)
    let last = first
    while (last < this.count && this.numbers[last * stride]! < end) last++
    const parts = [extent]
    if (first < last) {
      const left = this.at(first)
      if (left.position < extent.position) parts.unshift(cut(left, left.position, extent.position))
      const right = this.at(last - 1)
      const rightEnd = right.position + right.length
      if (rightEnd > end) parts.push(cut(right, end, rightEnd))
    }
    this.splice(first, last, parts)
  }

  /** Keeps the first `length` bytes. */
  truncate(length: number): void {
    const first = this.firstEndingAfter(length)
    if (first === this.count) return
    const split = this.at(first)
    const kept = split.position < length ? [cut(split, split.position, length)] : []
    this.splice(first, this.count, kept)
  }

  /** The extents, or their parts, between two positions. */
  between(from: number, to: number): Extent[] {
    const found: Extent[] = []
    for (let at = this.firstEndingAfter(from); at < this.count; at++) {
      const extent = this.at(at)
      if (extent.position >= to) break
      const end = extent.position + extent.length
      found.push(cut(extent, Math.max(from, extent.position), Math.min(to, end)))
    }
    return found
  }

  /** How much of it lies in each file: appending keeps count, so that half a million extents are not looked through each time. */
  perFile(): ReadonlyMap<number, FileTally> {
    if (this.tallies === undefined) {
      this.tallies = new Map()
      for (let i = 0; i < this.count; i++) this.tally(this.tallies, this.fileOf(i), this.lengthOf(i))
    }
    return this.tallies
  }

  /** Whether any of it lies at the place or behind it. */
  isBehind({ file, place }: LogPlace): boolean {
    const files = [...this.perFile().keys()]
    if (files.some((each) => each > file)) return true
    if (!files.includes(file)) return false
    for (let i = this.count - 1; i >= 0; i--) {
      const from = i * stride
      if (this.numbers[from + 2] === file && this.numbers[from + 3]! >= place) return true
    }
    return false
  }

  private tally(tallies: Map<number, FileTally>, file: number, bytes: number): void {
    const known = tallies.get(file)
    if (known === undefined) tallies.set(file, { extents: 1, bytes })
    else {
      known.extents += 1
      known.bytes += bytes
    }
  }

  private endOf(index: number): number {
    return this.numbers[index * stride]! + this.numbers[index * stride + 1]!
  }

  private firstEndingAfter(position: number): number {
    let low = 0
    let high = this.count
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.endOf(middle) > position) high = middle
      else low = middle + 1
    }
    return low
  }

  /** What is appended comes here, again and again. */
  private push({ position, length, file, place }: Extent): void {
    this.reserve(this.count + 1)
    const at = this.count * stride
    this.numbers[at] = position
    this.numbers[at + 1] = length
    this.numbers[at + 2] = file
    this.numbers[at + 3] = place
    this.count++
    if (this.tallies !== undefined) this.tally(this.tallies, file, length)
  }

  private reserve(count: number): void {
    if (count * stride <= this.numbers.length) return
    const grown = new Uint32Array(2 * count * stride)
    grown.set(this.numbers)
    this.numbers = grown
  }

  private splice(first: number, last: number, parts: readonly Extent[]): void {
    this.tallies = undefined
    const count = this.count - (last - first) + parts.length
    this.reserve(count)
    this.numbers.copyWithin((first + parts.length) * stride, last * stride, this.count * stride)
    for (const [i, { position, length, file, place }] of parts.entries()) {
      this.numbers.set([position, length, file, place], (first + i) * stride)
    }
    this.count = count
  }
}

function cut({ position, file, place }: Extent, from: number, to: number): Extent {
  return { position: from, length: to - from, file, place: place + from - position }
}
