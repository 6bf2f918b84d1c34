// One hosted picture in a simulated world: the computer it is on, the network, the host that comes and goes. Whatever ends
// the host (killed, power cut, closed, storage that can't be opened now) another one opens the same picture soon after.

import { StorageError } from '../base/errors.ts'
import { limits as standardLimits, type Limits } from '../base/limits.ts'
import { Prng } from '../base/prng.ts'
import type { PictureMemory } from '../kernel/picture-memory.ts'
import { openHost } from '../host.ts'
import type { Host, HostOptions } from '../host-contract.ts'
import { StoredPictures } from '../pictures/stored-pictures.ts'
import type { HostFiles } from '../journal/host-files.ts'
import { PrimaryPictureService } from '../primary/primary-picture-service.ts'
import type { Connection, ConnectionHandler } from '../protocol/connection.ts'
import {
  decodeClientMessage,
  decodeHostMessage,
  dumpClientMessage,
  dumpHostMessage,
} from '../protocol/messages.ts'
import type { CanvasSize } from '../raster/canvas-size.ts'
import type { Update } from '../raster/operation.ts'
import type { DiskFaults } from './disk-faults.ts'
import { gather } from './gather.ts'
import { SessionHistory, type HostEnd } from './session-history.ts'
import { testDoor } from './test-door.ts'
import { SimulatedClock, simulationStartMs } from './simulated-clock.ts'
import type { Direction } from './simulated-connection.ts'
import { SimulatedBucket } from './simulated-bucket.ts'
import { SimulatedDisk } from './simulated-disk.ts'
import { SimulationFailure } from './simulation-failure.ts'
import { SimulatedNetwork } from './simulated-network.ts'
import { strictMemory } from './picture-memories.ts'
import { SimulatedPrimary } from './simulated-primary.ts'
import { SimulatedProcess } from './simulated-process.ts'
import { SimulatedScheduling } from './simulated-scheduling.ts'
import { SimulationTrace, type TraceDetail } from './simulation-trace.ts'

/** A mistake put in on purpose, to see whether the checks find it: every port may be replaced by a wrong one. */
export interface Mistake {
  journalFiles?(files: HostFiles): HostFiles
  hostOptions?(options: HostOptions): HostOptions
  hostConnection?(connection: Connection): Connection
  clientHandler?<H extends ConnectionHandler>(handler: H): H
}

export interface SessionOptions {
  readonly seed: number
  readonly size: CanvasSize
  readonly limits: Partial<Limits>
  /** Where the pictures are; on the host's disk if left out. */
  readonly place?: 'disk' | 'bucket' | undefined
  readonly mistake?: Mistake | undefined
  readonly detail?: TraceDetail | undefined
}

export const pictureId = 'aaaaaaaaaaaaaaaaaaaaaaaaaa'

type HostState =
  | { readonly kind: 'down' }
  | { readonly kind: 'opening'; readonly process: SimulatedProcess }
  | {
      readonly kind: 'up'
      readonly process: SimulatedProcess
      readonly scheduling: SimulatedScheduling
      readonly host: Host
      readonly primary: SimulatedPrimary
    }

export class SimulatedSession {
  readonly clock = new SimulatedClock()
  readonly trace: SimulationTrace
  readonly history = new SessionHistory()
  readonly limits: Limits
  readonly mistake: Mistake
  readonly size: CanvasSize
  readonly disk: SimulatedDisk
  /** Outlives the disk, and fails without it. */
  readonly bucket: SimulatedBucket | undefined
  readonly network: SimulatedNetwork
  /** The memory that the next host's primary has. */
  newMemory: () => PictureMemory = strictMemory
  readonly thread = { messageMs: 0.5, restMs: 1 }
  private readonly prng: Prng
  private broken: unknown
  private current: HostState = { kind: 'down' }
  private lost: HostEnd | undefined
  private hosts = 0

  constructor(options: SessionOptions) {
    this.trace = new SimulationTrace(this.clock, options.detail ?? 'lines')
    this.prng = new Prng(options.seed ^ 0x5e551011)
    this.limits = { ...standardLimits, ...options.limits }
    this.mistake = options.mistake ?? {}
    this.size = options.size
    this.disk = new SimulatedDisk(this.clock, new Prng(options.seed ^ 0xd15c), (line) =>
      this.trace.note(line),
    )
    if (options.place === 'bucket') {
      this.bucket = new SimulatedBucket(this.clock, new Prng(options.seed ^ 0xb0c5e7), (line) =>
        this.trace.note(() => `  bucket:${line()}`),
      )
    }
    this.network = new SimulatedNetwork(
      this.clock,
      new Prng(options.seed ^ 0x4e7),
      (direction, line, message) => {
        this.trace.addBytes(message)
        this.trace.note(() => describeMessage(direction, line, message))
        if (direction === 'to-client') this.history.hear(line, message)
      },
    )
  }

  /** How what stores the pictures fails. */
  get pictureFaults(): DiskFaults {
    return this.bucket?.faults ?? this.disk.objectFaults
  }

  get host(): Host | undefined {
    return this.current.kind === 'up' ? this.current.host : undefined
  }

  /** The picture as the host's primary has it, past all queues. */
  get primary(): SimulatedPrimary | undefined {
    return this.current.kind === 'up' ? this.current.primary : undefined
  }

  get hostKind(): HostState['kind'] {
    return this.current.kind
  }

  /** Makes the picture; the first thing in every world. */
  async createPicture(): Promise<void> {
    const process = new SimulatedProcess('creator', this.clock)
    const pictures = this.picturesOf(process)
    let done = false
    const created = pictures.create({
      id: pictureId,
      title: 'Simulated',
      size: this.size,
      nowMs: simulationStartMs,
    })
    void created.then(() => (done = true))
    await this.clock.runUntil(() => done, 1000)
    process.kill()
  }

  /** The picture's history as somebody reads it who is not its host. */
  async storedUpdates(): Promise<readonly Update[]> {
    const process = new SimulatedProcess('reader', this.clock)
    const read = async (): Promise<Update[]> => {
      const history = await this.picturesOf(process).history(pictureId)
      return gather(history.updates(1, history.lastSeq))
    }
    let isRead = false
    const updates = read().finally(() => (isRead = true))
    updates.catch(() => undefined)
    const isInTime = await this.runUntil(() => isRead, 60_000)
    process.kill()
    if (!isInTime)
      throw new SimulationFailure('history-read', 'the stored history was not read within a minute')
    return updates
  }

  /** Opens the picture in a new process; tries again after a while when the storage fails. */
  startHost(): void {
    if (this.current.kind !== 'down') return
    const process = new SimulatedProcess(`host ${++this.hosts}`, this.clock)
    this.current = { kind: 'opening', process }
    this.trace.add(`${process.name} opens`)
    const opened = this.open(process).then(
      (up) => this.hostOpened(up),
      (error: unknown) => this.hostNotOpened(error),
    )
    opened.catch((error: unknown) => this.report(error))
  }

  /** Ends the host now, if there is one; nobody starts another by itself. */
  endHost(how: HostEnd): void {
    if (this.current.kind !== 'down') {
      this.trace.add(`${this.current.process.name}: ${how}`)
      this.current.process.kill()
    }
    this.current = { kind: 'down' }
    if (how !== 'kill') this.disk.cutPower()
    if (how === 'disk-lost') this.disk.loseJournal()
    this.lost = worse(this.lost, how)
  }

  /** Lets the host end as a person would: it tells everyone, writes the picture, and goes. */
  closeHost(onClosed: () => void): void {
    if (this.current.kind !== 'up') return
    const { host, process, scheduling } = this.current
    this.trace.add(`${process.name} closes`)
    const closed = async (how: string): Promise<void> => {
      await scheduling.scheduler.stop()
      if (!process.isAlive) return
      this.trace.add(`${process.name} closed: ${how}`)
      this.endHost('kill')
      onClosed()
    }
    host.close('The host closed this session.').then(
      () => closed('saved'),
      (error: Error) => closed(error.message),
    )
  }

  /** Something went wrong where nobody waits for it; the next `runUntil` throws it. */
  report(error: unknown): void {
    this.broken ??= error
  }

  /** Runs the world until the condition holds, at most for `durationMs`; says whether it does. Throws what was reported. */
  async runUntil(isDone: () => boolean, durationMs: number): Promise<boolean> {
    const { clock } = this
    const done = await clock.runUntil(
      () => this.broken !== undefined || isDone(),
      clock.elapsedMs() + durationMs,
    )
    if (this.broken !== undefined) throw this.broken as Error
    return done
  }

  private picturesOf(process: SimulatedProcess): StoredPictures {
    const writer = Uint8Array.from({ length: 8 }, () => this.prng.below(256))
    const store = this.bucket?.objectStore(process) ?? this.disk.objectStore(process)
    return new StoredPictures(store, writer)
  }

  private async open(process: SimulatedProcess): Promise<Extract<HostState, { kind: 'up' }>> {
    const { disk, limits, clock, prng } = this
    const change = (files: HostFiles): HostFiles => this.mistake.journalFiles?.(files) ?? files
    const journal = disk.journalOf(process, change)
    const scheduling = new SimulatedScheduling({
      process,
      disk,
      journal,
      limits,
      prng,
      onNote: (sentence) => this.trace.add(`${process.name}: ${sentence}`),
    })
    const claim = await this.picturesOf(process).claim(pictureId)
    const primary = new SimulatedPrimary(clock, prng, process, this.thread, (pause) => {
      return new PrimaryPictureService({ clock: process.clock, pause, limits, memory: this.newMemory() })
    })
    scheduling.opens(pictureId)
    const options: HostOptions = {
      clock: process.clock,
      claim,
      scheduling: scheduling.of(claim),
      journalStorage: await journal.take(pictureId),
      primary,
      door: testDoor(process.clock, simulationStartMs + 86_400_000),
      limits,
    }
    const host = await openHost(this.mistake.hostOptions?.(options) ?? options)
    await scheduling.opened(claim, host)
    return { kind: 'up', process, scheduling, host, primary }
  }

  private hostOpened(up: Extract<HostState, { kind: 'up' }>): void {
    if (!up.process.isAlive) return
    this.current = up
    const { seq } = up.host.state()
    this.trace.add(`${up.process.name} is open at ${seq}. ${up.host.notices.join(' ')}`)
    if (this.lost !== undefined) this.history.hostReturned(this.lost, seq)
    this.lost = undefined
    this.listen(up.host, up.process)
  }

  private hostNotOpened(error: unknown): void {
    if (!(error instanceof StorageError)) throw error
    this.trace.add(`the host can't open: ${error.code} ${error.message}`)
    this.endHost('kill')
    this.clock.after(300 + this.prng.below(500), () => this.startHost())
  }

  private listen(host: Host, process: SimulatedProcess): void {
    const { mistake } = this
    this.network.listen({
      process,
      accept: (connection) => host.accept(mistake.hostConnection?.(connection) ?? connection),
    })
  }
}

const ends: readonly HostEnd[] = ['kill', 'power-cut', 'disk-lost']

function worse(one: HostEnd | undefined, other: HostEnd): HostEnd {
  return one !== undefined && ends.indexOf(one) > ends.indexOf(other) ? one : other
}

function describeMessage(direction: Direction, line: string, bytes: Uint8Array): string {
  if (direction === 'to-client') return `  ${line} ◀ ${dumpHostMessage(decodeHostMessage(bytes))}`
  const message = decodeClientMessage(bytes)
  return `  ${line} ▶ ${message.kind === 'hello' ? 'hello' : dumpClientMessage(message)}`
}
