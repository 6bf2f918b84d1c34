// Two light painters in one process, so that both read the same clock: one sends, the other tells how long each update took.

import { firstLayer, limits, roundBrush } from '../../sync-core/index.ts'
import { encodeOperation } from '../../sync-core/raster/operation-codec.ts'
import { createStructure } from '../../sync-core/raster/structure.ts'
import { serveCommands } from './command-channel.ts'
import type { SessionPlace } from './host-process.ts'
import { LightPainter } from './light-painter.ts'

const commands = { gather, paintForGood, paintSteadily, waitForSaving, takeLatencies }
export type LatencyCommands = typeof commands

let place: SessionPlace
let sender: LightPainter
let listener: LightPainter
const sentMs: number[] = []
let latenciesMs: number[] = []

async function gather(given: SessionPlace): Promise<void> {
  place = given
  sender = await LightPainter.join({ kind: 'host', ...place }, 1)
  listener = await LightPainter.join({ kind: 'host', ...place }, 2)
}

/**
 * Paints something and then so much else that it can't be undone any more: the host writes it as pixels. Those who help stay,
 * or the host would end what they had begun, between two updates of the sender.
 */
async function paintForGood(operation: Uint8Array): Promise<void> {
  const fillers = [3, 4].map((number) => LightPainter.join({ kind: 'host', ...place }, number))
  const [first, second] = await Promise.all(fillers)
  sender.paint(operation)
  for (let taps = 0; taps <= limits.undoActionsKept; taps++) {
    sender.paint(tap)
    sender.paint(end)
  }
  for (let sent = 0; sent < limits.pendingUpdatesMax; sent += 2) {
    first!.paint(end)
    second!.paint(end)
  }
  const seqMin = 1 + 2 * (limits.undoActionsKept + 1) + limits.pendingUpdatesMax
  await new Promise<void>((resolve) => {
    listener.onStamp = (seq) => {
      if (seq >= seqMin) resolve()
    }
  })
}

/** An update every few milliseconds from now on. */
function paintSteadily({
  operations,
  everyMs,
}: {
  operations: readonly Uint8Array[]
  everyMs: number
}): Promise<void> {
  let next = 0
  let heard = 0
  // Only one paints now, so updates come in the order in which they were sent.
  listener.onUpdates = (count) => {
    const nowMs = performance.now()
    for (let left = count; left > 0; left--) latenciesMs.push(nowMs - sentMs[heard++]!)
  }
  setInterval(() => {
    sentMs.push(performance.now())
    sender.paint(operations[next++ % operations.length]!)
  }, everyMs)
  return Promise.resolve()
}

/** Resolves when the host begins to write the picture. */
function waitForSaving(): Promise<void> {
  return new Promise((resolve) => {
    listener.onSaved = (state) => {
      if (state === 'saving') resolve()
    }
  })
}

/** In ms, of each update that came since the last call. */
function takeLatencies(): Promise<readonly number[]> {
  const taken = latenciesMs
  latenciesMs = []
  return Promise.resolve(taken)
}

const end = encodeOperation({ kind: 'end' })
const { frame } = createStructure({ width: 64, height: 64 })
const tap = encodeOperation({
  kind: 'stroke-begin',
  layer: firstLayer,
  alphaLock: false,
  selected: false,
  brush: roundBrush({ size: 64, color: 0x204060 }),
  samples: [{ x: frame.x * 16, y: frame.y * 16, pressure: 500 }],
})

serveCommands(commands)
