// A short session in a simulated world, in which chosen calls of its storage go wrong: every one that there is, in every way,
// and pairs of them. The host is the real assembly, the people are real clients; only disk, network and time are simulated,
// so a run takes milliseconds and depends on nothing but its faults.
//
//   open ─▶ two draw, one undoes ─▶ written ─▶ more ─▶ written ─▶ both leave ─▶ written ─▶ close ─▶ open ─▶ one draws ─▶ close
//
// Whoever looks after the host does what a person would: one that hangs is killed and started again, one that can't go on
// is closed and opened. SessionHistory judges what was told on the wire, and throws when it is not so later.

import { StorageError, type Client } from '../../sync-core/index.ts'
import type { StorePlace } from '../../sync-core/pictures/object-store.ts'
import { StoredPictures } from '../../sync-core/pictures/stored-pictures.ts'
import type { CallFault } from '../../sync-core/testing/disk-faults.ts'
import { SimulatedProcess } from '../../sync-core/testing/simulated-process.ts'
import { pictureId, SimulatedSession, type Mistake } from '../../sync-core/testing/simulated-session.ts'
import { ScriptedPainter } from './scripted-painter.ts'
import { readStoredOrder } from './stored-order.ts'
import { foldOrder } from './verdict.ts'
import { isSameUpdate } from './witness.ts'

export interface FaultRun {
  /** What the storage was asked, in order, from the first opening on. */
  readonly calls: readonly string[]
  /** Updates that somebody was told of; all of them are in the stored order. */
  readonly acknowledged: number
}

const size = { width: 256, height: 192 }
/** Everything happens soon, and the horizon moves, so that pixels are written besides the history. */
const limits = {
  persistCadenceMs: 400,
  previewCadenceMs: 800,
  compactCadenceMs: 800,
  backOffMsMax: 600,
  setAsideBackOffMsMax: 600,
  tenderEveryMs: 100,
  outboxEveryMs: 500,
  loopRetryMsMax: 500,
  heapBucketMs: 500,
  heapListEveryMs: 2000,
  slotEveryMs: 60,
  idleStampMs: 50,
  horizonEverySeqs: 2,
  pendingUpdatesMax: 6,
  pendingUpdatesKept: 2,
  undoActionsKept: 1,
}
/** Nothing takes longer, retries and a restart included. */
const patienceMs = 120_000
const lookEveryMs = 100
/** A call that is not answered for so long is given up, with its host. */
const hangMs = 2000
/** A host that can't write for so long is closed and opened again. */
const unwritableMs = 5000

/** Runs the session with these faults, by the number of the call from 1 on. Throws when anything is lost, doubled or wrong. */
export async function runWithFaults(
  place: StorePlace,
  faults: ReadonlyMap<number, CallFault>,
  mistake?: Mistake,
): Promise<FaultRun> {
  return new FaultySession(place, faults, mistake).run()
}

class FaultySession {
  private readonly faults: ReadonlyMap<number, CallFault>
  private readonly world: SimulatedSession
  private readonly calls: string[] = []
  private readonly ann: ScriptedPainter
  private readonly bob: ScriptedPainter
  private hungMs: number | undefined
  private unwritableSinceMs: number | undefined
  private hosting: 'wanted' | 'ending' | 'over' = 'over'
  /** A host that can't go on is being closed: nobody else closes it meanwhile. */
  private isReopening = false

  constructor(place: StorePlace, faults: ReadonlyMap<number, CallFault>, mistake: Mistake | undefined) {
    this.faults = faults
    this.world = new SimulatedSession({ seed: 1, size, limits, mistake })
    this.world.disk.place = place
    this.ann = new ScriptedPainter(this.world, 'ann', 1)
    this.bob = new ScriptedPainter(this.world, 'bob', 2)
  }

  async run(): Promise<FaultRun> {
    const { world, ann, bob } = this
    await world.createPicture()
    const { journalFaults, objectFaults, taskFaults } = world.disk
    journalFaults.planned = objectFaults.planned = taskFaults.planned = (what) => this.plan(what)
    this.look()

    await this.open()
    ann.join()
    bob.join()
    await this.draw(ann, 20, 30)
    await this.draw(bob, 60, 80)
    await this.draw(ann, 100, 40)
    ann.undo()
    await this.until('saved', () => this.isSaved())
    await this.draw(bob, 30, 120)
    await this.until('saved again', () => this.isSaved())
    await this.draw(ann, 140, 60)
    await this.until('durable', () => this.isDurable())
    ann.leave()
    bob.leave()
    await this.until('saved after all left', () => this.isSaved())
    await this.close()

    await this.open()
    ann.join()
    await this.draw(ann, 70, 150)
    await this.until('at rest', () => this.isDurable() && ann.isAtRest())
    const hash = ann.client?.hash()
    await this.close()
    journalFaults.planned = objectFaults.planned = taskFaults.planned = () => undefined
    await this.check(hash)
    return { calls: this.calls, acknowledged: world.history.seq }
  }

  private plan(what: string): CallFault | undefined {
    this.calls.push(what)
    const fault = this.faults.get(this.calls.length)
    if (fault === 'hangs-before' || fault === 'hangs-after') this.hungMs ??= this.world.clock.elapsedMs()
    return fault
  }

  /** Looks after the host, for as long as the world turns. */
  private look(): void {
    const { world } = this
    const nowMs = world.clock.elapsedMs()
    if (this.hungMs !== undefined && nowMs - this.hungMs >= hangMs) {
      this.hungMs = undefined
      this.isReopening = false
      world.endHost('kill')
      if (this.hosting === 'wanted') world.startHost()
      else this.hosting = 'over'
    }
    const state = this.hosting === 'wanted' ? world.host?.state() : undefined
    const isUnwell = state !== undefined && (state.failure !== undefined || !state.health.writable)
    this.unwritableSinceMs = isUnwell ? (this.unwritableSinceMs ?? nowMs) : undefined
    if (this.unwritableSinceMs !== undefined && nowMs - this.unwritableSinceMs >= unwritableMs) {
      this.unwritableSinceMs = undefined
      this.isReopening = true
      world.closeHost(() => {
        this.isReopening = false
        world.startHost()
      })
    }
    world.clock.after(lookEveryMs, () => this.look())
  }

  private async open(): Promise<void> {
    this.hosting = 'wanted'
    this.world.startHost()
    await this.until('open', () => this.world.host !== undefined)
  }

  /** As a person closes it; a failed last write leaves everything to the journal. */
  private async close(): Promise<void> {
    await this.until('open to be closed', () => this.world.host !== undefined && !this.isReopening)
    this.hosting = 'ending'
    this.world.closeHost(() => (this.hosting = 'over'))
    await this.until('closed', () => this.hosting === 'over')
  }

  /** Draws as soon as the window takes it, and waits until somebody was told of it; again when it was lost with the window. */
  private async draw(painter: ScriptedPainter, x: number, y: number): Promise<void> {
    const { history } = this.world
    let drawn: { readonly client: Client | undefined; readonly seq: number } | undefined
    await this.until('drawn', () => {
      if (drawn !== undefined && history.seq > drawn.seq) return true
      if (drawn === undefined || drawn.client !== painter.client) {
        drawn = undefined
        if (painter.stroke(x, y) === 'done') drawn = { client: painter.client, seq: history.seq }
      }
      return false
    })
  }

  private isSaved(): boolean {
    const state = this.world.host?.state()
    return state?.saved.kind === 'saved' && state.saved.seq === state.seq && this.isDurable()
  }

  private isDurable(): boolean {
    const state = this.world.host?.state()
    const windows = [this.ann, this.bob].flatMap(({ client }) => client ?? [])
    const isSettled = windows.every((client) => client.state().unacknowledged === 0)
    return isSettled && state !== undefined && state.durableSeq === state.seq
  }

  private async until(what: string, holds: () => boolean): Promise<void> {
    if (await this.world.runUntil(holds, patienceMs)) return
    const { host, hostKind } = this.world
    throw new Error(
      `never ${what}: host ${hostKind} ${JSON.stringify(host?.state())}, ann ${this.ann.describe()}, bob ${this.bob.describe()}`,
    )
  }

  /** The stored order is what was told, and paints what Ann saw. A last save that failed is made up for first. */
  private async check(hash: string | undefined): Promise<void> {
    const { history } = this.world
    history.checkAuthors()
    const told = history.whole()
    if (told === undefined) throw new Error('nobody was told the whole order')
    let stored = await this.readStored()
    if (stored.length < told.length) {
      await this.open()
      await this.until('saved at last', () => this.isSaved())
      await this.close()
      stored = await this.readStored()
    }
    if (stored.length !== told.length) {
      throw new Error(`${told.length} updates were told, ${stored.length} are stored`)
    }
    const at = told.findIndex((update, i) => !isSameUpdate(update, stored[i]!))
    if (at >= 0) throw new Error(`update ${at + 1} is stored otherwise than it was told`)
    const folded = foldOrder(size, stored, this.world.limits)
    if (folded !== hash) throw new Error(`the order paints ${folded}, Ann saw ${hash}`)
  }

  private async readStored(): Promise<Awaited<ReturnType<typeof readStoredOrder>>> {
    const { disk, clock } = this.world
    const process = new SimulatedProcess('reader', clock)
    const pictures = new StoredPictures(disk.objectStore(process), new Uint8Array(8))
    const reading = readStoredOrder(pictures, pictureId).catch((error: unknown) => {
      if (error instanceof StorageError) return []
      throw error
    })
    let stored: Awaited<typeof reading> | undefined
    void reading.then((read) => (stored = read))
    await this.until('read', () => stored !== undefined)
    process.kill()
    return stored!
  }
}
