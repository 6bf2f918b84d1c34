// What happens when the host's stamp is not the own hash: of the base only what is wrong is fetched, so that the picture is right
// again without being sent anew.
//
//   sound ──stamp differs──▶ asked ──inspection──▶ fetching ──tiles──▶ watched: the next stamp decides
//     ▲                        │ ▲ no base of the same horizon            │
//     │                        ╰─┴─ a few times, after a while            │ differs: rebuilt, watched once more; then hopeless
//     ╰───────────────────────────────── same ────────────────────────────╯
//
// The base is a function of the order, so two of the same horizon have the same tiles. If they have, it is not the base that is
// wrong but what was made of it: then everything after the base is computed again. When even that does not help the picture
// is fetched as a whole; the owner does that.

import type { Clock, Timer } from '../base/clock.ts'
import { ProtocolError } from '../base/errors.ts'
import { encodeHex } from '../base/hex.ts'
import type { Limits } from '../base/limits.ts'
import type { PictureMemory } from '../kernel/picture-memory.ts'
import type { PixelBlock } from '../kernel/pixel-block.ts'
import type { ClientMessage, HostMessageOf } from '../protocol/messages.ts'
import type { BaseTile } from '../raster/history.ts'
import { encodeStructure, type LayerId } from '../raster/structure.ts'
import { decodeTile } from '../raster/tile-codec.ts'
import type { Timeline } from '../raster/timeline.ts'
import { hashHex } from '../base/xxh64.ts'

export interface HealingPorts {
  readonly memory: PictureMemory
  readonly clock: Clock
  readonly limits: Limits
  /** The picture that is to be healed; undefined while it is not whole. */
  readonly timeline: () => Timeline | undefined
  readonly say: (message: ClientMessage) => void
  /** The picture was changed: what it looks like, and its hash. */
  readonly onHealed: () => void
  /** Nothing helps: the picture is to be fetched as a whole. */
  readonly onHopeless: () => void
}

type Inspected = HostMessageOf<'inspection'>['tiles'][number]

type Stage =
  | { readonly kind: 'sound' }
  | { readonly kind: 'asked'; readonly tries: number; readonly tiles: Inspected[] }
  | { readonly kind: 'pausing'; readonly tries: number }
  | {
      readonly kind: 'fetching'
      readonly tries: number
      readonly horizon: number
      /** What is wanted, and its hash as the host has it. */
      readonly wanted: Map<string, string>
      readonly healed: BaseTile[]
    }
  | { readonly kind: 'watched'; readonly by: 'tiles' | 'rebuilding'; readonly tiles: number }

export interface HealedState {
  /** How often the picture had gone astray and was healed. */
  readonly count: number
  /** Tiles that were different and were put right. */
  readonly tiles: number
  /** The stamp that proved it the last time. */
  readonly lastSeq: number
}

export class Healing {
  private readonly ports: HealingPorts
  private stage: Stage = { kind: 'sound' }
  private timer: Timer | undefined
  private askedMs = -Infinity
  private done: HealedState = { count: 0, tiles: 0, lastSeq: 0 }

  constructor(ports: HealingPorts) {
    this.ports = ports
  }

  get healed(): HealedState {
    return this.done
  }

  /** Whether tiles that come are those that were wanted. */
  get isFetching(): boolean {
    return this.stage.kind === 'fetching'
  }

  /** Marks the pixels of tiles that came already. */
  mark(mark: (block: PixelBlock) => void): void {
    if (this.stage.kind !== 'fetching') return
    for (const { tile } of this.stage.healed) if (tile !== undefined) mark(tile.block)
  }

  noteSame(seq: number): void {
    if (this.stage.kind !== 'watched') return
    const { count, tiles } = this.done
    this.done = { count: count + 1, tiles: tiles + this.stage.tiles, lastSeq: seq }
    this.stop()
  }

  noteDifferent(): void {
    if (this.stage.kind === 'sound') this.ask(1)
    else if (this.stage.kind === 'watched') {
      if (this.stage.by === 'tiles') this.heal('rebuilding', [])
      else this.giveUp()
    }
  }

  /** Another picture begins, or the connection is gone. */
  stop(): void {
    this.stage = { kind: 'sound' }
    this.cancel()
  }

  handleInspection(message: HostMessageOf<'inspection'>): void {
    const { stage } = this
    // Of a picture that was replaced meanwhile.
    if (stage.kind !== 'asked') return
    for (const tile of message.tiles) stage.tiles.push({ ...tile, hash: tile.hash.slice() })
    if (stage.tiles.length > 2 * this.ports.limits.pictureTilesMax) throw malformed('it has too many tiles')
    if (!message.last) return
    const timeline = this.ports.timeline()
    if (timeline?.horizon !== message.horizon) {
      this.ports.say({ kind: 'want', tiles: [] })
      return this.pause(stage.tries)
    }
    if (!isSameBytes(encodeStructure(timeline.base().structure), message.structure)) {
      this.ports.say({ kind: 'want', tiles: [] })
      return this.heal('rebuilding', [])
    }
    this.want(stage, timeline)
  }

  handleTiles({ tiles, last }: HostMessageOf<'tiles'>): void {
    const { stage } = this
    if (stage.kind !== 'fetching') throw malformed('tiles came, and none are on their way')
    for (const { layer, index, bytes } of tiles) {
      const key = keyOf(layer, index)
      const hash = stage.wanted.get(key)
      const tile = decodeTile(bytes, this.ports.memory)
      if (hash !== hashHex(tile.hash))
        throw malformed(`tile ${index} of layer ${layer} is not the one wanted`)
      stage.wanted.delete(key)
      stage.healed.push({ layer, index, tile })
    }
    if (!last) return
    if (stage.wanted.size > 0) throw malformed(`${stage.wanted.size} tiles were wanted and did not come`)
    if (this.ports.timeline()?.horizon !== stage.horizon) return this.pause(stage.tries)
    this.heal('tiles', stage.healed)
  }

  private want({ tries, tiles }: Extract<Stage, { kind: 'asked' }>, timeline: Timeline): void {
    const { layers } = timeline.base()
    const missing: { layer: LayerId; index: number }[] = []
    const wanted = new Map<string, string>()
    const there = new Set<string>()
    for (const { layer, index, hash } of tiles) {
      const key = keyOf(layer, index)
      there.add(key)
      const own = layers.get(layer)?.get(index)
      const is = encodeHex(hash)
      if (own !== undefined && hashHex(own.hash) === is) continue
      missing.push({ layer, index })
      wanted.set(key, is)
    }
    const healed: BaseTile[] = []
    for (const [layer, own] of layers) {
      for (const index of own.keys()) {
        if (!there.has(keyOf(layer, index))) healed.push({ layer, index, tile: undefined })
      }
    }
    if (missing.length > this.ports.limits.wantedTilesMax) return this.giveUp()
    this.ports.say({ kind: 'want', tiles: missing })
    if (missing.length > 0) {
      this.stage = { kind: 'fetching', tries, horizon: timeline.horizon, wanted, healed }
      this.expectWithin(this.ports.limits.healWithinMs)
    } else this.heal(healed.length > 0 ? 'tiles' : 'rebuilding', healed)
  }

  private heal(by: 'tiles' | 'rebuilding', tiles: readonly BaseTile[]): void {
    this.cancel()
    this.stage = { kind: 'watched', by, tiles: tiles.length }
    this.ports.timeline()?.healBase(tiles)
    this.ports.onHealed()
  }

  private ask(tries: number): void {
    const { clock, limits } = this.ports
    const sinceMs = clock.nowMs() - this.askedMs
    if (sinceMs >= 0 && sinceMs < limits.inspectEveryMs)
      return this.pause(tries - 1, limits.inspectEveryMs - sinceMs)
    this.askedMs = clock.nowMs()
    this.stage = { kind: 'asked', tries, tiles: [] }
    this.ports.say({ kind: 'inspect' })
    this.expectWithin(this.ports.limits.healWithinMs)
  }

  /** The horizon moved meanwhile: the host is asked once more when it allows that. */
  private pause(tries: number, ms = this.ports.limits.inspectEveryMs): void {
    const { clock, limits } = this.ports
    if (tries >= limits.healTriesMax) return this.giveUp()
    this.cancel()
    this.stage = { kind: 'pausing', tries }
    this.timer = clock.after(ms, () => this.ask(tries + 1))
  }

  private giveUp(): void {
    this.stop()
    this.ports.onHopeless()
  }

  private expectWithin(ms: number): void {
    this.cancel()
    this.timer = this.ports.clock.after(ms, () => this.giveUp())
  }

  private cancel(): void {
    if (this.timer !== undefined) this.ports.clock.cancel(this.timer)
    this.timer = undefined
  }
}

function keyOf(layer: LayerId, index: number): string {
  return `${layer} ${index}`
}

function isSameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at])
}

function malformed(what: string): ProtocolError {
  return new ProtocolError('malformed', `The host can't be followed: ${what}.`)
}
