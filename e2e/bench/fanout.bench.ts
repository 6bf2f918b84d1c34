// Updates through one real host to all of its clients, beside a bare `ws` server that passes every message on at once. Each
// painter sends one update a message and keeps some under way, as many in all for two painters as for fifty, so that the
// round trip is not what is measured. Both servers get the same clients, the same updates and as large messages.
//
// Then fifty who paint at a pen's pace, plainly and inside of TLS: what a delivery costs the server, and how long it takes,
// beside three servers of bare `ws` (plain-process.ts), of which the one that batches is the best that can be hoped for.

import { inBenchFolder, type BenchFolder } from './bench-folder.ts'
import { measurePaced } from './fanout-paced.ts'
import { median, type Figure } from './figure.ts'
import type { PaintingPlace } from './light-painter.ts'
import { repeatStrokes } from './recorded-strokes.ts'

const clientCounts = [2, 10, 50]
const size = { width: 2048, height: 1536 }
const rounds = 3
const roundMs = 500
const inFlightOfAll = 400
const repertoire = 16_000

interface Measured {
  readonly updatesPerSecond: number
  readonly deliveriesPerSecond: number
  readonly cpuMicros: number
  readonly mainMicros: number
}

export function bench(): Promise<Figure[]> {
  return inBenchFolder(async (folder) => {
    const figures: Figure[] = []
    for (const clients of clientCounts) figures.push(...(await measureClients(folder, clients)))
    for (const manner of ['plain', 'tls'] as const) figures.push(...(await measurePaced(folder, manner)))
    return figures
  })
}

async function measureClients(folder: BenchFolder, clients: number): Promise<Figure[]> {
  const host = folder.startHost()
  const plain = folder.startPlain()
  const painters = folder.startPainters()
  const session = await host.ask('open', { folder: await folder.newHostFolder(), size })
  const plainUrl = await plain.ask('open', undefined)
  await painters.ask('keepStrokes', await repeatStrokes(size, repertoire, clients))

  const measure = async (
    place: PaintingPlace,
    readCpu: () => Promise<{ wholeMicros: number; mainMicros: number }>,
  ): Promise<Measured> => {
    await painters.ask('gather', { place, count: clients })
    const before = await readCpu()
    const words = { inFlight: Math.ceil(inFlightOfAll / clients), durationMs: roundMs }
    const { sent, delivered, elapsedMs } = await painters.ask('paint', words)
    const after = await readCpu()
    await painters.ask('leave', undefined)
    return {
      updatesPerSecond: (sent / elapsedMs) * 1000,
      deliveriesPerSecond: (delivered / elapsedMs) * 1000,
      cpuMicros: (after.wholeMicros - before.wholeMicros) / delivered,
      mainMicros: (after.mainMicros - before.mainMicros) / delivered,
    }
  }

  const ours: Measured[] = []
  const peers: Measured[] = []
  // The first round of each warms it up and is not counted.
  for (let round = 0; round <= rounds; round++) {
    const hosted = await measure({ kind: 'host', ...session }, async () => {
      const { wholeMicros, mainMicros } = await host.ask('readCpu', undefined)
      return { wholeMicros, mainMicros: mainMicros ?? NaN }
    })
    await host.ask('settle', undefined)
    const echoed = await measure({ kind: 'plain', url: `${plainUrl}/echo` }, async () => {
      const micros = await plain.ask('readCpu', undefined)
      return { wholeMicros: micros, mainMicros: micros }
    })
    if (round === 0) continue
    ours.push(hosted)
    peers.push(echoed)
  }
  await Promise.all([host.end(), plain.end(), painters.end()])

  const figure = (name: string, unit: string, read: (measured: Measured) => number): Figure => ({
    name: `fanout-${clients}-${name}`,
    value: median(ours.map(read)),
    unit,
    peer: median(peers.map(read)),
    against: 'bare ws, echo to all',
  })
  return [
    figure('updates', 'updates/s', (measured) => measured.updatesPerSecond),
    figure('deliveries', 'deliveries/s', (measured) => measured.deliveriesPerSecond),
    figure('cpu', 'µs/delivery', (measured) => measured.cpuMicros),
    // The thread that serves the clients, without the painting thread; nothing where the system does not tell.
    ...[figure('cpu-main', 'µs/delivery', (measured) => measured.mainMicros)].filter(
      ({ value }) => !Number.isNaN(value),
    ),
  ]
}
