// Several pictures drawn at once over one shared journal on a simulated disk, ended again and again by kills and power cuts,
// with what must be there afterwards.

import { StorageError } from '../base/errors.ts'
import { Prng } from '../base/prng.ts'
import type { UpdatesRecord } from '../journal/journal-record.ts'
import { Journal } from '../journal/journal.ts'
import { replayJournal } from '../journal/replay-journal.ts'
import { SharedJournal } from '../journal/shared-journal.ts'
import { SimulatedClock } from './simulated-clock.ts'
import { calmCondition, SimulatedDisk } from './simulated-disk.ts'
import { SimulatedProcess } from './simulated-process.ts'
import { SimulationFailure } from './simulation-failure.ts'

interface Picture {
  readonly name: string
  journal: Journal
  /** The snapshot's seq: the journal was told to drop what is before. */
  savedSeq: number
  /** By seq: every content that was given to `append`, the last one is the one that counts. */
  readonly given: Map<number, string[]>
  writtenSeq: number
  durableSeq: number
}

export interface JournalTrialOptions {
  readonly seed: number
  readonly pictures: number
  readonly rounds: number
  /** Calls fail, and the disk is full now and then. */
  readonly hasFaults: boolean
  readonly fileBytes: number
}

/** What the trial saw, so that a test can tell that it saw anything. */
export interface JournalTrialTally {
  updates: number
  refusals: number
  failures: number
  repairs: number
  filesMax: number
}

export class JournalTrial {
  readonly tally: JournalTrialTally = { updates: 0, refusals: 0, failures: 0, repairs: 0, filesMax: 0 }
  private readonly options: JournalTrialOptions
  private readonly prng: Prng
  private readonly clock = new SimulatedClock()
  private readonly disk: SimulatedDisk
  private readonly pictures: Picture[] = []
  private process: SimulatedProcess
  private shared: SharedJournal | undefined
  private problem: unknown
  private readonly nextSeq = new Map<Picture, number>()

  constructor(options: JournalTrialOptions) {
    this.options = options
    this.prng = new Prng(options.seed)
    this.disk = new SimulatedDisk(this.clock, new Prng(options.seed ^ 0xd15c))
    this.process = new SimulatedProcess('host', this.clock)
  }

  /** Throws what went wrong. */
  async run(): Promise<JournalTrialTally> {
    for (let i = 0; i < this.options.pictures; i++) {
      const name = `picture-${i}`
      this.pictures.push({
        name,
        journal: undefined as unknown as Journal,
        savedSeq: 0,
        given: new Map(),
        writtenSeq: 0,
        durableSeq: 0,
      })
    }
    await this.within(this.open('kill'))
    for (let round = 0; round < this.options.rounds; round++) {
      const faults = this.disk.journalFaults.condition
      if (this.options.hasFaults && this.prng.chance(0.5)) {
        faults.failChance = this.prng.pick([0, 0.02, 0.2])
        faults.full = this.prng.chance(0.3)
      }
      const acts = 5 + this.prng.below(60)
      for (let act = 0; act < acts; act++) {
        this.act(this.prng.pick(this.pictures))
        if (this.prng.chance(0.4)) await this.pass(this.prng.unit())
      }
      if (this.prng.chance(0.5)) await this.pass(20)
      const ending = this.prng.pick(['kill', 'power-cut', 'close'] as const)
      if (ending === 'close') await this.close()
      Object.assign(faults, calmCondition())
      this.process.kill()
      if (ending === 'power-cut') this.disk.cutPower()
      this.process = new SimulatedProcess(`host ${round}`, this.clock)
      await this.within(this.open(ending))
    }
    return this.tally
  }

  private act(picture: Picture): void {
    const { journal } = picture
    if (journal.failure !== undefined) return
    switch (this.prng.below(12)) {
      case 0:
        return this.quietly(journal.rotate())
      case 1:
        // A snapshot is made of what is durable.
        picture.savedSeq = Math.max(picture.savedSeq, this.prng.below(picture.durableSeq + 1))
        return this.quietly(journal.dropThrough(picture.savedSeq))
      case 2:
        return this.quietly(journal.flush())
      case 3:
        for (const each of this.pictures) if (each.journal.failure === undefined) this.append(each)
        return
      default:
        return this.append(picture)
    }
  }

  private append(picture: Picture): void {
    const { journal, given } = picture
    // The journal itself knows which seq comes next, also after a refusal.
    const firstSeq = this.nextSeq.get(picture)! + 1
    const count = 1 + this.prng.below(this.prng.chance(0.1) ? 40 : 3)
    const bytes = this.prng.chance(0.05) ? this.options.fileBytes / 3 : this.prng.below(300)
    const updates = Array.from({ length: count }, (_, at) => {
      const seq = firstSeq + at
      const operation = new Uint8Array(8 + bytes).map(() => this.prng.below(256))
      given.set(seq, [...(given.get(seq) ?? []), contentOf(picture.name, operation)])
      return { author: 1, clientSeq: 1, operation }
    })
    const last = firstSeq + count - 1
    const record: UpdatesRecord = { kind: 'updates', firstSeq, updates }
    this.nextSeq.set(picture, last)
    journal.append(record).then(
      () => {
        picture.writtenSeq = Math.max(picture.writtenSeq, last)
        this.tally.updates += count
      },
      (error: unknown) => {
        this.note(error)
        this.nextSeq.set(picture, Math.max(journal.seq, picture.savedSeq))
      },
    )
  }

  private async open(ending: 'kill' | 'power-cut' | 'close'): Promise<void> {
    const { disk, process, options } = this
    const { journal: shared, repairs } = await SharedJournal.open(disk.hostFiles(process), options)
    this.shared = shared
    this.tally.repairs += repairs.length
    this.tally.filesMax = Math.max(this.tally.filesMax, (await disk.hostFiles(process).list()).length)
    for (const sentence of repairs)
      if (!options.hasFaults && ending === 'close') this.fail(`closed, and yet: ${sentence}`)
    for (const picture of this.pictures) {
      const opened = await Journal.open(shared.storageOf(picture.name), { savedSeq: picture.savedSeq })
      // An append in several frames may be torn between two of them.
      const isTorn = (sentence: string): boolean => sentence.includes('had not been written completely')
      if (!opened.repairs.every(isTorn)) this.fail(`${picture.name}: ${opened.repairs.join(' ')}`)
      this.check(picture, opened, ending)
      picture.journal = opened.journal
      const seq = Math.max(opened.journal.seq, picture.savedSeq)
      this.nextSeq.set(picture, seq)
      picture.writtenSeq = seq
      picture.durableSeq = seq
      opened.journal.onDurable((seq) => (picture.durableSeq = seq))
      opened.journal.onFailure(() => {
        this.tally.failures++
      })
    }
  }

  private check(
    picture: Picture,
    { journal, records }: Awaited<ReturnType<typeof Journal.open>>,
    ending: string,
  ): void {
    const { name, savedSeq, given } = picture
    const { updates } = replayJournal(records, 0)
    const must = ending === 'power-cut' ? picture.durableSeq : picture.writtenSeq
    // Where everything is saved, the journal need not know how far that is.
    if (journal.seq < must && must > savedSeq)
      this.fail(`${name} ends at ${journal.seq}, not at ${must} as before the ${ending}`)
    const first = updates[0]?.seq ?? journal.seq + 1
    if (must > savedSeq && first > savedSeq + 1) this.fail(`${name} begins at ${first}, saved is ${savedSeq}`)
    for (const { seq, operation } of updates) {
      const attempts = given.get(seq) ?? []
      const content = contentOf(name, operation)
      const isRight = seq <= must ? attempts.at(-1) === content : attempts.includes(content)
      if (!isRight) this.fail(`${name}: update ${seq} is not what was written`)
      given.set(seq, [content])
    }
  }

  private async close(): Promise<void> {
    const shared = this.shared!
    const closed = Promise.all(this.pictures.map((picture) => picture.journal.close().catch(() => undefined)))
    await this.within(closed.then(() => shared.close()).catch((error: unknown) => this.note(error)))
  }

  private quietly(promise: Promise<unknown>): void {
    promise.catch((error: unknown) => this.note(error))
  }

  private note(error: unknown): void {
    if (error instanceof StorageError) this.tally.refusals++
    else this.problem ??= error
    if (!this.options.hasFaults) this.problem ??= error
  }

  private async pass(durationMs: number): Promise<void> {
    await this.clock.run(durationMs)
    if (this.problem !== undefined) throw this.problem as Error
  }

  private async within<T>(promise: Promise<T>): Promise<void> {
    let isDone = false
    promise.then(
      () => (isDone = true),
      (error: unknown) => (this.problem ??= error),
    )
    const until = this.clock.elapsedMs() + 60_000
    await this.clock.runUntil(() => isDone || this.problem !== undefined, until)
    if (this.problem !== undefined) throw this.problem as Error
    if (!isDone) this.fail('it takes for ever')
  }

  private fail(what: string): never {
    throw new SimulationFailure('shared-journal', `seed ${this.options.seed}: ${what}`)
  }
}

function contentOf(name: string, operation: Uint8Array): string {
  return `${name} ${Buffer.from(operation.slice(0, 12)).toString('hex')} ${operation.length}`
}
