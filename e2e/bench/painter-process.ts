// Many light painters in one process: they paint as fast as they are echoed, or steadily while somebody else joins.

import { limits } from '../../sync-core/index.ts'
import { serveCommands } from './command-channel.ts'
import { LightPainter, type PaintingPlace } from './light-painter.ts'
import type { EncodedStroke } from './recorded-strokes.ts'

/** What came of painting as fast as possible. */
export interface PaintingResult {
  readonly sent: number
  readonly delivered: number
  /** From the first update sent to the last one delivered. */
  readonly elapsedMs: number
  /** From then until the host's stamp of the last update: how far its raster was behind. 0 at a bare server. */
  readonly foldMs: number
}

const commands = {
  keepStrokes,
  gather,
  paint,
  paintPaced,
  paintSteadily,
  paintTogether,
  takeLongestGap,
  leave,
}
export type PainterCommands = typeof commands

/** Below what a host takes at once from one connection. */
const updatesPerPainterMax = limits.updatesBurst - 500
const roundWithinMs = 60_000

let strokes: readonly EncodedStroke[] = []
let painters: LightPainter[] = []
let placeKind: PaintingPlace['kind'] = 'plain'
let longestGapMs = 0
let ticking: NodeJS.Timeout | undefined

function keepStrokes(kept: readonly EncodedStroke[]): Promise<void> {
  strokes = kept
  return Promise.resolve()
}

/** Lets painters join, all at once. */
async function gather({ place, count }: { place: PaintingPlace; count: number }): Promise<void> {
  placeKind = place.kind
  const joining = Array.from({ length: count }, (_, i) => LightPainter.join(place, i + 1))
  painters = await Promise.all(joining)
}

/** Deals the strokes to the painters; each keeps `inFlight` updates under way, until the time is over or its strokes are. */
function paint({ inFlight, durationMs }: { inFlight: number; durationMs: number }): Promise<PaintingResult> {
  return new Promise((resolve, reject) => {
    const startMs = performance.now()
    const timeout = setTimeout(() => reject(new Error('not every update was delivered')), roundWithinMs)
    let sent = 0
    let delivered = 0
    let stampedSeq = 0
    let painting = painters.length
    let deliveredMs: number | undefined
    const finishWhenDone = (): void => {
      const nowMs = performance.now()
      if (painting > 0 || delivered < sent * painters.length) return
      deliveredMs ??= nowMs
      if (placeKind === 'host' && stampedSeq < painters[0]!.seq) return
      clearTimeout(timeout)
      resolve({ sent, delivered, elapsedMs: deliveredMs - startMs, foldMs: nowMs - deliveredMs })
    }
    painters[0]!.onStamp = (seq) => {
      stampedSeq = seq
      finishWhenDone()
    }
    painters.forEach((painter, i) => {
      const own = strokes
        .filter((_, at) => at % painters.length === i)
        .flat()
        .slice(0, updatesPerPainterMax)
      let next = 0
      let state: 'painting' | 'done' = 'painting'
      const send = (count: number): void => {
        for (let left = count; left > 0 && next < own.length; left--) {
          painter.paint(own[next++]!)
          sent += 1
        }
      }
      painter.onUpdates = (count, ownCount) => {
        delivered += count
        const isOver = performance.now() - startMs >= durationMs || next === own.length
        if (state === 'painting' && isOver) {
          state = 'done'
          painting -= 1
        }
        if (state === 'painting') send(ownCount)
        else finishWhenDone()
      }
      send(inFlight)
    })
  })
}

/** What came of painting at a pace. */
export interface PacedResult {
  readonly sent: number
  readonly delivered: number
  readonly elapsedMs: number
  /** From sending an update to its arrival at its author, of each, in order of length. */
  readonly latenciesMs: Float64Array
}

/** Every painter sends so many updates a second, each at a moment of its own, until the time is over and all came. */
async function paintPaced({
  perSecond,
  durationMs,
}: {
  perSecond: number
  durationMs: number
}): Promise<PacedResult> {
  const latenciesMs: number[] = []
  let sent = 0
  let delivered = 0
  const begunMs = performance.now()
  const paintings = painters.map((painter, i) => {
    const own = strokes.filter((_stroke, at) => at % painters.length === i).flat()
    const sentMs: number[] = []
    let heard = 0
    painter.onUpdates = (count, ownCount) => {
      delivered += count
      const nowMs = performance.now()
      for (let left = ownCount; left > 0; left--) latenciesMs.push(nowMs - sentMs[heard++]!)
    }
    return () => {
      const elapsed = Math.min(performance.now() - begunMs, durationMs)
      // A late timer is made up for.
      const due = Math.min(own.length, Math.floor((elapsed * perSecond) / 1000 + i / painters.length))
      while (sentMs.length < due) {
        painter.paint(own[sentMs.length]!)
        sentMs.push(performance.now())
        sent += 1
      }
    }
  })
  const everyMs = 1
  await new Promise<void>((resolve, reject) => {
    const ticks = setInterval(() => {
      for (const paintOn of paintings) paintOn()
      const elapsedMs = performance.now() - begunMs
      if (elapsedMs < durationMs) return
      if (delivered < sent * painters.length && elapsedMs < durationMs + roundWithinMs) return
      clearInterval(ticks)
      if (delivered === sent * painters.length) resolve()
      else reject(new Error('not every update was delivered'))
    }, everyMs)
  })
  const elapsedMs = performance.now() - begunMs
  return { sent, delivered, elapsedMs, latenciesMs: Float64Array.from(latenciesMs).sort() }
}

/** The first painter sends an update every few milliseconds from now on; all others listen. */
function paintSteadily({ everyMs }: { everyMs: number }): Promise<void> {
  const operations = strokes.flat()
  let next = 0
  ticking = setInterval(() => painters[0]!.paint(operations[next++ % operations.length]!), everyMs)
  for (const listener of painters.slice(1)) {
    let heardMs = performance.now()
    listener.onUpdates = () => {
      const nowMs = performance.now()
      longestGapMs = Math.max(longestGapMs, nowMs - heardMs)
      heardMs = nowMs
    }
  }
  return Promise.resolve()
}

/** Every painter sends an update every few milliseconds from now on, of strokes of its own. */
function paintTogether({ everyMs }: { everyMs: number }): Promise<void> {
  const own = painters.map((_, i) => strokes.filter((_stroke, at) => at % painters.length === i).flat())
  const begunMs = performance.now()
  let sent = 0
  ticking = setInterval(() => {
    // A late timer is made up for.
    for (; sent * everyMs < performance.now() - begunMs; sent++) {
      painters.forEach((painter, i) => painter.paint(own[i]![sent % own[i]!.length]!))
    }
  }, everyMs)
  return Promise.resolve()
}

/** The longest time that a listener heard nothing, since the last call. */
function takeLongestGap(): Promise<number> {
  const taken = longestGapMs
  longestGapMs = 0
  return Promise.resolve(taken)
}

async function leave(): Promise<void> {
  clearInterval(ticking)
  await Promise.all(painters.map((painter) => painter.leave()))
  painters = []
}

serveCommands(commands)
