// Two hosts on two computers want one picture of a bucket, again and again, with somebody drawing at each of them.
//
//   both open at once ─▶ somebody draws at each that opened ─▶ one of them is told that it lost ─▶ both close
//
// Whoever lost kept what was drawn there and nowhere else, and offers it as a copy; the other's picture has everything that
// was told there, after everything that was stored before.

import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Prng, type CanvasSize } from '../../sync-core/index.ts'
import type { S3Settings } from '../../sync-core/node/s3/s3-settings.ts'
import { openS3Pictures } from '../../sync-core/node/s3/s3-pictures.ts'
import type { Update } from '../../sync-core/raster/operation.ts'
import { BenchProcess } from '../bench/command-channel.ts'
import { recordedStrokes } from '../bench/recorded-strokes.ts'
import type { CrashHostCommands, CrashHostPlace } from './crash-host-process.ts'
import { CrashPainter } from './crash-painter.ts'
import { readStoredOrder } from './stored-order.ts'
import { judge } from './verdict.ts'
import { Waiting } from './waiting.ts'
import { isSameUpdate, Witness } from './witness.ts'

export interface FightOptions {
  /** Where bundled programs lie. */
  readonly bundle: string
  /** Empty, for the fight alone. */
  readonly folder: string
  readonly settings: S3Settings
  readonly rounds: number
  readonly seed: number
}

export interface FightResult {
  readonly rounds: number
  /** Rounds in which the loser had let somebody in before it was told. */
  readonly fought: number
  /** Works of losers that were kept as copies. */
  readonly copies: number
  /** What must not be, in sentences. */
  readonly problems: readonly string[]
}

const size: CanvasSize = { width: 512, height: 384 }
const patienceMs = 60_000
/** From both at once to one that has just let somebody in when the other comes. */
const staggerMsMax = 600
/** Who lost finds out at its next slot. */
const limits = { slotEveryMs: 100, persistCadenceMs: 400 }
const toldMin = 10

interface Side {
  readonly name: string
  readonly host: BenchProcess<CrashHostCommands>
  readonly place: CrashHostPlace
}

/** A host that opened the picture, and who draws there. */
interface Opened {
  readonly side: Side
  readonly painter: CrashPainter
  readonly witness: Witness
}

export async function runFight({
  bundle,
  folder,
  settings,
  rounds,
  seed,
}: FightOptions): Promise<FightResult> {
  const sides = await Promise.all(
    ['one', 'other'].map(async (name): Promise<Side> => {
      const own = join(folder, name)
      await mkdir(join(own, 'pages'), { recursive: true })
      await writeFile(join(own, 'pages', 'index.html'), 'the guest page')
      const host = new BenchProcess<CrashHostCommands>(join(bundle, 'crash-host-process.cjs'))
      return { name, host, place: { folder: own, storage: { kind: 's3', settings }, limits } }
    }),
  )
  const bucket = openS3Pictures(settings)
  try {
    const id = await sides[0]!.host.ask('create', { ...sides[0]!.place, size })
    const fight = new Fight(sides, id, (of) => readStoredOrder(bucket.pictures, of), new Prng(seed))
    for (let round = 1; round <= rounds; round++) await fight.round(round)
    return { rounds, fought: fight.fought, copies: fight.copies, problems: fight.problems }
  } finally {
    bucket.close()
    await Promise.all(sides.map(({ host }) => host.end()))
  }
}

class Fight {
  fought = 0
  copies = 0
  readonly problems: string[] = []
  private readonly sides: readonly Side[]
  private readonly id: string
  private readonly readOrder: (id: string) => Promise<Update[]>
  private readonly prng: Prng
  private readonly waiting = new Waiting()
  private readonly strokes = recordedStrokes()
  private stored: readonly Update[] = []

  constructor(sides: readonly Side[], id: string, readOrder: (id: string) => Promise<Update[]>, prng: Prng) {
    this.sides = sides
    this.id = id
    this.readOrder = readOrder
    this.prng = prng
  }

  async round(round: number): Promise<void> {
    const complain = (sentence: string): void => void this.problems.push(`Round ${round}: ${sentence}`)
    const tries = await (round % 2 === 1 ? this.rush() : this.comeLater())
    const opened = tries.flatMap((each) => each ?? [])
    if (opened.length === 0) return complain('nobody could open the picture.')
    const losers = await this.waitForLosers(opened)
    const winners = opened.filter((each) => !losers.includes(each))
    if (winners.length !== 1) complain(`${winners.length} hosts think that they won.`)
    this.fought += losers.length
    for (const winner of winners) await this.drawMore(winner)
    for (const { painter } of opened) painter.leave()
    for (const { side } of winners) {
      await side.host
        .ask('close', undefined)
        .catch((error: Error) => complain(`not closed: ${error.message}`))
    }
    const before = this.stored
    this.stored = await this.readOrder(this.id)
    const changed = before.findIndex((update, i) => {
      const now = this.stored[i]
      return now === undefined || !isSameUpdate(now, update)
    })
    if (changed >= 0) complain(`update ${changed + 1} of an earlier winner is gone.`)
    for (const { witness } of winners) {
      for (const problem of judge(witness, this.stored).problems) complain(`of the winner: ${problem}`)
    }
    for (const loser of losers) await this.checkLoser(loser, complain)
  }

  private rush(): Promise<readonly (Opened | undefined)[]> {
    return Promise.all(this.sides.map((side) => this.open(side, this.prng.below(staggerMsMax))))
  }

  /** One comes when somebody draws at the other already. */
  private async comeLater(): Promise<readonly (Opened | undefined)[]> {
    const early = this.prng.below(2)
    const first = await this.open(this.sides[early]!, 0)
    const drawn = (): boolean => first === undefined || first.witness.acknowledged >= toldMin
    await this.waiting.until(drawn, patienceMs, () => 'nobody draws at the first host')
    return [first, await this.open(this.sides[1 - early]!, 0)]
  }

  /** Undefined when the host was told already that it can't have the picture. */
  private async open(side: Side, afterMs: number): Promise<Opened | undefined> {
    await new Promise((resolve) => setTimeout(resolve, afterMs))
    const session = await side.host.ask('open', { ...side.place, id: this.id }).catch(() => undefined)
    if (session === undefined) return undefined
    const witness = new Witness()
    const onState = (): void => this.waiting.poke()
    const number = 1 + this.sides.indexOf(side)
    const painter = new CrashPainter({ number, seed: number, size, strokes: this.strokes, witness, onState })
    painter.join(session)
    painter.work()
    return { side, painter, witness }
  }

  /** Those who were told, and whose people were, too. */
  private async waitForLosers(opened: readonly Opened[]): Promise<readonly Opened[]> {
    const isOver = ({ painter }: Opened): boolean => {
      const { connection, health } = painter.client.state()
      return connection.kind === 'ended' || !health.writable
    }
    if (opened.length > 1) {
      const describe = (): string =>
        opened.map(({ painter }) => JSON.stringify(painter.client.state())).join()
      await this.waiting.until(() => opened.some(isOver), patienceMs, describe)
    }
    const looks = await Promise.all(opened.map(({ side }) => side.host.ask('look', undefined)))
    return opened.filter((_, i) => looks[i]!.failure !== undefined)
  }

  /** The winner goes on as if nothing had been. */
  private async drawMore({ painter, witness, side }: Opened): Promise<void> {
    const before = witness.acknowledged
    const describe = (): string => `${side.name} does not go on: ${JSON.stringify(painter.client.state())}`
    await this.waiting.until(() => witness.acknowledged >= before + toldMin, patienceMs, describe)
    painter.rest()
    await this.waiting.until(() => painter.client.state().unacknowledged === 0, patienceMs, describe)
  }

  /** What was told there and is not in the picture is offered as a copy, and in it when it is kept. */
  private async checkLoser({ side, witness }: Opened, complain: (sentence: string) => void): Promise<void> {
    const { copyOffer } = await side.host.ask('look', undefined)
    const { lost } = judge(witness, this.stored)
    if (lost > 0 && copyOffer === undefined) complain(`${lost} updates of the loser are nowhere.`)
    if (copyOffer !== undefined) {
      const copy = await side.host.ask('keepCopy', undefined)
      this.copies += 1
      for (const problem of judge(witness, await this.readOrder(copy)).problems) {
        complain(`of the copy: ${problem}`)
      }
    }
    await side.host.ask('close', undefined).catch(() => undefined)
  }
}
