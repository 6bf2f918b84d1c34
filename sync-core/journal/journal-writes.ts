// What became durable in the journal of this host, as the scheduler's tender asks for it: each picture with its last seq. While a
// process lives, its hosts say so themselves. What a process before it wrote and nobody scheduled lies in the journal behind
// the cursor: there each picture's last records are read, once.
//
//        cursor                    where this process began         now
//   ───────┼──────────────────────────────┼──────────────────────────┼──▶  the files of the journal
//          └─ read from the journal, once ┘└─ told by the hosts here ┘
//
// A cursor is a place in the journal up to which all is durable and was answered, and the number of the answer. It is taken
// before it is looked who wrote, and one turn passes in between: a host hears of an fsync within the turn in which it ends, so
// whatever lies before the place is among the answered. An answer counts as scheduled when its cursor comes back; until then
// its writes are answered again.
//
// Rejected: reading back all that is written (the hosts know it); a dirty mark in a file of its own (another fsync for each).

import { StorageError } from '../base/errors.ts'
import type { PictureId } from '../pictures/picture-accessor.ts'
import { isPictureId } from '../base/picture-id.ts'
import { Rest } from '../pictures/rest.ts'
import { lastWrittenIn, type LastWritten } from './last-written.ts'
import { isBefore, logBeginning } from './log-place.ts'
import type { LogPlace } from './log-place.ts'
import type { SharedJournal } from './shared-journal.ts'

/** The way to the journal of this process, which is open while something is hosted here. */
export interface JournalDoor {
  /** The journal while it is open. */
  current(): SharedJournal | undefined
  /** Runs it with the journal, which is opened for it when it is not; undefined, and nothing is made, where there is none. */
  look<T>(run: (journal: SharedJournal) => Promise<T>): Promise<T | undefined>
}

export interface JournalWritesOptions {
  readonly door: JournalDoor
  /** One turn of the event loop. */
  readonly pause: () => Promise<void>
  /** Told what could not be read. */
  readonly onNote: (sentence: string) => void
}

type Write = LastWritten & { readonly picture: PictureId }

export class JournalWrites {
  private readonly options: JournalWritesOptions
  /** What no cursor that came back covers. */
  private readonly open = new Map<PictureId, LastWritten>()
  private answered: { readonly cursor: string; readonly writes: readonly Write[] } | undefined
  private readonly looked = new WeakSet<SharedJournal>()
  /** Up to here the journal was looked at, or was told by hosts; undefined before the first look. */
  private through: LogPlace | undefined
  /** The last place that was asked for. */
  private asked = logBeginning
  /** Behind this lies what could not be read: the cursor stays here, so that the next process tries it. */
  private heldAt: LogPlace | undefined

  constructor(options: JournalWritesOptions) {
    this.options = options
  }

  /** Updates of the picture up to seq are durable, written under its claim of this epoch. To be called in the turn in which the journal says so. */
  wrote(picture: PictureId, written: LastWritten): void {
    this.open.set(picture, written)
  }

  /**
   * One for each picture that wrote behind the cursor, with its last seq, and where the next look begins. '' and what is no cursor
   * mean everything. One call at a time. Rejects with StorageError when the journal can't be opened.
   */
  async after(cursor: string): Promise<{ readonly writes: readonly Write[]; readonly cursor: string }> {
    this.settle(cursor)
    const { place, number } = parseCursor(cursor)
    const through = await this.lookFrom(place)
    const writes = [...this.open].map(([picture, written]) => ({ picture, ...written }))
    const held = this.heldAt !== undefined && isBefore(this.heldAt, through) ? this.heldAt : through
    const next = formatCursor(held, writes.length > 0 ? number + 1 : number)
    this.answered = { cursor: next, writes }
    return { writes, cursor: next }
  }

  /** Who comes back with the cursor of the last answer has scheduled what was in it. */
  private settle(cursor: string): void {
    const { answered } = this
    this.answered = undefined
    if (answered?.cursor !== cursor) return
    for (const { picture, seq, epoch } of answered.writes) {
      const newest = this.open.get(picture)
      if (newest?.seq === seq && newest.epoch === epoch) this.open.delete(picture)
    }
  }

  private async lookFrom(asked: LogPlace): Promise<LogPlace> {
    const { door, pause } = this.options
    const isAskedAgain = isBefore(asked, this.asked)
    if (door.current() === undefined && this.through !== undefined && !isAskedAgain) {
      this.asked = isBefore(this.through, asked) ? logBeginning : asked
      return this.through
    }
    const from = this.through === undefined || isAskedAgain ? asked : this.through
    const found = await door.look(async (journal) => {
      const through = journal.log.durablePlace
      if (isAskedAgain || !this.looked.has(journal)) {
        // A place that this journal never came to is one of another: somebody took the files away.
        await this.gather(journal, isBefore(through, from) ? logBeginning : from)
        this.looked.add(journal)
      }
      await pause()
      return through
    })
    const through = found ?? logBeginning
    this.through = through
    this.asked = isBefore(through, asked) ? logBeginning : asked
    return through
  }

  /** Reads the last seq of every picture that has something behind the place. */
  private async gather(journal: SharedJournal, from: LogPlace): Promise<void> {
    const { pause, onNote } = this.options
    const rest = new Rest(pause)
    const found = new Map<PictureId, LastWritten>()
    for (const stream of journal.index.streams()) {
      await rest.after(journal.index.framesOf(stream))
      if (!journal.index.isBehind(stream, from)) continue
      if (!isPictureId(stream)) {
        onNote(
          `The journal of this computer has a part “${stream}” that belongs to no picture; it is left as it is.`,
        )
        continue
      }
      try {
        found.set(stream, await lastWrittenIn(journal, stream, rest))
      } catch (error) {
        if (!(error instanceof StorageError)) throw error
        this.heldAt = from
        onNote(`What was drawn last in the picture ${stream} could not be looked at. ${error.message}`)
      }
    }
    if (found.size === 0) return
    // Some of it may have been written just now.
    await journal.log.allDurable()
    for (const [picture, written] of found) {
      if (written.seq > 0 && !this.open.has(picture)) this.open.set(picture, written)
    }
  }
}

interface Cursor {
  readonly place: LogPlace
  readonly number: number
}

function formatCursor({ file, place }: LogPlace, number: number): string {
  return `${file}:${place}#${number}`
}

function parseCursor(cursor: string): Cursor {
  const match = /^(\d{1,10}):(\d{1,10})#(\d{1,15})$/.exec(cursor)
  if (match === null) return { place: logBeginning, number: 0 }
  return { place: { file: Number(match[1]), place: Number(match[2]) }, number: Number(match[3]) }
}
