import { describe, expect, it } from 'vitest'
import { StorageError } from './base/errors.ts'
import type { Limits } from './base/limits.ts'
import type { SaveRequest } from './broadcast/persister.ts'
import type { HostOptions } from './host-contract.ts'
import type { PictureClaim } from './pictures/picture-accessor.ts'
import { HostedSession } from './testing/hosted-session.ts'
import { instead } from './testing/instead.ts'
import type { ScriptedGuest } from './testing/scripted-guest.ts'

const urgent: SaveRequest = { isUrgent: true, isStopping: () => false }
const periodic: SaveRequest = { isUrgent: false, isStopping: () => false }

const folding = { pendingUpdatesMax: 4, pendingUpdatesKept: 1, undoActionsKept: 0, horizonEverySeqs: 1 }

/** A host whose scheduler does what a test says, and remembers what it was told. */
class AskedHost extends HostedSession {
  /** 'wrote 2', 'persist 2': in order. */
  readonly told: string[] = []
  /** The seqs of the snapshots that the claim was asked to store. */
  readonly saves: number[] = []
  emptied = 0
  /** What persistNow does after it was noted. */
  persisting: () => Promise<void> = async () => void (await this.host.save(urgent))
  /** Before a snapshot is stored. */
  storing: () => Promise<void> = () => Promise.resolve()

  /** The world's own scheduler sleeps. */
  static override async open(limits: Partial<Limits> = {}): Promise<AskedHost> {
    const asleep = { tenderEveryMs: 1e9, persistCadenceMs: 1e9, outboxEveryMs: 1e9 }
    const asked = new AskedHost({ ...asleep, ...limits })
    await asked.create()
    return asked
  }

  /** And somebody, who drew a stroke at each of these places. */
  static async drawnIn(places: readonly number[], limits?: Partial<Limits>) {
    const asked = await AskedHost.open(limits)
    const ann = await asked.join(1)
    for (const x of places) await asked.draw(ann, x)
    return { asked, ann }
  }

  async wait<T>(promise: Promise<T>): Promise<T> {
    let isSettled = false
    const settle = (): void => void (isSettled = true)
    promise.then(settle, settle)
    await this.until(() => isSettled)
    return promise
  }

  /** A stroke that is durable. */
  async draw(guest: ScriptedGuest, x: number): Promise<void> {
    const { seq } = this.host.state()
    guest.stroke(x, 40)
    await this.until(() => this.host.state().durableSeq === seq + 2)
    await this.run(100)
  }

  protected override change(options: HostOptions): HostOptions {
    const { claim } = options
    const save: PictureClaim['save'] = async (snapshot, words) => {
      this.saves.push(snapshot.seq)
      await this.storing()
      return claim.save(snapshot, words)
    }
    return {
      ...super.change(options),
      claim: instead(claim, { save }),
      scheduling: {
        wrote: (seq) => void this.told.push(`wrote ${seq}`),
        persistNow: (seq) => {
          this.told.push(`persist ${seq}`)
          return this.persisting()
        },
      },
      onEmpty: () => void (this.emptied += 1),
    }
  }
}

describe('a host and its scheduler', () => {
  it('[BC46] tells what became durable, and what survived beyond the snapshot', async () => {
    const { asked } = await AskedHost.drawnIn([20])
    expect(asked.told.at(-1)).toBe('wrote 2')
    asked.world.endHost('kill')
    asked.told.length = 0
    await asked.restart()
    expect(asked.told).toEqual(['wrote 2'])
    await asked.wait(asked.host.save(urgent))
    asked.world.endHost('kill')
    asked.told.length = 0
    await asked.restart()
    expect(asked.told).toEqual([])
  })

  it('[BC43] writes only when it is asked, one at a time, and nothing twice', async () => {
    const { asked, ann } = await AskedHost.drawnIn([20])
    await asked.run(30 * 60_000)
    expect([asked.saves, asked.host.state().saved]).toMatchObject([[], { seq: 0 }])
    const storing: (() => void)[] = []
    asked.storing = () => new Promise((resolve) => storing.push(resolve))
    const first = asked.host.save(periodic)
    await asked.until(() => storing.length === 1)
    expect(asked.host.state().saved).toMatchObject({ kind: 'saving', seq: 0 })
    await asked.draw(ann, 60)
    const others = [asked.host.save(periodic), asked.host.save(urgent), asked.host.save(periodic)]
    await asked.run(1000)
    expect(asked.saves).toEqual([2])
    storing[0]!()
    expect(await asked.wait(first)).toMatchObject({ seq: 2 })
    await asked.until(() => storing.length === 2)
    storing[1]!()
    for (const other of others) expect(await asked.wait(other)).toMatchObject({ seq: 4 })
    expect(await asked.wait(asked.host.save(urgent))).toMatchObject({ seq: 4 })
    expect(asked.saves).toEqual([2, 4])
  })

  it('[BC43] starts the next write although the one before failed', async () => {
    const { asked } = await AskedHost.drawnIn([20])
    let fail: ((error: Error) => void) | undefined
    asked.storing = () => new Promise((_, reject) => (fail = reject))
    const first = asked.host.save(periodic).catch((error: Error) => error.message)
    await asked.until(() => fail !== undefined)
    const second = asked.host.save(urgent)
    asked.storing = () => Promise.resolve()
    fail!(new StorageError('disk-full', 'No room.'))
    expect(await asked.wait(first)).toBe('No room.')
    expect(await asked.wait(second)).toMatchObject({ seq: 2 })
  })

  it('[BC19] shows a failure until a picture is stored, whatever is tried meanwhile', async () => {
    const { asked, ann } = await AskedHost.drawnIn([20])
    asked.storing = () => Promise.reject(new StorageError('disk-full', 'No room.'))
    await asked.wait(asked.host.save(periodic).catch(() => undefined))
    ann.messages.length = 0
    await asked.wait(asked.host.save(periodic).catch(() => undefined))
    asked.storing = () => Promise.resolve()
    await asked.wait(asked.host.save(periodic))
    const said = ann.all('saved').map(({ state, sentence }) => [state, sentence])
    expect(said).toEqual([
      ['failed', 'No room.'],
      ['saved', ''],
    ])
  })

  it('[BC44] asks for what the last one left behind once it is durable, and only when something is', async () => {
    const asked = await AskedHost.open()
    const ann = await asked.join(1)
    ann.drop()
    await asked.until(() => asked.emptied === 1)
    expect(asked.told).toEqual([])
    const again = await asked.join(1)
    again.stroke(20, 40)
    await asked.until(() => again.order().length === 2)
    expect(asked.host.state().durableSeq).toBe(0)
    let durableSeq = 0
    asked.persisting = () => {
      ;({ durableSeq } = asked.host.state())
      return asked.host.save(urgent).then(() => undefined)
    }
    again.drop()
    await asked.until(() => asked.told.includes('persist 2'))
    expect(durableSeq).toBe(2)
    await asked.until(() => asked.host.state().saved.kind === 'saved')
    expect(asked.saves).toEqual([2])
  })

  it('[BC42] ends the rests of a write that is under way when the last one leaves', async () => {
    const rests = { snapshotPartBytes: 1, saveRestPerWork: 1e6, saveRestMsMax: 30_000 }
    const { asked, ann } = await AskedHost.drawnIn([20, 60, 100, 140], { ...folding, ...rests })
    const { clock } = asked.world
    const periodic8 = asked.host.save(periodic)
    await clock.run(20_000)
    expect(asked.host.state().saved).toMatchObject({ kind: 'saving' })
    const leftMs = clock.elapsedMs()
    ann.drop()
    expect(await asked.wait(periodic8)).toMatchObject({ seq: 8 })
    expect(clock.elapsedMs() - leftMs).toBeLessThan(1000)
  })

  it('[BC45] says that it is empty once everything is stored, unless somebody came back, who stops no write', async () => {
    const { asked, ann } = await AskedHost.drawnIn([20])
    let store: (() => void) | undefined
    asked.storing = () => new Promise((resolve) => (store = resolve))
    ann.drop()
    await asked.until(() => store !== undefined)
    const ben = await asked.join(2)
    store!()
    await asked.until(() => asked.host.state().saved.kind === 'saved')
    await asked.run(1000)
    expect([asked.emptied, asked.saves]).toEqual([0, [2]])
    await asked.draw(ben, 60)
    const written = asked.host.state().seq
    asked.storing = () => Promise.reject(new StorageError('disk-full', 'No room.'))
    ben.drop()
    await asked.until(() => asked.host.state().saved.kind === 'failed')
    await asked.run(10)
    expect(asked.emptied).toBe(0)
    asked.storing = () => Promise.resolve()
    expect(await asked.wait(asked.host.save(periodic))).toMatchObject({ seq: written })
    expect(asked.emptied).toBe(1)
    await asked.wait(asked.host.save(periodic))
    expect(asked.emptied).toBe(1)
  })

  it('[BC47] paints and stores the small picture when it is asked to, which no save waits for', async () => {
    const { asked } = await AskedHost.drawnIn([20])
    const { world } = asked
    const previews = (): readonly string[] =>
      world.disk.objects.names().filter((name) => name.endsWith('preview.png'))
    world.disk.objectFaults.planned = (what) => (what.includes('preview') ? 'fails-before' : undefined)
    await asked.wait(asked.host.save(urgent))
    expect([asked.host.state().saved, previews()]).toMatchObject([{ kind: 'saved', seq: 2 }, []])
    await expect(asked.wait(asked.host.renewPreview())).rejects.toThrow(/preview/)
    world.disk.objectFaults.planned = () => undefined
    await asked.wait(asked.host.renewPreview())
    expect(previews()).toHaveLength(1)
    const { hasMore } = await asked.wait(asked.host.compact())
    expect(hasMore).toBe(false)
    expect(asked.host.state().saved).toMatchObject({ kind: 'saved', seq: 2 })
  })

  it('[BC48] gives everything back when its last write can’t be asked for, and says so', async () => {
    const { asked } = await AskedHost.drawnIn([20])
    asked.persisting = () => Promise.reject(new StorageError('unavailable', 'The task list is away.', true))
    await expect(asked.wait(asked.host.close('Done.'))).rejects.toThrow('The task list is away.')
    expect(asked.saves).toEqual([])
    await expect(asked.host.save(urgent)).rejects.toThrow('This session has ended.')
    asked.world.endHost('kill')
    await asked.restart()
    expect(asked.host.state()).toMatchObject({ seq: 2, saved: { seq: 0 } })
    expect(asked.told.at(-1)).toBe('wrote 2')
  })

  it('[BC49] gives a write up between two parts when nobody can wait for it any more', async () => {
    const { asked } = await AskedHost.drawnIn([20, 60, 100, 140], { snapshotPartBytes: 1, ...folding })
    let looks = 0
    const given = asked.host.save({ isUrgent: true, isStopping: () => ++looks > 2 })
    await expect(asked.wait(given)).rejects.toThrow(/given up/)
    expect(asked.host.state().saved).toMatchObject({ kind: 'failed', seq: 0 })
    expect(await asked.wait(asked.host.save(urgent))).toMatchObject({ seq: 8 })
  })
})
