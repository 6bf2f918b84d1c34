// What people draw, without an event for each stroke: somebody draws in a picture for some minutes, a write every so often, then
// goes on to another one. When each write was made follows from the seed, so it is reckoned when somebody asks.

import type { Clock } from '../base/clock.ts'
import type { Prng } from '../base/prng.ts'
import type { PictureId } from '../pictures/picture-accessor.ts'
import type { LoggedWrites, PictureWrite, WriteLog } from '../scheduler/write-log.ts'

export interface DrawnPicturesOptions {
  readonly clock: Clock
  readonly prng: Prng
  readonly pictures: readonly PictureId[]
  /** Drawn in at any time; each of these people has pictures of their own. */
  readonly dirty: number
}

/** Writes of one picture, the first one at `startMs`. */
interface Sitting {
  readonly picture: PictureId
  readonly startMs: number
  readonly endMs: number
  readonly everyMs: number
  readonly seqBefore: number
}

const sittingMs = { least: 60_000, most: 180_000 }
/** They do not all begin at once. */
const firstWithinMs = 15_000
const everyMs = { least: 200, most: 3_000 }

export class DrawnPictures implements WriteLog {
  private readonly options: DrawnPicturesOptions
  private readonly sittings = new Map<PictureId, Sitting[]>()
  /** The newest of each person. */
  private readonly people: Sitting[]
  private readonly rounds: number[]
  /** Of those that are over, what the reader may not have seen. */
  private unread: Sitting[] = []

  constructor(options: DrawnPicturesOptions) {
    this.options = options
    const { clock, prng, dirty } = options
    this.rounds = Array.from({ length: dirty }, () => 0)
    this.people = this.rounds.map((_, person) => this.sit(person, clock.nowMs() + prng.below(firstWithinMs)))
  }

  async after(cursor: string): Promise<LoggedWrites> {
    const nowMs = this.options.clock.nowMs()
    this.advance(nowMs)
    const fromMs = cursor === '' ? 0 : Number(cursor)
    this.unread = this.unread.filter((sitting) => lastSeq(sitting) > seqAt(sitting, fromMs))
    const writes: PictureWrite[] = []
    for (const sitting of [...this.unread, ...this.people]) {
      const seq = seqAt(sitting, nowMs)
      if (seq > seqAt(sitting, fromMs)) writes.push({ picture: sitting.picture, seq, epoch: 1 })
    }
    return { writes, cursor: writes.length === 0 ? cursor : `${nowMs}` }
  }

  /** One write, now. */
  write(picture: PictureId): void {
    const nowMs = this.options.clock.nowMs()
    this.unread.push(this.begin({ picture, startMs: nowMs, endMs: nowMs, everyMs: 1 }))
  }

  /** How far the picture is durable. */
  seqOf(picture: PictureId): number {
    const nowMs = this.options.clock.nowMs()
    this.advance(nowMs)
    const newest = this.sittings.get(picture)?.at(-1)
    return newest === undefined ? 0 : seqAt(newest, nowMs)
  }

  /** When the write was made; undefined when it was not yet. */
  writtenMs(picture: PictureId, seq: number): number | undefined {
    if (seq > this.seqOf(picture)) return undefined
    const sitting = this.sittings
      .get(picture)!
      .filter(({ seqBefore }) => seqBefore < seq)
      .at(-1)!
    return sitting.startMs + (seq - sitting.seqBefore - 1) * sitting.everyMs
  }

  /** All that were ever drawn in. */
  drawn(): Iterable<PictureId> {
    return this.sittings.keys()
  }

  private advance(nowMs: number): void {
    for (const [person, sitting] of this.people.entries()) {
      let newest = sitting
      while (newest.endMs < nowMs) {
        this.unread.push(newest)
        newest = this.sit(person, newest.endMs + 1)
      }
      this.people[person] = newest
    }
  }

  private sit(person: number, startMs: number): Sitting {
    const { prng, pictures, dirty } = this.options
    const own = Math.ceil((pictures.length - person) / dirty)
    const picture = pictures[person + dirty * (this.rounds[person]!++ % own)]!
    const endMs = startMs + between(prng, sittingMs)
    return this.begin({ picture, startMs, endMs, everyMs: between(prng, everyMs) })
  }

  private begin(sitting: Omit<Sitting, 'seqBefore'>): Sitting {
    const before = this.sittings.get(sitting.picture) ?? []
    const newest = before.at(-1)
    const begun = { ...sitting, seqBefore: newest === undefined ? 0 : lastSeq(newest) }
    before.push(begun)
    this.sittings.set(sitting.picture, before)
    return begun
  }
}

export function between(prng: Prng, { least, most }: { least: number; most: number }): number {
  return least + prng.below(most - least + 1)
}

function seqAt({ startMs, endMs, everyMs: pauseMs, seqBefore }: Sitting, nowMs: number): number {
  if (nowMs < startMs) return seqBefore
  return seqBefore + 1 + Math.floor((Math.min(nowMs, endMs) - startMs) / pauseMs)
}

function lastSeq(sitting: Sitting): number {
  return seqAt(sitting, sitting.endMs)
}
