import { limits, type Limits } from '../base/limits.ts'
import { Prng } from '../base/prng.ts'
import { xxh64 } from '../base/xxh64.ts'
import { startClient, type ChatState, type Client } from '../client.ts'
import { tileSidePx } from '../kernel/tile-layout.ts'
import { roundBrush } from '../raster/brush.ts'
import { decodeOperation } from '../raster/operation-codec.ts'
import type { Operation } from '../raster/operation.ts'
import { tileIndexOf } from '../raster/plane.ts'
import type { Sample } from '../raster/sample.ts'
import { toOffsets } from '../raster/sample-offsets.ts'
import { createStructure, firstLayer } from '../raster/structure.ts'
import type { PersonPresence, PersonStance, SessionState } from '../replica/session-state.ts'
import { strictMemory } from './picture-memories.ts'
import { ScriptedHost } from './scripted-host.ts'
import { SimulatedClock } from './simulated-clock.ts'

export const penBrush = roundBrush({
  size: 160,
  opacity: 200,
  hardness: 128,
  color: 0x2040c0,
})

/** The picture of a ScriptedHost, if nothing else is said: 4 × 2 tiles in the middle of the plane. */
export const scriptedSize = { width: 256, height: 128 }
const { frame } = createStructure(scriptedSize)

/** Where marks are laid when nothing is special. */
export const plainPlace = { layer: firstLayer, alphaLock: false, selected: false } as const

/** Samples along a line, `count` of them from x on, in px of the picture. */
export function lineSamples(fromPx: number, count: number, yPx = 40): Sample[] {
  return Array.from({ length: count }, (_, i) => ({
    x: (frame.x + fromPx + 4 * i) * 16,
    y: (frame.y + yPx) * 16,
    pressure: 1023,
  }))
}

/** Somebody's whole stroke. */
export function wholeStroke(fromPx: number, yPx = 40): Operation[] {
  const samples = lineSamples(fromPx, 8, yPx)
  return [
    { kind: 'stroke-begin', ...plainPlace, brush: penBrush, samples: samples.slice(0, 4) },
    { kind: 'stroke-points', samples: toOffsets(samples[3]!, samples.slice(4)) },
    { kind: 'end' },
  ]
}

/** The index of a tile of the picture, counted row by row in it. */
export function tileOfPicture(place: number): number {
  return tileIndexOf((frame.x >> 6) + (place % 4), (frame.y >> 6) + Math.floor(place / 4))
}

/** A real client, a scripted host, and everything that the listener was told. */
export interface ScriptedSession {
  readonly clock: SimulatedClock
  readonly host: ScriptedHost
  readonly client: Client
  readonly states: SessionState[]
  readonly presences: (readonly PersonPresence[])[]
  readonly stances: (readonly PersonStance[])[]
  readonly chats: ChatState[]
  readonly pongs: number[]
  readonly dirtyCalls: () => number
}

export function startScripted(
  changed: Partial<Limits> = {},
  host = new ScriptedHost(),
  memory = strictMemory(),
): ScriptedSession {
  const clock = new SimulatedClock()
  const states: SessionState[] = []
  const presences: (readonly PersonPresence[])[] = []
  const stances: (readonly PersonStance[])[] = []
  const chats: ChatState[] = []
  const pongs: number[] = []
  let dirtyCalls = 0
  const client = startClient({
    memory,
    dialer: host,
    clock,
    prng: new Prng(1),
    token: new Uint8Array(16),
    participantKey: new Uint8Array(16).fill(7),
    name: 'Ann',
    color: 0xff0000,
    view: { x: 0, y: 0, width: 64, height: 64 },
    limits: { ...limits, ...changed },
    listener: {
      onState: (state) => states.push(state),
      onPresence: (people) => presences.push(people),
      onStances: (people) => stances.push(people),
      onChat: (chat) => chats.push(chat),
      onPong: (number) => pongs.push(number),
      onDirty: () => {
        dirtyCalls += 1
      },
    },
  })
  return { clock, host, client, states, presences, stances, chats, pongs, dirtyCalls: () => dirtyCalls }
}

/** A client that joined a picture at rest. */
export function startJoined(changed: Partial<Limits> = {}, host = new ScriptedHost()): ScriptedSession {
  const session = startScripted(changed, host)
  host.line.open()
  host.sendSnapshot()
  return session
}

/** Lets time pass until the client has dialed again, and opens the line. */
export async function reopenLine({ clock, host }: ScriptedSession): Promise<void> {
  const dialed = host.lines.length
  const isThere = await clock.runUntil(() => host.lines.length > dialed, clock.elapsedMs() + 10_000)
  if (!isThere) throw new Error('the client does not dial again')
  host.line.open()
}

/** What the host was sent on this line, in order. */
export function operationsSent(host: ScriptedHost): Operation[] {
  return host.line.updates.map(({ operation }) => decodeOperation(operation))
}

/** What the screen shows of the picture, as a digest for each tile, row by row. */
export function screen(client: Client): string[] {
  const pixels = new Uint8Array(tileSidePx * tileSidePx * 4)
  return Array.from({ length: 8 }, (_, place) => {
    client.renderTile(tileOfPicture(place), pixels)
    const { hi, lo } = xxh64(pixels)
    return `${hi} ${lo}`
  })
}

/** Which tiles of the picture look different since the last call, as places counted row by row. */
export function takeDirtyPlaces(client: Client): number[] {
  const dirty = new Set(client.takeDirty())
  return [0, 1, 2, 3, 4, 5, 6, 7].filter((place) => dirty.has(tileOfPicture(place)))
}
