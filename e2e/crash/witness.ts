// What the clients of a crash run were told, read off the wire before the client itself reads it: the product's own
// book-keeping has no say in what counts as lost. An update is acknowledged once anybody was told its place in the order.

import { decodeHostMessage, type HostMessageOf } from '../../sync-core/protocol/messages.ts'
import type { Connection, Dialer } from '../../sync-core/index.ts'
import type { Update } from '../../sync-core/raster/operation.ts'

export interface ToldUpdate extends Update {
  readonly toldMs: number
}

type SavedKind = HostMessageOf<'saved'>['state']

/** A connection, and the hosting that welcomed it. */
interface Line {
  epoch: number
}

export class Witness {
  /** Called in the turn of the message, before any client knows of it, with how many updates are news. */
  onTold: (updates: number) => void = () => undefined
  onSaved: (kind: SavedKind) => void = () => undefined
  /** Set when each kill takes the disk: when the kills were, and how long before one an update may not be uploaded yet. */
  losses: { readonly killsMs: readonly number[]; readonly allowedMs: number } | undefined
  /** Updates that a host without its disk had not uploaded: allowed to be gone, and counted. */
  readonly unuploaded: ToldUpdate[] = []
  /** By place in the order; more than one where a place was told twice with different content. */
  private readonly told: ToldUpdate[][] = []
  private readonly counts = new Map<number, number>()
  private acknowledgedCount = 0
  private durable = 0
  private survivedSeq = 0
  private epoch = 0

  /** Everything that anybody was told, and that was not taken back by `hostReturned`. */
  get acknowledged(): number {
    return this.acknowledgedCount
  }

  /** The newest seq that anybody was told is durable. */
  get durableSeq(): number {
    return this.durable
  }

  get updates(): readonly (readonly ToldUpdate[])[] {
    return this.told
  }

  /** By author: the most updates of theirs that a welcome counted. */
  get counted(): ReadonlyMap<number, number> {
    return this.counts
  }

  /** Hears everything that connections of this dialer bring. */
  listen(dialer: Dialer): Dialer {
    return {
      dial: (handler): Connection => {
        const line: Line = { epoch: 0 }
        return dialer.dial({
          onOpen: () => handler.onOpen(),
          onDrain: () => handler.onDrain(),
          onClose: () => handler.onClose(),
          onMessage: (message) => {
            this.hear(line, message)
            handler.onMessage(message)
          },
        })
      },
    }
  }

  /**
   * A host whose disk was lost went on at `seq`. What was told beyond it, and at most `allowedMs` before a kill, is taken back
   * and counted as unuploaded; what is older, or survived such a loss before, stays told, and will be found lost.
   */
  forgetAfter(seq: number, killsMs: readonly number[], allowedMs: number): void {
    for (let at = Math.max(seq, this.survivedSeq) + 1; at < this.told.length; at++) {
      const told = this.told[at] ?? []
      const taken = told.filter(({ toldMs }) =>
        killsMs.some((killMs) => Math.abs(toldMs - killMs) <= allowedMs),
      )
      this.told[at] = told.filter((update) => !taken.includes(update))
      this.unuploaded.push(...taken)
      this.acknowledgedCount -= taken.length
    }
    this.survivedSeq = Math.max(this.survivedSeq, seq)
    this.durable = Math.min(this.durable, Math.max(seq, this.survivedSeq))
    this.counts.clear()
  }

  private hear(line: Line, bytes: Uint8Array): void {
    const message = decodeHostMessage(bytes)
    // What still comes from a host that is dead would count against the one that went on without its disk.
    if (this.losses !== undefined && line.epoch < this.epoch && message.kind !== 'welcome') return
    switch (message.kind) {
      case 'welcome':
        line.epoch = message.epoch
        this.hearEpoch(message.epoch, message.seq)
        this.hearDurable(message.durableSeq)
        this.counts.set(message.you, Math.max(message.lastClientSeq, this.counts.get(message.you) ?? 0))
        break
      case 'updates':
        this.noteAll(message)
        break
      case 'durable':
        this.hearDurable(message.seq)
        break
      case 'saved':
        this.onSaved(message.state)
        break
      default:
    }
  }

  /** The first welcome of a hosting comes before anything new in it: it tells where the picture went on. */
  private hearEpoch(epoch: number, seq: number): void {
    if (epoch <= this.epoch) return
    const { losses } = this
    if (this.epoch > 0 && losses !== undefined) this.forgetAfter(seq, losses.killsMs, losses.allowedMs)
    this.epoch = epoch
  }

  private noteAll({ firstSeq, updates }: HostMessageOf<'updates'>): void {
    const before = this.acknowledgedCount
    for (const [i, update] of updates.entries()) this.note({ seq: firstSeq + i, ...update })
    const fresh = this.acknowledgedCount - before
    if (fresh > 0) this.onTold(fresh)
  }

  private note({ seq, author, clientSeq, operation }: Update): void {
    const known = (this.told[seq] ??= [])
    const update = { seq, author, clientSeq, operation }
    if (known.some((other) => isSameUpdate(other, update))) return
    known.push({ ...update, operation: operation.slice(), toldMs: performance.now() })
    this.acknowledgedCount += 1
  }

  private hearDurable(seq: number): void {
    this.durable = Math.max(this.durable, seq)
  }
}

export function isSameUpdate(a: Update, b: Update): boolean {
  return (
    a.seq === b.seq &&
    a.author === b.author &&
    a.clientSeq === b.clientSeq &&
    a.operation.length === b.operation.length &&
    a.operation.every((byte, i) => byte === b.operation[i])
  )
}
