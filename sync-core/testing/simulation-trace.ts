import { crc32 } from '../base/crc32.ts'
import type { SimulatedClock } from './simulated-clock.ts'

const linesKept = 4000
const noteLengthMax = 240

/** `messages`: notes are kept too, which takes time. */
export type TraceDetail = 'lines' | 'messages'

/**
 * What happened in a simulated world, line by line. The hash covers every line of the run; the lines themselves are kept
 * only for the end of it, which is what somebody who looks for a bug reads first.
 */
export class SimulationTrace {
  private readonly clock: SimulatedClock
  private readonly detail: TraceDetail
  private readonly lines: string[] = []
  private digest = 0x811c9dc5
  private dropped = 0

  constructor(clock: SimulatedClock, detail: TraceDetail) {
    this.clock = clock
    this.detail = detail
  }

  /** Adds a line; the time is put before it. */
  add(line: string): void {
    const text = `${this.time()} ${line}`
    for (let i = 0; i < text.length; i++) this.mix(text.charCodeAt(i))
    this.lines.push(text)
    this.shorten()
  }

  /** Adds a line that is not part of the hash, and made only when lines are read; for what is costly to describe. */
  note(describe: () => string): void {
    if (this.detail === 'lines') return
    this.lines.push(`${this.time()} ${describe().slice(0, noteLengthMax)}`)
    this.shorten()
  }

  /** Adds bytes to the hash only. */
  addBytes(bytes: Uint8Array): void {
    this.mix(crc32(bytes))
    this.mix(Math.floor(this.clock.elapsedMs() * 1000))
  }

  /** Two runs with this same value saw the same lines and bytes at the same times. */
  hash(): string {
    return (this.digest >>> 0).toString(16).padStart(8, '0')
  }

  /** The newest lines, at most `count`. */
  tail(count: number): readonly string[] {
    const shown = this.lines.slice(-count)
    const hidden = this.dropped + this.lines.length - shown.length
    return hidden === 0 ? shown : [`… ${hidden} lines before`, ...shown]
  }

  private time(): string {
    return this.clock.elapsedMs().toFixed(2).padStart(10)
  }

  private shorten(): void {
    if (this.lines.length < 2 * linesKept) return
    this.lines.splice(0, linesKept)
    this.dropped += linesKept
  }

  private mix(value: number): void {
    this.digest = Math.imul(this.digest ^ (value | 0), 0x01000193)
    this.digest ^= this.digest >>> 15
  }
}
