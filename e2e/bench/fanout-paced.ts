import type { BenchFolder } from './bench-folder.ts'
import { median, type Figure } from './figure.ts'
import type { PaintingPlace } from './light-painter.ts'
import { repeatStrokes } from './recorded-strokes.ts'

const painterCount = 50
const perSecond = 60
const durationMs = 3000
const rounds = 3
const size = { width: 2048, height: 1536 }

interface Measured {
  readonly cpuMicros: number
  readonly mainMicros: number
  readonly p50Ms: number
  readonly p99Ms: number
}

type Server = 'host' | 'echo' | 'framed' | 'batched'

/** Fifty painters at sixty updates a second each, by turns at the host and at its peers. */
export async function measurePaced(folder: BenchFolder, manner: 'plain' | 'tls'): Promise<Figure[]> {
  const host = folder.startHost()
  const plain = folder.startPlain()
  const painters = folder.startPainters()
  const reach = manner === 'tls' ? 'network' : 'computer'
  const session = await host.ask('open', { folder: await folder.newHostFolder(), size, reach })
  const url = await plain.ask(manner === 'tls' ? 'openTls' : 'open', undefined)
  const updates = (painterCount * perSecond * durationMs) / 1000
  await painters.ask('keepStrokes', await repeatStrokes(size, 1.1 * updates, painterCount))

  const measure = async (server: Server): Promise<Measured> => {
    const isHost = server === 'host'
    const place: PaintingPlace = isHost
      ? { kind: 'host', ...session }
      : { kind: 'plain', url: `${url}/${server}` }
    const readCpu = async (): Promise<readonly [number, number]> => {
      if (isHost) {
        const { wholeMicros, mainMicros = NaN } = await host.ask('readCpu', undefined)
        return [wholeMicros, mainMicros]
      }
      const micros = await plain.ask('readCpu', undefined)
      return [micros, micros]
    }
    await painters.ask('gather', { place, count: painterCount })
    const before = await readCpu()
    const { delivered, latenciesMs } = await painters.ask('paintPaced', { perSecond, durationMs })
    const after = await readCpu()
    await painters.ask('leave', undefined)
    if (isHost) await host.ask('settle', undefined)
    const at = (share: number): number => latenciesMs[Math.floor(share * (latenciesMs.length - 1))]!
    return {
      cpuMicros: (after[0] - before[0]) / delivered,
      mainMicros: (after[1] - before[1]) / delivered,
      p50Ms: at(0.5),
      p99Ms: at(0.99),
    }
  }

  const measured: Record<Server, Measured[]> = { host: [], echo: [], framed: [], batched: [] }
  // The first round of each warms it up and is not counted.
  for (let round = 0; round <= rounds; round++) {
    for (const server of ['host', 'batched', 'framed', 'echo'] as const) {
      const once = await measure(server)
      if (round > 0) measured[server].push(once)
    }
  }
  await Promise.all([host.end(), plain.end(), painters.end()])

  const prefix = `fanout-${painterCount}x${perSecond}${manner === 'tls' ? '-tls' : ''}`
  const figure = (
    name: string,
    unit: string,
    peer: Exclude<Server, 'host'>,
    against: string,
    read: (once: Measured) => number,
  ): Figure => ({
    name: `${prefix}-${name}`,
    value: median(measured.host.map(read)),
    unit,
    peer: median(measured[peer].map(read)),
    against,
  })
  const batched = 'bare ws, framed once, in batches of 8 ms'
  return [
    figure('cpu', 'µs/delivery', 'echo', 'bare ws, echo to all', ({ cpuMicros }) => cpuMicros),
    figure('cpu-main', 'µs/delivery', 'framed', 'bare ws, framed once', ({ mainMicros }) => mainMicros),
    figure('cpu-main-batched', 'µs/delivery', 'batched', batched, ({ mainMicros }) => mainMicros),
    figure('rate', 'deliveries/s of CPU', 'batched', batched, ({ mainMicros }) => 1e6 / mainMicros),
    figure('rate-whole', 'deliveries/s of CPU', 'batched', batched, ({ cpuMicros }) => 1e6 / cpuMicros),
    figure('p50', 'ms', 'echo', 'bare ws, echo to all', ({ p50Ms }) => p50Ms),
    figure('p99', 'ms', 'echo', 'bare ws, echo to all', ({ p99Ms }) => p99Ms),
    figure('p99-batched', 'ms', 'batched', batched, ({ p99Ms }) => p99Ms),
  ].filter(({ value }) => !Number.isNaN(value))
}
