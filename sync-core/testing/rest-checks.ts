import { tileSidePx } from '../kernel/tile-layout.ts'
import { sameBytes } from '../pictures/content-name.ts'
import { blankBase } from '../raster/base.ts'
import { encodeOperation } from '../raster/operation-codec.ts'
import type { Operation } from '../raster/operation.ts'
import { tileIndexOf } from '../raster/plane.ts'
import type { TaskKind } from '../scheduler/task.ts'
import { checkDrawn } from './drawn-samples.ts'
import { newTimeline } from './picture-memories.ts'
import type { SeenUpdate } from './session-history.ts'
import type { SimulatedPainter } from './simulated-painter.ts'
import type { SimulatedSession } from './simulated-session.ts'
import { SimulationFailure } from './simulation-failure.ts'

/** Whether everybody has everything: connected, nothing unacknowledged, at the host's seq, and compared with it there. */
export function isAtRest(session: SimulatedSession, painters: readonly SimulatedPainter[]): boolean {
  const { host } = session
  if (host === undefined) return false
  const { seq, durableSeq, health, people } = host.state()
  if (!health.writable || durableSeq !== seq || people !== painters.length) return false
  const { order } = session.history.talk
  return painters.every(({ client, talk }) => {
    const state = client?.state()
    if (state === undefined || state.connection.kind !== 'connected') return false
    if (state.seq !== seq || state.unacknowledged > 0) return false
    if (!talk.isAtRest(order, painters)) return false
    return seq === 0 || (state.sync.kind === 'in-sync' && state.sync.seq === seq)
  })
}

/** Why `isAtRest` says no, for the one who reads the trace. */
export function describeUnrest(session: SimulatedSession, painters: readonly SimulatedPainter[]): string {
  const host = session.host?.state()
  const words = painters.map(({ name, client, talk }) => {
    const state = client?.state()
    if (state === undefined) return `${name} has no window`
    const { connection, seq, unacknowledged, sync } = state
    return `${name} is ${connection.kind} at ${seq}, ${unacknowledged} unacknowledged, sync ${JSON.stringify(sync)}, ${talk.describe(session.history.talk.order)}`
  })
  return `host ${session.hostKind} ${JSON.stringify(host)}; ${words.join('; ')}`
}

/**
 * Throws unless everybody at rest has one picture, and it is the picture of the order that was seen. Returns its hash.
 */
export function checkPictures(session: SimulatedSession, painters: readonly SimulatedPainter[]): string {
  session.history.checkAuthors()
  for (const { talk } of painters) talk.check(session.history.talk.order)
  const expected = painters[0]!.client!.hash()
  const shown = shownHash(painters[0]!)
  if (expected === undefined)
    throw new SimulationFailure('no-hash', `${painters[0]!.name} is at rest without a hash`)
  for (const painter of painters) {
    const hash = painter.client!.hash()
    if (hash !== expected) {
      throw new SimulationFailure(
        'pictures-differ',
        `${painter.name} has ${hash}, ${painters[0]!.name} ${expected}`,
      )
    }
    if (shownHash(painter) !== shown) {
      throw new SimulationFailure(
        'shown-differs',
        `${painter.name} and ${painters[0]!.name} are shown different pixels`,
      )
    }
  }
  const order = session.history.whole()
  if (order === undefined) return expected
  const replayed = newTimeline(blankBase(session.size), { horizonLimits: session.limits })
  for (const update of order) replayed.apply(update)
  if (replayed.hash() !== expected) {
    throw new SimulationFailure(
      'order-differs',
      `the order that was seen paints ${replayed.hash()}, all have ${expected}`,
    )
  }
  for (const { author } of painters) if (author !== undefined) checkUndoAll(session, order, author)
  return expected
}

/** Throws unless the picture in which somebody undoes everything is the picture in which they never were. */
function checkUndoAll(session: SimulatedSession, order: readonly SeenUpdate[], author: number): void {
  const horizonLimits = { ...session.limits, ...withoutHorizon }
  const undone = newTimeline(blankBase(session.size), { horizonLimits })
  for (const update of order) undone.apply(update)
  let clientSeq = order.filter((update) => update.author === author).at(-1)?.clientSeq ?? 0
  const act = (operation: Operation): void => {
    clientSeq += 1
    undone.apply({ seq: undone.seq + 1, author, clientSeq, operation: encodeOperation(operation) })
  }
  act({ kind: 'end' })
  for (const { action } of undone.actionsOf(author)) act({ kind: 'undo', action })
  const without = newTimeline(blankBase(session.size), { horizonLimits })
  for (const update of order) {
    if (update.author !== author) without.apply({ ...update, seq: without.seq + 1 })
  }
  if (undone.hash() === without.hash()) return
  throw new SimulationFailure(
    'undo-all-differs',
    `with everything of author ${author} undone the picture is ${undone.hash()}, without them it is ${without.hash()}`,
  )
}

/** Throws unless the stored history has every update from 1 on, as it was seen, up to this one at least. */
export async function checkStoredHistory(session: SimulatedSession, seq: number): Promise<void> {
  const stored = await session.storedUpdates().catch((error: Error) => {
    throw new SimulationFailure('history-read', error.message)
  })
  if (stored.length < seq) {
    throw new SimulationFailure('history-short', `${seq} was saved, and the history ends at ${stored.length}`)
  }
  for (const [at, update] of stored.entries()) {
    const seen = session.history.updates[at + 1]
    const isSame =
      seen === undefined ||
      (seen.author === update.author &&
        seen.clientSeq === update.clientSeq &&
        sameBytes(seen.operation, update.operation))
    if (update.seq === at + 1 && isSame) continue
    throw new SimulationFailure(
      'history-differs',
      `place ${at + 1} of the stored history has update ${update.seq}, number ${update.clientSeq} of author ${update.author}`,
    )
  }
}

/** Throws unless every task of these kinds comes to wait soon, and the picture is persisted up to its last update. */
export async function checkTasksRest(session: SimulatedSession, kinds: readonly TaskKind[]): Promise<void> {
  const lookEveryMs = 250
  // A claim whose answer got lost is nobody's until its lease is over.
  const { persistCadenceMs, taskLeaseMs } = session.limits
  const withinMs = 20_000 + 2 * persistCadenceMs + taskLeaseMs
  let seen = ''
  for (let waitedMs = 0; waitedMs < withinMs; waitedMs += lookEveryMs) {
    await session.runUntil(() => false, lookEveryMs)
    const rows = await session.disk.tasks.rows(undefined, 100)
    const seq = session.host?.state().seq
    const isAtRest = rows.every((row) => row.nextRunMs === undefined || !kinds.includes(row.kind))
    if (isAtRest && rows.find(({ kind }) => kind === 'persist')?.doneSeq === seq) return
    seen = JSON.stringify({ seq, rows })
  }
  throw new SimulationFailure('tasks-rest', `the tasks do not come to rest: ${seen}`)
}

const withoutHorizon = { pendingUpdatesMax: 1e9, pendingBytesMax: 1e12 }

/** Throws unless all that was drawn and not lost with a killed window is in the order. */
export function checkAllDrawn(session: SimulatedSession, painters: readonly SimulatedPainter[]): void {
  const order = session.history.whole()
  // What was durable was given up by those who drew it.
  if (order === undefined || session.history.hasLostDurable) return
  for (const { name, author, lives } of painters) {
    if (author !== undefined) checkDrawn(name, author, lives, order)
  }
}

/** What a window shows, own predicted strokes and open strokes of others included. */
function shownHash(painter: SimulatedPainter): string {
  const pixels = new Uint8Array(tileSidePx * tileSidePx * 4)
  let digest = 0
  const { x, y, width, height } = painter.client!.state().frame!
  for (let ty = y >> 6; ty <= (y + height) >> 6; ty++) {
    for (let tx = x >> 6; tx <= (x + width) >> 6; tx++) {
      painter.client!.renderTile(tileIndexOf(tx, ty), pixels)
      const words = new Int32Array(pixels.buffer)
      for (const word of words) digest = Math.imul(digest ^ word, 0x01000193) + 1
    }
  }
  return digest.toString(16)
}
