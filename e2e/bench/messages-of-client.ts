// What a real client sends for given strokes: the client's own assembly on a simulated clock, and a host that lets it in
// and then listens, with a sign of life now and then.

import { firstLayer, limits, Prng, startClient } from '../../sync-core/index.ts'
import type { Connection, ConnectionHandler, Sample } from '../../sync-core/index.ts'
import { decodeClientMessage, encodeHostMessage, protocolVersion } from '../../sync-core/protocol/messages.ts'
import { byPressure, roundBrush } from '../../sync-core/raster/brush.ts'
import { createStructure, encodeStructure } from '../../sync-core/raster/structure.ts'
import { SimulatedClock } from '../../sync-core/testing/simulated-clock.ts'
import type { TimedSample } from './recorded-strokes.ts'

const brush = roundBrush({
  size: 8 * 16,
  opacity: 255,
  hardness: 200,
  color: 0x204060,
  sizeBy: byPressure,
})

const structure = createStructure({ width: 1024, height: 1024 })

/** Every message with updates, in order. */
export async function messagesOfClient(strokes: readonly (readonly TimedSample[])[]): Promise<Uint8Array[]> {
  const clock = new SimulatedClock()
  const sent: Uint8Array[] = []
  const dial = (handler: ConnectionHandler & { onOpen(): void }): Connection => {
    clock.after(0, () => handler.onOpen())
    const beat = (): void => {
      handler.onMessage(encodeHostMessage({ kind: 'durable', seq: 0 }))
      clock.after(limits.heartbeatMs, beat)
    }
    return {
      send(message) {
        const { kind } = decodeClientMessage(message)
        if (kind === 'updates') sent.push(message)
        if (kind !== 'hello') return
        clock.after(0, () => greetingFrames().forEach((frame) => handler.onMessage(frame)))
        clock.after(limits.heartbeatMs, beat)
      },
      bufferedBytes: () => 0,
      close: () => undefined,
    }
  }
  const client = startClient({
    dialer: { dial },
    clock,
    prng: new Prng(1),
    token: new Uint8Array(16),
    participantKey: new Uint8Array(16),
    name: 'Pen',
    color: 0x204060,
    listener: { onState: () => undefined, onPresence: () => undefined, onDirty: () => undefined },
  })
  await clock.run(1)
  for (const stroke of strokes) {
    for (const [i, { atMs, sample }] of stroke.entries()) {
      await clock.run(Math.max(0, atMs - clock.elapsedMs()))
      if (i === 0) client.beginStroke(firstLayer, brush, [ofPlane(sample)])
      else client.addSamples([ofPlane(sample)])
    }
    client.endStroke()
  }
  client.leave()
  return sent
}

/** A sample of the picture where the picture lies in the plane. */
function ofPlane(sample: Sample): Sample {
  const { frame } = structure
  return { ...sample, x: sample.x + frame.x * 16, y: sample.y + frame.y * 16 }
}

function greetingFrames(): Uint8Array[] {
  const welcome = encodeHostMessage({
    kind: 'welcome',
    ...protocolVersion,
    epoch: 1,
    you: 3,
    role: 'painter',
    pictureId: 'benchpicture22222222222222',
    title: 'Bench',
    seq: 0,
    horizon: 0,
    lastClientSeq: 0,
    durableSeq: 0,
    start: { kind: 'snapshot', baseSeq: 0, structure: encodeStructure(structure), layers: [] },
  })
  return [welcome, encodeHostMessage({ kind: 'tiles', tiles: [], last: true })]
}
