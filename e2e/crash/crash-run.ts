// A host that is killed again and again, and eight people who draw all the time.
//
//   start ──▶ open ──▶ people come back by themselves, draw ──▶ the planned moment: kill -9 ──▶ start …
//   at the end: pens up ──▶ everybody has everything ──▶ host closes ──▶ the picture is opened anew from storage alone
//
// What counts as lost is decided by what the people were told on the wire (witness.ts).

import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Prng, type CanvasSize } from '../../sync-core/index.ts'
import { BenchProcess } from '../bench/command-channel.ts'
import { recordedStrokes } from '../bench/recorded-strokes.ts'
import type { CrashHostCommands, CrashHostPlace, OpenedSession } from './crash-host-process.ts'
import { CrashPainter } from './crash-painter.ts'
import { openStoragePlace, type StoragePlace } from '../bench/storage-place.ts'
import { planKills, type KillMoment } from './kill-plan.ts'
import { readStoredOrder } from './stored-order.ts'
import { foldOrder, judge, type Verdict } from './verdict.ts'
import { Waiting } from './waiting.ts'
import { Witness } from './witness.ts'

export interface CrashRunOptions {
  /** Where bundled programs lie. */
  readonly bundle: string
  /** Empty, for the run alone. */
  readonly folder: string
  readonly storage: StoragePlace
  readonly kills: number
  readonly seed: number
  /** Whether each kill takes the host's disk, too. */
  readonly losesDisk: boolean
  /** Told a sentence a kill. */
  readonly onNote: (sentence: string) => void
}

export interface CrashResult extends Verdict {
  readonly kills: number
  /** Updates that were gone with a disk before they could be uploaded. */
  readonly unuploaded: number
}

const size: CanvasSize = { width: 1024, height: 768 }
const people = 8
/** About two seconds of all of them, or longer than it takes to upload what was drawn. */
const updatesMax = { disk: 500, noDisk: 1500 }
/** Two seconds, and a request on a busy machine. */
const uploadedWithinMs = 3000
/** Whatever is waited for happens within this, on a machine that does much else. */
const patienceMs = 60_000

export async function runCrashes(options: CrashRunOptions): Promise<CrashResult> {
  const run = new CrashRun(options)
  try {
    return await run.run()
  } finally {
    await run.end()
  }
}

class CrashRun {
  private readonly options: CrashRunOptions
  private readonly prng: Prng
  private readonly witness = new Witness()
  private readonly waiting = new Waiting()
  private readonly painters: readonly CrashPainter[]
  private readonly place: CrashHostPlace
  private host: BenchProcess<CrashHostCommands>
  private session: OpenedSession | undefined
  private readonly killsMs: number[] = []

  constructor(options: CrashRunOptions) {
    this.options = options
    this.prng = new Prng(options.seed)
    this.place = { folder: options.folder, storage: options.storage }
    const strokes = recordedStrokes()
    this.painters = Array.from({ length: people }, (_, i) => {
      const onState = (): void => this.waiting.poke()
      const seed = this.prng.uint32()
      return new CrashPainter({ number: i + 1, seed, size, strokes, witness: this.witness, onState })
    })
    if (options.losesDisk) this.witness.losses = { killsMs: this.killsMs, allowedMs: uploadedWithinMs }
    this.host = this.startHost()
  }

  async run(): Promise<CrashResult> {
    const { options, painters } = this
    await mkdir(join(options.folder, 'pages'), { recursive: true })
    await writeFile(join(options.folder, 'pages', 'index.html'), 'the guest page')
    const id = await this.host.ask('create', { ...this.place, size })
    const most = options.losesDisk ? updatesMax.noDisk : updatesMax.disk
    for (const moment of planKills(options.kills, most, this.prng)) {
      await this.live(id, moment)
      this.killsMs.push(performance.now())
      const { acknowledged } = this.witness
      options.onNote(`kill ${this.killsMs.length} (${moment.kind}): ${acknowledged} acknowledged`)
      if (options.losesDisk) await this.loseDisk()
      this.host = this.startHost()
    }
    await this.open(id)
    for (const painter of painters) painter.rest()
    await this.rest()
    const hashes = painters.map(({ client }) => client.hash())
    await this.host.ask('close', undefined)
    await this.host.end()
    for (const painter of painters) painter.leave()
    return this.judge(id, hashes)
  }

  async end(): Promise<void> {
    for (const painter of this.painters) painter.leave()
    await this.host.end()
  }

  private startHost(): BenchProcess<CrashHostCommands> {
    return new BenchProcess<CrashHostCommands>(join(this.options.bundle, 'crash-host-process.cjs'))
  }

  /** One host, from its opening to its death. */
  private async live(id: string, moment: KillMoment): Promise<void> {
    const { host, witness } = this
    let killed = false
    const kill = (): void => {
      killed = true
      host.kill()
    }
    const killAfter = (afterMs: number): void => void setTimeout(kill, afterMs)
    if (moment.kind === 'starting') killAfter(moment.afterMs)
    try {
      await this.open(id)
    } catch (error) {
      if (!killed) throw error
    }
    if (moment.kind === 'drawing') {
      let left = moment.updates
      witness.onTold = (updates) => {
        left -= updates
        if (left <= 0) kill()
      }
    }
    let saves: 'unseen' | 'begun' = 'unseen'
    witness.onSaved = (state) => {
      if (state === 'saving' && saves === 'unseen') {
        saves = 'begun'
        if (moment.kind === 'saving') killAfter(moment.afterMs)
      }
      if (state === 'saved' && saves === 'begun' && moment.kind === 'saved') kill()
    }
    if (moment.kind === 'left') {
      await this.drawn(100)
      for (const painter of this.painters) painter.leave()
      killAfter(moment.afterMs)
    }
    await this.waiting.until(
      () => killed,
      patienceMs,
      () => `no moment “${moment.kind}”. ${this.describe()}`,
    )
    await host.gone()
    witness.onTold = () => undefined
    witness.onSaved = () => undefined
    if (moment.kind === 'left') this.comeBack()
  }

  /** Resolves when somebody was told so many more updates. */
  private async drawn(updates: number): Promise<void> {
    let told = 0
    this.witness.onTold = (count) => {
      told += count
      this.waiting.poke()
    }
    await this.waiting.until(
      () => told >= updates,
      patienceMs,
      () => `nobody draws. ${this.describe()}`,
    )
  }

  private async open(id: string): Promise<void> {
    this.session = await this.host.ask('open', { ...this.place, id })
    if (this.painters.some((painter) => !painter.hasWindow)) this.comeBack()
  }

  /** Everything but what invites stand for, since the people here could not be sent others. */
  private async loseDisk(): Promise<void> {
    const data = join(this.place.folder, 'data')
    const kept = new Set(['invites.json', 'host-key.pem'])
    for (const name of await readdir(data)) {
      if (!kept.has(name)) await rm(join(data, name), { recursive: true })
    }
  }

  private comeBack(): void {
    if (this.session === undefined) return
    for (const painter of this.painters) {
      if (!painter.hasWindow) painter.join(this.session)
      painter.work()
    }
  }

  /** Resolves when everybody has everything, and was compared with the host there. */
  private rest(): Promise<void> {
    const isAtRest = (): boolean => {
      const { seq } = this.painters[0]!.client
      return this.painters.every(({ client }) => {
        const { connection, unacknowledged, durableSeq, sync } = client.state()
        const isCompared = seq === 0 || (sync.kind === 'in-sync' && sync.seq === seq)
        return (
          connection.kind === 'connected' &&
          client.seq === seq &&
          durableSeq === seq &&
          unacknowledged === 0 &&
          isCompared
        )
      })
    }
    return this.waiting.until(isAtRest, patienceMs, () => this.describe())
  }

  private async judge(id: string, hashes: readonly (string | undefined)[]): Promise<CrashResult> {
    const { pictures } = await openStoragePlace(this.options.storage)
    const stored = await readStoredOrder(pictures, id)
    const verdict = judge(this.witness, stored)
    const folded = foldOrder(size, stored)
    const opened = await this.openAnew(id)
    const problems = [
      ...verdict.problems,
      ...hashes.flatMap((hash, i) =>
        hash === folded
          ? []
          : [`${this.painters[i]!.name} has the picture ${hash}, the order paints ${folded}.`],
      ),
      ...(opened === folded ? [] : [`Opened anew the picture is ${opened}, the order paints ${folded}.`]),
    ]
    return { ...verdict, problems, kills: this.killsMs.length, unuploaded: this.witness.unuploaded.length }
  }

  /** What somebody sees who joins a host that has the storage and nothing else. */
  private async openAnew(id: string): Promise<string | undefined> {
    await rm(join(this.place.folder, 'data'), { recursive: true, force: true })
    this.host = this.startHost()
    const session = await this.host.ask('open', { ...this.place, id })
    const onState = (): void => this.waiting.poke()
    const strokes = recordedStrokes()
    const late = new CrashPainter({
      number: people + 1,
      seed: 0,
      size,
      strokes,
      witness: new Witness(),
      onState,
    })
    late.join(session)
    const { client } = late
    await this.waiting.until(
      () => client.state().connection.kind === 'connected' && client.seq === session.seq,
      patienceMs,
      () => JSON.stringify(client.state()),
    )
    const hash = client.hash()
    late.leave()
    await this.host.ask('close', undefined)
    await this.host.end()
    return hash
  }

  private describe(): string {
    const words = this.painters.map((painter) => {
      if (!painter.hasWindow) return `${painter.name} is away`
      const { connection, seq, durableSeq, unacknowledged, sync, health } = painter.client.state()
      return `${painter.name} ${JSON.stringify({ connection, seq, durableSeq, unacknowledged, sync, health })}`
    })
    return `Notices: ${this.session?.notices.join(' ')} ${words.join('; ')}`
  }
}
