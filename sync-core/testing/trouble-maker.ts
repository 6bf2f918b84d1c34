import type { Prng } from '../base/prng.ts'
import { unreachable } from '../base/assert.ts'
import type { DiskFaults, FaultCondition } from './disk-faults.ts'
import type { ScenarioPlan, Trouble } from './scenario-plan.ts'
import { calmBucket } from './simulated-bucket.ts'
import { calmCondition } from './simulated-disk.ts'
import type { SimulatedPainter } from './simulated-painter.ts'
import type { SimulatedSession } from './simulated-session.ts'

/** How long storage misbehaves at a time. */
const longestMs = 2500

/** Makes the plan's troubles at random times, until it is told to stop; `heal` takes back all that still lasts. */
export class TroubleMaker {
  private readonly session: SimulatedSession
  private readonly painters: readonly SimulatedPainter[]
  private readonly plan: ScenarioPlan
  private readonly prng: Prng
  private state: 'calm' | 'busy' = 'calm'

  constructor(
    session: SimulatedSession,
    painters: readonly SimulatedPainter[],
    plan: ScenarioPlan,
    prng: Prng,
  ) {
    this.session = session
    this.painters = painters
    this.plan = plan
    this.prng = prng
  }

  start(): void {
    if (this.plan.troubles.length === 0) return
    this.state = 'busy'
    this.waitForNext()
  }

  /** Nothing goes wrong any more: faults are over, partitions heal, the host is there, and so is everybody. */
  heal(): void {
    this.state = 'calm'
    const { session } = this
    session.trace.add('troubles are over')
    Object.assign(session.disk.journalFaults.condition, calmCondition())
    Object.assign(session.disk.taskFaults.condition, calmCondition())
    Object.assign(session.pictureFaults.condition, this.calmPictures())
    Object.assign(session.thread, { messageMs: 0.5, restMs: 1 })
    for (const painter of this.painters) {
      session.network.heal(painter.name)
      Object.assign(painter.line, { delayMs: 5, jitterMs: 5, bytesPerMs: 10_000 })
      painter.join()
    }
    session.startHost()
    // A host whose journal failed for good says so, and a person starts it again.
    session.clock.after(10_000, () => {
      const state = session.host?.state()
      if (state === undefined || (state.health.writable && state.failure === undefined)) return
      session.endHost('kill')
      session.startHost()
    })
  }

  private waitForNext(): void {
    this.session.clock.after(2 * this.prng.unit() * this.plan.troubleEveryMs, () => {
      if (this.state === 'calm') return
      this.make(this.prng.pick(this.plan.troubles), this.prng.pick(this.painters))
      this.waitForNext()
    })
  }

  private make(trouble: Trouble, painter: SimulatedPainter): void {
    const { session, prng } = this
    const { disk, network } = session
    session.trace.add(`trouble: ${trouble}`)
    switch (trouble) {
      case 'cut':
        return network.cut(painter.name)
      case 'partition':
        network.partition(painter.name)
        return this.later(200 + prng.below(prng.chance(0.2) ? 14_000 : 2000), () =>
          network.heal(painter.name),
        )
      case 'slow-line': {
        Object.assign(painter.line, { bytesPerMs: prng.pick([0.02, 0.5, 5]) })
        return this.later(500 + prng.below(prng.chance(0.3) ? 12_000 : 2000), () =>
          Object.assign(painter.line, painter.usualLine()),
        )
      }
      case 'kill-client':
        painter.kill()
        return this.later(prng.below(2000), () => painter.join())
      case 'leave':
        painter.leave()
        return this.later(prng.below(2000), () => painter.join())
      case 'all-leave':
        for (const each of this.painters) {
          this.later(prng.below(300), () => each.leave())
          this.later(300 + prng.below(3000), () => each.join())
        }
        return
      case 'kill-host':
      case 'power-cut':
      case 'disk-lost':
        session.endHost(trouble === 'kill-host' ? 'kill' : trouble)
        return this.later(250 + prng.below(2500), () => session.startHost())
      case 'close-host':
        return session.closeHost(() => session.clock.after(250 + prng.below(1000), () => session.startHost()))
      case 'storage-faults':
        return this.pictureFaultFor({ failChance: prng.pick([0.1, 0.5, 1]) })
      case 'journal-faults':
        return this.faultFor(disk.journalFaults, { failChance: prng.pick([0.02, 0.2, 1]) })
      case 'scheduler-faults':
        return this.faultFor(disk.taskFaults, { failChance: prng.pick([0.1, 0.5, 1]) })
      case 'disk-full':
        this.faultFor(disk.journalFaults, { full: true, copiesOnWrite: prng.chance(0.5) })
        this.faultFor(disk.taskFaults, { full: true })
        return this.pictureFaultFor({ full: true })
      case 'slow-disk':
        this.faultFor(disk.journalFaults, { delayMs: 10, jitterMs: 60 })
        this.faultFor(disk.taskFaults, { delayMs: 10, jitterMs: 60 })
        return this.pictureFaultFor({ delayMs: 20, jitterMs: 80 })
      case 'bucket-away':
        return this.pictureFaultFor({ failChance: 1, delayMs: 200 }, 4 * longestMs)
      case 'slow-thread':
        Object.assign(session.thread, { messageMs: 30, restMs: 40 })
        return this.later(500 + prng.below(2000), () =>
          Object.assign(session.thread, { messageMs: 0.5, restMs: 1 }),
        )
      default:
        unreachable(trouble)
    }
  }

  private faultFor(faults: DiskFaults, change: Partial<FaultCondition>): void {
    Object.assign(faults.condition, change)
    this.later(100 + this.prng.below(longestMs), () => Object.assign(faults.condition, calmCondition()))
  }

  private pictureFaultFor(change: Partial<FaultCondition>, atMostMs = longestMs): void {
    const { condition } = this.session.pictureFaults
    Object.assign(condition, change)
    this.later(100 + this.prng.below(atMostMs), () => Object.assign(condition, this.calmPictures()))
  }

  private calmPictures(): FaultCondition {
    return this.session.bucket === undefined ? calmCondition() : calmBucket()
  }

  /** Does it then, unless the troubles are over by that time. */
  private later(delayMs: number, run: () => void): void {
    this.session.clock.after(delayMs, () => {
      if (this.state === 'busy') run()
    })
  }
}
