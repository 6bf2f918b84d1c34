// Several computers that may host the same picture in one bucket, each with its own disk. What one host tells its guest is all
// that is known of it from outside.

import { StorageError } from '../base/errors.ts'
import { limits as standardLimits, type Limits } from '../base/limits.ts'
import { Prng } from '../base/prng.ts'
import { openHost } from '../host.ts'
import type { Host } from '../host-contract.ts'
import type { PictureAccessor, PictureClaim } from '../pictures/picture-accessor.ts'
import { StoredPictures } from '../pictures/stored-pictures.ts'
import { PrimaryPictureService } from '../primary/primary-picture-service.ts'
import { strictMemory } from './picture-memories.ts'
import { ScriptedGuest } from './scripted-guest.ts'
import { SimulatedBucket } from './simulated-bucket.ts'
import { SimulatedClock, simulationStartMs } from './simulated-clock.ts'
import { SimulatedDisk } from './simulated-disk.ts'
import { SimulatedPrimary } from './simulated-primary.ts'
import { SimulatedProcess } from './simulated-process.ts'
import { SimulatedScheduling } from './simulated-scheduling.ts'
import { inviteToken, testDoor } from './test-door.ts'

const size = { width: 256, height: 192 }
/** The picture that they have in common. */
export const rivalPictureId = 'aaaaaaaaaaaaaaaaaaaaaaaaaa'

/** A host that let somebody in. */
export interface OpenedRival {
  readonly host: Host
  readonly guest: ScriptedGuest
  readonly process: SimulatedProcess
  readonly pictures: PictureAccessor
  readonly computer: SimulatedDisk
}

export class RivalComputers {
  readonly clock = new SimulatedClock()
  readonly prng: Prng
  readonly bucket: SimulatedBucket
  readonly limits: Limits
  /** What schedulers would write into their logs. */
  readonly notes: string[] = []
  private processes = 0

  constructor(seed: number, limits: Partial<Limits> = {}) {
    this.prng = new Prng(seed)
    this.limits = { ...standardLimits, ...limits }
    this.bucket = new SimulatedBucket(this.clock, this.prng)
  }

  /** With a picture that nobody has opened yet. */
  static async withPicture(limits: Partial<Limits> = {}): Promise<RivalComputers> {
    const world = new RivalComputers(7, limits)
    const { process, pictures } = world.newProcess()
    await world.wait(world.create(pictures, rivalPictureId).then((claim) => claim.release()))
    process.kill()
    return world
  }

  newComputer(): SimulatedDisk {
    return new SimulatedDisk(this.clock, this.prng)
  }

  /** The pictures in the bucket as one more process has them. */
  newProcess(): { process: SimulatedProcess; pictures: PictureAccessor } {
    const process = new SimulatedProcess(`process ${++this.processes}`, this.clock)
    const writer = Uint8Array.from({ length: 8 }, () => this.prng.below(256))
    return { process, pictures: new StoredPictures(this.bucket.objectStore(process), writer) }
  }

  async create(pictures: PictureAccessor, id: string): Promise<PictureClaim> {
    await pictures.create({ id, title: id, size, nowMs: simulationStartMs })
    return pictures.claim(id)
  }

  /** Opens the picture in a new process of the computer; the code of the failure when that was not possible. */
  async open(computer: SimulatedDisk, id: string): Promise<OpenedRival | string> {
    const { limits } = this
    const { process, pictures } = this.newProcess()
    try {
      const claim = await pictures.claim(id)
      const journal = computer.journalOf(process)
      const onNote = (sentence: string): void => void this.notes.push(sentence)
      const scheduling = new SimulatedScheduling({
        process,
        disk: computer,
        journal,
        limits,
        prng: this.prng,
        onNote,
      })
      scheduling.opens(id)
      const host = await openHost({
        clock: process.clock,
        claim,
        scheduling: scheduling.of(claim),
        journalStorage: await journal.take(id),
        primary: this.newPrimary(process),
        door: testDoor(process.clock, simulationStartMs + 1e12),
        limits,
      })
      await scheduling.opened(claim, host)
      const guest = new ScriptedGuest(host, 1)
      guest.hello(inviteToken)
      return { host, guest, process, pictures, computer }
    } catch (error) {
      if (!(error instanceof StorageError)) throw error
      return error.code
    }
  }

  /** The same where nothing is in the way, a moment later. */
  async opened(computer = this.newComputer(), id = rivalPictureId): Promise<OpenedRival> {
    const opened = await this.wait(this.open(computer, id))
    if (typeof opened === 'string') throw new Error(`the picture can't be opened: ${opened}`)
    await this.clock.run(500)
    return opened
  }

  /** Draws strokes of which nothing reaches the bucket, and dies. Returns the last seq, and the picture as it was stamped there. */
  async dieUnsent({ host, guest, process }: OpenedRival, strokes: readonly (readonly [number, number])[]) {
    this.bucket.faults.planned = () => 'fails-before'
    for (const [x, y] of strokes) {
      guest.stroke(x, y)
      await this.clock.run(1000)
    }
    const { seq } = host.state()
    const stamp = guest.last('stamp')
    if (stamp?.seq !== seq) throw new Error(`update ${seq} was not stamped`)
    process.kill()
    this.bucket.faults.planned = () => undefined
    return { seq, stamp }
  }

  newPrimary(process: SimulatedProcess): SimulatedPrimary {
    const { clock, prng, limits } = this
    const thread = { messageMs: 0.5, restMs: 1 }
    return new SimulatedPrimary(clock, prng, process, thread, (pause) => {
      return new PrimaryPictureService({ clock: process.clock, pause, limits, memory: strictMemory() })
    })
  }

  /** Runs the world until the promise is settled. */
  async wait<T>(promise: Promise<T>, withinMs = 60_000): Promise<T> {
    let isSettled = false
    const settle = (): void => void (isSettled = true)
    promise.then(settle, settle)
    await this.clock.runUntil(() => isSettled, this.clock.elapsedMs() + withinMs)
    if (!isSettled) throw new Error(`it took longer than ${withinMs} ms`)
    return promise
  }
}
