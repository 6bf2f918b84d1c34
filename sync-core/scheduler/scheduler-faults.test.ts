import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { StorageError } from '../base/errors.ts'
import { limits } from '../base/limits.ts'
import { Prng } from '../base/prng.ts'
import { pictureOf, SchedulerTrial } from '../testing/scheduler-trial.ts'
import { decodeBucket } from './heap-bucket.ts'
import type { Scheduler } from './scheduler.ts'

const pictures = [1, 2, 3].map(pictureOf)
const hourMs = 60 * 60_000

/** Two minutes of drawing, with calls that fail, tasks that fail, and processes that die. */
class TroubledScheduler {
  readonly trial = new SchedulerTrial()
  readonly wrong: string[] = []
  private readonly prng: Prng
  private scheduler: Scheduler
  private incarnation = 0

  constructor(seed: number) {
    this.prng = new Prng(seed)
    const { trial, prng } = this
    trial.random = () => prng.unit()
    const rate = prng.pick([0.01, 0.1, 0.3])
    trial.fault = () => (prng.chance(rate) ? prng.pick(['before', 'after']) : undefined)
    trial.work = async () => {
      await trial.clockTurn(prng.pick([0, 10, 500, 40_000]))
      if (prng.chance(rate)) throw new StorageError('unavailable', 'The bucket is away.', prng.chance(0.8))
    }
    this.scheduler = this.start()
  }

  async trouble(): Promise<void> {
    const { trial, prng } = this
    for (let step = 0; step < 120; step++) {
      const picture = prng.pick(pictures)
      if (prng.chance(0.5)) trial.write(picture)
      if (prng.chance(0.05)) this.scheduler.adopt(picture, trial.opened(picture)).catch(() => undefined)
      if (prng.chance(0.05)) this.leave(picture)
      if (prng.chance(0.03)) await this.restart(prng.chance(0.5))
      await trial.clock.run(prng.below(2000))
    }
  }

  /** When everything is well, or undefined after three hours without a fault. */
  async end(): Promise<number | undefined> {
    const { trial } = this
    trial.fault = () => undefined
    trial.work = () => Promise.resolve()
    const fromMs = trial.nowMs
    while (trial.nowMs < fromMs + 3 * hourMs) {
      await trial.clock.run(60_000)
      if (await this.isAtRest()) return trial.nowMs - fromMs
    }
    return undefined
  }

  private async isAtRest(): Promise<boolean> {
    const { trial } = this
    const rows = await trial.truth.rows(undefined, 100)
    if (rows.some(({ nextRunMs, wantSeq, doneSeq }) => nextRunMs !== undefined || doneSeq < wantSeq))
      return false
    for (const [picture, seq] of trial.durable) {
      if (trial.stored.get(picture) !== seq || (await trial.row(picture)).doneSeq !== seq) return false
    }
    for (const name of await trial.objects.list('heap/0')) {
      if (name === 'marked') continue
      const bytes = await trial.objects.get(`heap/0/${name}`, 1_000_000)
      if (decodeBucket({ shard: 0, startMs: Number(name) }, bytes!).length > 0) return false
    }
    return true
  }

  private start(): Scheduler {
    this.scheduler = this.trial.scheduler(`process ${++this.incarnation}`)
    void this.scheduler.start()
    return this.scheduler
  }

  private async restart(isKilled: boolean): Promise<void> {
    const { trial, scheduler } = this
    if (isKilled) trial.kill(`process ${this.incarnation}`)
    else {
      const stopping = scheduler.stop()
      await trial.clock.run(limits.schedulerStopMs)
      await stopping
    }
    this.start()
  }

  private leave(picture: string): void {
    const seq = this.trial.durable.get(picture) ?? 0
    const check = (): void => {
      if ((this.trial.stored.get(picture) ?? 0) < seq)
        this.wrong.push(`${picture} was told stored up to ${seq}`)
    }
    this.scheduler.persistNow(picture, seq).then(check, (error: unknown) => {
      if (!(error instanceof StorageError)) this.wrong.push(String(error))
    })
  }
}

describe('scheduler in trouble', () => {
  it('[SC23][SC4] whatever fails and dies, in the end every picture is stored and waits, and the heap is empty', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const troubled = new TroubledScheduler(seed)
        const { trial } = troubled
        await troubled.trouble()
        expect(await troubled.end()).toBeDefined()
        expect(troubled.wrong).toEqual([])
        expect(trial.notes.filter((note) => !/line is down|bucket is away/.test(note))).toEqual([])
        for (const picture of pictures) {
          const runs = trial.runs.filter((run) => run.picture === picture && run.kind === 'persist')
          for (const [at, run] of runs.entries()) {
            const before = runs[at - 1]
            if (before === undefined || run.request.isUrgent) continue
            expect(run.atMs - before.atMs).toBeGreaterThanOrEqual(limits.persistCadenceMs)
          }
        }
      }),
      { numRuns: 60 },
    )
  })
})
