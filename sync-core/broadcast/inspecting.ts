// Letting a client whose hash differs find out where, without a new join: the host's base is kept for it while it looks.
//
//   inspect ─▶ taking ─▶ telling ──inspection, …, last──▶ asked ──want──▶ giving ──tiles, …, last──▶ released
//                                                           ╰── nothing wanted in time: released
//
// Hashes and tiles are pulled from the primary one part at a time, whenever the client's socket has room. A client has one
// inspection at a time; a new one, a new welcome and the end of the connection take its place.
//
// Rejected: comparing hashes level by level as a tree (a base has at most 65 536 tiles, whose hashes are one megabyte, and this
// is rare), and fetching the whole picture anew (the tiles that differ are few).

import type { Clock, Timer } from '../base/clock.ts'
import type { Limits } from '../base/limits.ts'
import type { TileSpot } from '../pictures/tile-key.ts'
import type { PrimaryPort, PrimarySnapshot } from '../primary/primary-port.ts'
import { encodeHostMessage } from '../protocol/messages.ts'
import type { Client } from './client.ts'

type Stage =
  | { readonly kind: 'taking' }
  | { readonly kind: 'telling'; isFetching: boolean }
  | { readonly kind: 'asked'; readonly timeout: Timer }
  | { readonly kind: 'giving'; isFetching: boolean }

interface Inspection {
  snapshot: PrimarySnapshot | undefined
  stage: Stage
}

export interface InspectingOptions {
  readonly clock: Clock
  readonly limits: Limits
  readonly primary: PrimaryPort
  readonly onBroken: (error: unknown) => void
  readonly onNote: (sentence: string) => void
}

export class Inspecting {
  private readonly options: InspectingOptions
  private readonly inspections = new Map<Client, Inspection>()

  constructor(options: InspectingOptions) {
    this.options = options
  }

  begin(client: Client): void {
    this.forget(client)
    const inspection: Inspection = { snapshot: undefined, stage: { kind: 'taking' } }
    this.inspections.set(client, inspection)
    const { primary, onBroken } = this.options
    primary.takeSnapshot({ kind: 'inspect' }).then((snapshot) => {
      if (!this.isCurrent(client, inspection)) {
        this.drop(snapshot)
        return
      }
      inspection.snapshot = snapshot
      inspection.stage = { kind: 'telling', isFetching: false }
      this.sendMore(client)
    }, onBroken)
  }

  /** The client chose; without a choice to be made nothing happens. */
  want(client: Client, tiles: readonly TileSpot[]): void {
    const inspection = this.inspections.get(client)
    if (inspection?.snapshot === undefined || inspection.stage.kind !== 'asked') return
    const { clock, primary, onBroken, onNote } = this.options
    clock.cancel(inspection.stage.timeout)
    if (tiles.length > 0) {
      const found = tiles.length === 1 ? '1 tile was' : `${tiles.length} tiles were`
      onNote(`${found} found different in a painter’s copy of the picture and sent again.`)
    }
    primary.wantTiles(inspection.snapshot.id, tiles).catch(onBroken)
    inspection.stage = { kind: 'giving', isFetching: false }
    this.sendMore(client)
  }

  /** Sends the next part, when one is due and the client's socket has room. */
  sendMore(client: Client): void {
    const inspection = this.inspections.get(client)
    if (inspection?.snapshot === undefined) return
    const { snapshot, stage } = inspection
    if ((stage.kind !== 'telling' && stage.kind !== 'giving') || stage.isFetching) return
    const { limits, primary, onBroken } = this.options
    if (client.outbox.waitingBytes > 2 * limits.snapshotPartBytes) return
    stage.isFetching = true
    const sent =
      stage.kind === 'telling'
        ? primary
            .nextHashes(snapshot.id, limits.inspectedTilesPerMessageMax)
            .then((tiles) => this.tell(client, inspection, snapshot, tiles))
        : primary
            .nextTiles(snapshot.id, limits.snapshotPartBytes)
            .then((tiles) => this.give(client, inspection, tiles))
    sent.then((isMore) => {
      stage.isFetching = false
      if (isMore) this.sendMore(client)
    }, onBroken)
  }

  /** The client is gone or starts anew. */
  forget(client: Client): void {
    const inspection = this.inspections.get(client)
    this.inspections.delete(client)
    if (inspection?.stage.kind === 'asked') this.options.clock.cancel(inspection.stage.timeout)
    if (inspection?.snapshot !== undefined) this.drop(inspection.snapshot)
  }

  private tell(
    client: Client,
    inspection: Inspection,
    { horizon, seq, structure }: PrimarySnapshot,
    tiles: Awaited<ReturnType<PrimaryPort['nextHashes']>>,
  ): boolean {
    if (!this.isCurrent(client, inspection)) return false
    const last = tiles.length === 0
    if (last) {
      const { clock, limits } = this.options
      const timeout = clock.after(limits.inspectionKeptMs, () => this.forget(client))
      inspection.stage = { kind: 'asked', timeout }
    }
    client.outbox.send(encodeHostMessage({ kind: 'inspection', horizon, seq, structure, tiles, last }))
    return !last
  }

  private give(
    client: Client,
    inspection: Inspection,
    tiles: Awaited<ReturnType<PrimaryPort['nextTiles']>>,
  ): boolean {
    if (!this.isCurrent(client, inspection)) return false
    const last = tiles.length === 0
    if (last) this.forget(client)
    client.outbox.send(encodeHostMessage({ kind: 'tiles', tiles, last }))
    return !last
  }

  private isCurrent(client: Client, inspection: Inspection): boolean {
    return this.inspections.get(client) === inspection
  }

  private drop(snapshot: PrimarySnapshot): void {
    this.options.primary.releaseSnapshot(snapshot.id, 'dropped').catch(this.options.onBroken)
  }
}
