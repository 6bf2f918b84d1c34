// The picture as the host has ordered it, and how it comes to be here.
//
//   none ──welcome──▶ gathering ──first updates or tiles──▶ following ──seq of the welcome──▶ settled
//                       │ carried updates: what the base       │ updates h+1..n                 │ live updates
//                       │ needs to exist                       ╰──── tiles, tiles, … last ──────╯
//
// Tiles may come late: the Timeline passes over missing columns and brings them up to date as they arrive. While a picture is
// replaced, the former one stays visible where the new one has no pixels yet. A resume starts at `following` with what is there.

import { assert } from '../base/assert.ts'
import { ProtocolError } from '../base/errors.ts'
import type { Limits } from '../base/limits.ts'
import type { PictureMemory } from '../kernel/picture-memory.ts'
import type { PixelBlock } from '../kernel/pixel-block.ts'
import type { HostMessageOf } from '../protocol/messages.ts'
import type { ActionWatcher } from '../raster/action-watcher.ts'
import { decodeOperation } from '../raster/operation-codec.ts'
import { hostAuthor, type Update } from '../raster/operation.ts'
import { decodeStructure, type LayerId, type Structure } from '../raster/structure.ts'
import type { Tile } from '../raster/tile.ts'
import { Timeline } from '../raster/timeline.ts'
import { LateTiles } from './late-tiles.ts'

type Stage =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'gathering'
      readonly target: number
      readonly horizon: number
      readonly baseSeq: number
      readonly structure: Structure
      readonly carried: Update[]
    }
  | { readonly kind: 'following'; readonly target: number; readonly from: 'snapshot' | 'resume' }
  | { readonly kind: 'settled' }

type SnapshotStart = Extract<HostMessageOf<'welcome'>['start'], { kind: 'snapshot' }>

/** Far beyond any picture's life, and every sum of it is exact. */
const seqMax = 2 ** 48

export interface Arrival {
  readonly bytes: number
  readonly tiles: number
  readonly tilesTotal: number
}

export class ConfirmedPicture {
  private readonly memory: PictureMemory
  private readonly limits: Limits
  private stage: Stage = { kind: 'none' }
  private current: Timeline | undefined
  private former: Timeline | undefined
  private readonly watcher: ActionWatcher | undefined
  private late: LateTiles | undefined

  constructor(memory: PictureMemory, limits: Limits, watcher?: ActionWatcher) {
    this.memory = memory
    this.limits = limits
    this.watcher = watcher
  }

  /** What is shown: of a picture that is being replaced, the former one until the new one begins. */
  get timeline(): Timeline | undefined {
    return this.current
  }

  get isSettled(): boolean {
    return this.stage.kind === 'settled'
  }

  /** Frame and layers now; at first, those of the base. */
  get structure(): Structure | undefined {
    return this.current?.structure ?? (this.stage.kind === 'gathering' ? this.stage.structure : undefined)
  }

  /** Whether every update and every tile is here. */
  get isWhole(): boolean {
    return this.isSettled && this.current?.missingColumns === 0
  }

  /** Whether a host can go on from `timeline.seq`: the picture is whole, or needs nothing but later updates. */
  get canResume(): boolean {
    const isContinuous = this.isSettled || (this.stage.kind === 'following' && this.stage.from === 'resume')
    return isContinuous && this.current?.missingColumns === 0
  }

  /**
   * Whether the picture is, at this seq, the one that the host had then. On the way from a snapshot's base to its seq it need
   * not be: the base was taken at that seq, so a stroke undone on the way may be missing from the beginning.
   */
  get isTrue(): boolean {
    if (this.stage.kind !== 'following') return this.isSettled
    return this.stage.from === 'resume' || this.current!.seq >= this.stage.target
  }

  /** How far the base has come; undefined when nothing of it is on its way. */
  get catchingUp(): Arrival | undefined {
    return this.late && { ...this.late.arrival, tilesTotal: this.late.tilesTotal }
  }

  /** The committed tile to show; where a new picture has no pixels yet, the former one's. */
  tile(layer: LayerId, index: number): Tile | undefined {
    if (this.former !== undefined && this.current?.isMissing(index) === true) {
      return this.former.tile(layer, index)
    }
    return this.current?.tile(layer, index)
  }

  /** Marks the pixels of tiles that no timeline has yet. */
  mark(mark: (block: PixelBlock) => void): void {
    this.late?.mark(mark)
  }

  startSnapshot(welcome: HostMessageOf<'welcome'>, start: SnapshotStart): void {
    const structure = decodeStructure(start.structure)
    const late = new LateTiles(this.memory, start.layers, this.limits)
    if (welcome.horizon > welcome.seq || Math.max(welcome.seq, start.baseSeq) > seqMax) {
      throw malformed(`the horizon ${welcome.horizon} or the newest update ${welcome.seq} is too far`)
    }
    this.stage = {
      kind: 'gathering',
      target: welcome.seq,
      horizon: welcome.horizon,
      baseSeq: start.baseSeq,
      structure,
      carried: [],
    }
    this.late = late
  }

  startResume(welcome: HostMessageOf<'welcome'>): void {
    const { current } = this
    assert(current !== undefined && this.canResume, 'a resume is asked for only when it is possible')
    if (welcome.seq < current.seq) {
      throw malformed(`the host resumes at ${welcome.seq}, but this client is at ${current.seq}`)
    }
    this.late = undefined
    this.stage = { kind: 'following', target: welcome.seq, from: 'resume' }
    this.settleWhenThere()
  }

  addCarried(updates: readonly Update[]): void {
    if (this.stage.kind !== 'gathering')
      throw malformed('carried updates come between a welcome and its updates')
    const { carried, horizon } = this.stage
    for (const update of updates) {
      if (update.seq > horizon || update.seq <= (carried.at(-1)?.seq ?? 0)) {
        throw malformed(`the carried update ${update.seq} is out of order, or past the horizon ${horizon}`)
      }
      carried.push(keep(update))
    }
  }

  /** Applies updates that must follow what is here; `onEach` is called after each. */
  addUpdates(message: HostMessageOf<'updates'>, onEach: (update: Update) => void): void {
    const timeline = this.begun()
    message.updates.forEach((ordered, place) => {
      const update = keep({ ...ordered, seq: message.firstSeq + place })
      if (update.seq !== timeline.seq + 1) {
        throw new ProtocolError('sequence-gap', `Update ${update.seq} came, but ${timeline.seq + 1} is next.`)
      }
      if ((decodeOperation(update.operation).kind === 'close') !== (update.author === hostAuthor)) {
        throw malformed(`update ${update.seq} is not one that author ${update.author} makes`)
      }
      timeline.apply(update)
      this.memory.collectWhenDue()
      assert(timeline.seq === update.seq, 'the timeline grows by one update at a time')
      onEach(update)
    })
    this.settleWhenThere()
  }

  addTiles(message: HostMessageOf<'tiles'>): void {
    const timeline = this.begun()
    const { late } = this
    if (late === undefined) throw malformed('tiles came, and none are on their way')
    for (const tile of message.tiles) {
      const column = late.add(tile)
      if (column !== undefined) timeline.setBaseColumn(tile.index, column)
    }
    if (message.last) {
      if (timeline.missingColumns > 0)
        throw malformed(`the last tiles came, and ${timeline.missingColumns} places miss some`)
      this.late = undefined
      this.former?.dispose()
      this.former = undefined
    }
    this.settleWhenThere()
  }

  /** The Timeline; after the carried updates it begins with the first thing that is not one. */
  private begun(): Timeline {
    if (this.stage.kind === 'gathering') {
      const { target, horizon, baseSeq, structure, carried } = this.stage
      // Of two replaced pictures the older one is whole.
      if (this.former === undefined) this.former = this.current
      else this.current?.dispose()
      this.current = new Timeline(
        { horizon, seq: baseSeq, structure, layers: new Map(), carried },
        {
          memory: this.memory,
          missing: this.late?.indices() ?? [],
          horizonLimits: this.limits,
          watcher: this.watcher,
        },
      )
      this.stage = { kind: 'following', target, from: 'snapshot' }
    }
    if (this.current === undefined || this.stage.kind === 'none') throw malformed('no welcome came before')
    return this.current
  }

  private settleWhenThere(): void {
    if (this.stage.kind === 'following' && this.current!.seq >= this.stage.target)
      this.stage = { kind: 'settled' }
  }
}

/** Bytes of a message belong to the network; what is kept is copied. */
function keep(update: Update): Update {
  return { ...update, operation: update.operation.slice() }
}

function malformed(what: string): ProtocolError {
  return new ProtocolError('malformed', `The picture can't be followed: ${what}.`)
}
