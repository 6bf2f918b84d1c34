// A picture is opened with everything that fits into memory. What does not fit was ordered by a session that ran out of it, or
// comes from a computer that has more; without it the picture opens, and with it nobody would see it again.
//
//   update does not fit ──▶ swept, tried again ──▶ its stand-in takes its place
//        stand-in does not fit either: what its author has open can't be ended ──▶ all of that is left out, from the beginning
//   the horizon does not fit (it moves inside of an update) ──▶ from the beginning, with room kept free for it
//   even so ──▶ the base alone
//
// Each time is a replay from the base, and there are at most `triesMax`. Updates keep their place in the order. Rejected:
// ending the order before the first that does not fit (everybody's later work would be lost with it).

import { assert } from '../base/assert.ts'
import { OutOfMemoryError } from '../base/errors.ts'
import type { Limits } from '../base/limits.ts'
import type { PictureMemory } from '../kernel/picture-memory.ts'
import { pixelTileBytes } from '../kernel/tile-layout.ts'
import { leaveOut, standInOf } from '../raster/stand-in.ts'
import type { Base } from '../raster/base.ts'
import { decodeOperation } from '../raster/operation-codec.ts'
import type { Update } from '../raster/operation.ts'
import { markLayers } from '../raster/tile-sheets.ts'
import { Timeline } from '../raster/timeline.ts'

export interface ReplayOptions {
  readonly memory: PictureMemory
  readonly limits: Limits
  readonly pause: () => Promise<void>
}

export interface FittingReplay {
  readonly timeline: Timeline
  /** What the base had, in the maps that the timeline shares: a layer that stays as it is stays the same map. */
  readonly stored: Base['layers']
  readonly leftOut: readonly number[]
}

/** Replays of a long journal take seconds each; one that is hostile in many ways at once opens with its base. */
const triesMax = 8

/** Rejects with OutOfMemoryError only when the base itself does not fit. */
export async function replayWhatFits(
  base: Base,
  pending: readonly Update[],
  options: ReplayOptions,
): Promise<FittingReplay> {
  const { memory } = options
  const removeRoot = memory.addRoot((mark) => markLayers(base.layers, mark))
  try {
    const leftOut = new Set<number>()
    const all = [...base.carried, ...pending].map(({ seq }) => seq)
    let roomBytes = 0
    for (let tries = 1; ; tries++) {
      if (tries === triesMax) for (const seq of all) leftOut.add(seq)
      const end = await replay(base, pending, { ...options, leftOut, roomBytes })
      if (end.kind === 'whole') {
        const { timeline, stored } = end
        return { timeline, stored, leftOut: [...leftOut].sort((a, b) => a - b) }
      }
      assert(tries < triesMax, 'updates that do nothing need no memory')
      for (const seq of end.hopeless) leftOut.add(seq)
      if (end.usedBytes > 0) {
        // Moving the horizon takes at most as much as there is; a second time, nothing but the base is sure to fit.
        if (roomBytes > 0) for (const seq of all) leftOut.add(seq)
        roomBytes = Math.ceil(end.usedBytes / 2)
      }
      memory.collect()
    }
  } finally {
    removeRoot()
  }
}

/** Applies an update; memory is swept when that pays, and before it counts as short. */
export function applyInMemory(timeline: Timeline, update: Update): void {
  const { memory } = timeline
  try {
    timeline.apply(update)
  } catch (error) {
    if (!(error instanceof OutOfMemoryError) || !timeline.isSound) throw error
    memory.collect()
    timeline.apply(update)
  }
  memory.collectWhenDue()
}

type End =
  | { readonly kind: 'whole'; readonly timeline: Timeline; readonly stored: Base['layers'] }
  /** To be tried again without these; `usedBytes` is what was taken when a change failed halfway, else 0. */
  | { readonly kind: 'short'; readonly hopeless: readonly number[]; readonly usedBytes: number }

interface Plan extends ReplayOptions {
  readonly leftOut: Set<number>
  /** Kept free before each update that paints. */
  readonly roomBytes: number
}

async function replay(base: Base, pending: readonly Update[], plan: Plan): Promise<End> {
  const { memory, limits, pause, leftOut } = plan
  const carried = base.carried.filter(({ seq }) => !leftOut.has(seq))
  let timeline: Timeline
  try {
    timeline = new Timeline({ ...base, carried }, { memory, horizonLimits: limits })
  } catch (error) {
    if (!(error instanceof OutOfMemoryError) || carried.length === 0) throw error
    return { kind: 'short', hopeless: carried.map(({ seq }) => seq), usedBytes: 0 }
  }
  // Its horizon may move from here on.
  const stored = timeline.base().layers
  for (const update of leaveOut(pending, leftOut)) {
    const short = applyOrLeaveOut(timeline, update, plan)
    if (short !== undefined) {
      timeline.dispose()
      return short
    }
    if (update.seq % limits.primaryBatchUpdatesMax === 0) await pause()
  }
  return { kind: 'whole', timeline, stored }
}

function applyOrLeaveOut(timeline: Timeline, update: Update, plan: Plan): End | undefined {
  if (takes(timeline, update, plan)) return undefined
  if (!timeline.isSound) return { kind: 'short', hopeless: [], usedBytes: plan.memory.usedBytes }
  const operation = decodeOperation(update.operation)
  // A close whose stand-in stood here would leave open what it can't end.
  const standIn = { ...update, operation: standInOf(update.author) }
  if (operation.kind !== 'close' && takes(timeline, standIn, { ...plan, roomBytes: 0 })) {
    plan.leftOut.add(update.seq)
    return undefined
  }
  if (!timeline.isSound) return { kind: 'short', hopeless: [], usedBytes: plan.memory.usedBytes }
  const author = operation.kind === 'close' ? operation.author : update.author
  return { kind: 'short', hopeless: openUpdatesOf(timeline, author), usedBytes: 0 }
}

/** Whether the update fits, with room left as it is planned. */
function takes(timeline: Timeline, update: Update, { memory, roomBytes }: Plan): boolean {
  try {
    if (roomBytes > 0 && update.operation.length > standInOf(update.author).length) {
      const pixels = Math.ceil(roomBytes / pixelTileBytes)
      try {
        memory.reserve({ pixels })
      } catch {
        memory.collect()
        memory.reserve({ pixels })
      }
    }
    applyInMemory(timeline, update)
    return true
  } catch (error) {
    if (!(error instanceof OutOfMemoryError)) throw error
    return false
  }
}

/** The updates of what the author has open, as far as they are known: begin and what continued it. */
function openUpdatesOf(timeline: Timeline, author: number): number[] {
  const action = timeline.openActionOf(author)?.action
  const updates = [...timeline.base().carried, ...timeline.pending()]
  return updates
    .filter((update) => update.author === author && action !== undefined && update.clientSeq >= action)
    .map(({ seq }) => seq)
}
