// Bringing one client up to date, without anybody else noticing:
//
//   begin(n) ── asks the primary for base(h) + pending(h+1..p), where p = what it was handed = n - unhanded
//        ╰▶ welcome · carried · updates h+1..n · [live n+1.. that waited in the outbox] · tiles, tiles, …, last · stamp
//
// Tiles are pulled from the primary one part at a time, whenever the client's socket has room: a slow joiner costs the
// host one part of memory. A client that returns with what it had gets the updates it missed, and nothing else.

import { assert } from '../base/assert.ts'
import { decodeHex, encodeHex } from '../base/hex.ts'
import type { Limits } from '../base/limits.ts'
import type { PrimaryPort, PrimarySnapshot } from '../primary/primary-port.ts'
import { encodeHostMessage, protocolVersion, type ClientMessageOf } from '../protocol/messages.ts'
import type { Role } from '../protocol/roles.ts'
import type { Update } from '../raster/operation.ts'
import type { PictureHash } from '../raster/picture-hash.ts'
import type { Client } from './client.ts'

/** What a joiner is told about the session, besides its own place. */
export interface SessionFacts {
  readonly epoch: number
  /** What was seen up to here by clients of the former epoch is still true; -1 when some of it was left out. */
  readonly inheritedSeq: number
  readonly pictureId: string
  readonly title: string
  durableSeq(): number
  /** The hash at a recent seq, when it is known. */
  stampAt(seq: number): PictureHash | undefined
  newestStamp(): { readonly seq: number; readonly hash: PictureHash } | undefined
  /** Frames about the present state that every newcomer gets. */
  greeting(): readonly Uint8Array[]
}

interface Place {
  readonly you: number
  readonly role: Role
  readonly lastClientSeq: number
  /** The client is registered here: live frames begin with seq + 1. */
  readonly seq: number
  /** Ordered updates up to seq that the primary was not handed yet. */
  readonly unhanded: readonly Update[]
  readonly resume: ClientMessageOf<'hello'>['resume']
}

interface Transfer {
  snapshotId: number | undefined
  isFetching: boolean
}

export class Joining {
  private readonly primary: PrimaryPort
  private readonly facts: SessionFacts
  private readonly limits: Limits
  private readonly onBroken: (error: unknown) => void
  private readonly transfers = new Map<Client, Transfer>()

  constructor(primary: PrimaryPort, facts: SessionFacts, limits: Limits, onBroken: (error: unknown) => void) {
    this.primary = primary
    this.facts = facts
    this.limits = limits
    this.onBroken = onBroken
  }

  /** Inside the job that registers the client. What it needs follows when the primary has answered. */
  begin(client: Client, place: Place): void {
    const transfer: Transfer = { snapshotId: undefined, isFetching: false }
    this.transfers.set(client, transfer)
    this.primary.takeSnapshot({ kind: 'join', view: client.view }).then((snapshot) => {
      if (this.transfers.get(client) !== transfer) {
        this.drop(snapshot.id)
        return
      }
      this.send(client, transfer, place, snapshot)
    }, this.onBroken)
  }

  /** Whether the client waits for a part of its picture. */
  isUnderWay(client: Client): boolean {
    return this.transfers.has(client)
  }

  /** The client is gone or starts anew. */
  forget(client: Client): void {
    const transfer = this.transfers.get(client)
    this.transfers.delete(client)
    if (transfer?.snapshotId !== undefined) this.drop(transfer.snapshotId)
  }

  /** Sends the next part of the base, when one is due and the client's socket has room. */
  sendMoreTiles(client: Client): void {
    const transfer = this.transfers.get(client)
    if (transfer?.snapshotId === undefined || transfer.isFetching) return
    if (client.outbox.waitingBytes > 2 * this.limits.snapshotPartBytes) return
    transfer.isFetching = true
    const { snapshotId } = transfer
    this.primary.nextTiles(snapshotId, this.limits.snapshotPartBytes).then((tiles) => {
      transfer.isFetching = false
      if (this.transfers.get(client) !== transfer) return
      const isLast = tiles.length === 0
      if (isLast) this.forget(client)
      client.outbox.send(encodeHostMessage({ kind: 'tiles', tiles, last: isLast }))
      if (isLast) this.sendStamp(client)
    }, this.onBroken)
  }

  private send(client: Client, transfer: Transfer, place: Place, snapshot: PrimarySnapshot): void {
    assert(
      snapshot.seq + place.unhanded.length === place.seq,
      `a joiner at ${place.seq} gets the primary's 1..${snapshot.seq} and ${place.unhanded.length} more`,
    )
    const updates = [...snapshot.pending, ...place.unhanded]
    const { resume } = place
    const isResumed = resume !== undefined && this.canResume(resume, place.seq, snapshot.horizon)
    const missed = isResumed ? updates.slice(resume.seq - snapshot.horizon) : updates
    const frames = [
      encodeHostMessage({
        kind: 'welcome',
        ...protocolVersion,
        epoch: this.facts.epoch,
        you: place.you,
        role: place.role,
        pictureId: this.facts.pictureId,
        title: this.facts.title,
        seq: place.seq,
        horizon: snapshot.horizon,
        lastClientSeq: place.lastClientSeq,
        durableSeq: Math.min(this.facts.durableSeq(), place.seq),
        start: isResumed
          ? { kind: 'resume' }
          : {
              kind: 'snapshot',
              baseSeq: snapshot.baseSeq,
              structure: snapshot.structure,
              layers: snapshot.present,
            },
      }),
    ]
    if (!isResumed) {
      for (const part of this.inFrames(snapshot.carried)) {
        frames.push(encodeHostMessage({ kind: 'carried', updates: part }))
      }
    }
    for (const part of this.inFrames(missed)) {
      frames.push(encodeHostMessage({ kind: 'updates', firstSeq: part[0]!.seq, updates: part }))
    }
    frames.push(...this.facts.greeting())
    client.state = 'live'
    if (isResumed) {
      this.transfers.delete(client)
      this.drop(snapshot.id)
      client.outbox.release(frames)
      this.sendStamp(client)
      return
    }
    transfer.snapshotId = snapshot.id
    client.outbox.release(frames)
    this.sendMoreTiles(client)
  }

  /** Whether everything the client has is part of this session's order, and everything it lacks is at hand. */
  private canResume(
    resume: NonNullable<ClientMessageOf<'hello'>['resume']>,
    seq: number,
    horizon: number,
  ): boolean {
    const { epoch, inheritedSeq } = this.facts
    const isSameOrder =
      (resume.epoch === epoch && resume.seq <= seq) ||
      (resume.epoch === epoch - 1 && resume.seq <= inheritedSeq)
    if (!isSameOrder || resume.seq < horizon) return false
    if (resume.stamp === undefined) return true
    const known = this.facts.stampAt(resume.stamp.seq)
    return known === undefined || known === encodeHex(resume.stamp.hash)
  }

  private sendStamp(client: Client): void {
    const stamp = this.facts.newestStamp()
    if (stamp !== undefined) client.outbox.send(encodeStamp(stamp.seq, stamp.hash))
  }

  private *inFrames(updates: readonly Update[]): Generator<readonly Update[]> {
    let from = 0
    let bytes = 0
    for (let at = 0; at < updates.length; at++) {
      bytes += updates[at]!.operation.length
      const isFull = bytes >= this.limits.frameBytes || at + 1 - from >= this.limits.updatesMax
      if (!isFull && at + 1 < updates.length) continue
      yield updates.slice(from, at + 1)
      from = at + 1
      bytes = 0
    }
  }

  private drop(snapshotId: number): void {
    this.primary.releaseSnapshot(snapshotId, 'dropped').catch(this.onBroken)
  }
}

export function encodeStamp(seq: number, hash: PictureHash): Uint8Array {
  const bytes = decodeHex(hash)
  assert(bytes?.length === 8, `a picture hash has 16 hex digits, not “${hash}”`)
  return encodeHostMessage({ kind: 'stamp', seq, hash: bytes })
}
