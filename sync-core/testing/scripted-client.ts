import { startClient, type Client } from '../client.ts'
import { limits, type Limits } from '../base/limits.ts'
import { Prng } from '../base/prng.ts'
import { roundBrush } from '../raster/brush.ts'
import type { Sample } from '../raster/sample.ts'
import type { Operation } from '../raster/operation.ts'
import { tileCount, tileSidePx } from '../raster/canvas-size.ts'
import { xxh64 } from '../raster/xxh64.ts'
import type { PersonPresence, SessionState } from '../replica/session-state.ts'
import { ScriptedHost } from './scripted-host.ts'
import { SimulatedClock } from './simulated-clock.ts'

export const penBrush = roundBrush({
  size: 160,
  opacity: 200,
  hardness: 128,
  color: 0x2040c0,
})

/** Samples along a line, `count` of them from x on, in px. */
export function lineSamples(fromPx: number, count: number, yPx = 40): Sample[] {
  return Array.from({ length: count }, (_, i) => ({ x: (fromPx + 4 * i) * 16, y: yPx * 16, pressure: 1023 }))
}

/** Somebody's whole stroke. */
export function wholeStroke(fromPx: number, yPx = 40): Operation[] {
  return [
    { kind: 'stroke-begin', brush: penBrush, samples: lineSamples(fromPx, 4, yPx) },
    { kind: 'stroke-points', samples: lineSamples(fromPx + 16, 4, yPx) },
    { kind: 'end' },
  ]
}

/** A real client, a scripted host, and everything that the listener was told. */
export interface ScriptedSession {
  readonly clock: SimulatedClock
  readonly host: ScriptedHost
  readonly client: Client
  readonly states: SessionState[]
  readonly presences: (readonly PersonPresence[])[]
  readonly dirtyCalls: () => number
}

export function startScripted(changed: Partial<Limits> = {}, host = new ScriptedHost()): ScriptedSession {
  const clock = new SimulatedClock()
  const states: SessionState[] = []
  const presences: (readonly PersonPresence[])[] = []
  let dirtyCalls = 0
  const client = startClient({
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
      onDirty: () => {
        dirtyCalls += 1
      },
    },
  })
  return { clock, host, client, states, presences, dirtyCalls: () => dirtyCalls }
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

/** What the screen shows, as a digest for each tile. */
export function screen(client: Client): string[] {
  const pixels = new Uint8Array(tileSidePx * tileSidePx * 4)
  return Array.from({ length: tileCount(client.state().picture!.size) }, (_, index) => {
    client.renderTile(index, pixels)
    const { hi, lo } = xxh64(pixels)
    return `${hi} ${lo}`
  })
}
