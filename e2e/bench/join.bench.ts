// What a join costs after a short and after long histories, and whether anybody notices it. A joiner gets the picture plus
// what can still be undone (at most limits.pendingUpdatesMax), so past that many updates the cost stands still.

import { inBenchFolder } from './bench-folder.ts'
import type { BenchProcess } from './command-channel.ts'
import { median, type Figure } from './figure.ts'
import type { HostCommands, SessionPlace } from './host-process.ts'
import type { DownloadResult, JoinerCommands, JoinResult } from './joiner-process.ts'
import type { PainterCommands } from './painter-process.ts'
import { repeatStrokes } from './recorded-strokes.ts'

const size = { width: 2048, height: 1536 }
const histories = [1_000, 20_000, 40_000]
const rounds = 5
const updatesPerPainter = 5_000

interface Hosted {
  readonly updates: number
  readonly host: BenchProcess<HostCommands>
  readonly place: SessionPlace
  readonly joins: (JoinResult & { readonly hostCpuMs: number })[]
  readonly downloads: (DownloadResult & { readonly hostCpuMs: number })[]
}

export function bench(): Promise<Figure[]> {
  return inBenchFolder(async (folder) => {
    const painters = folder.startPainters()
    const joiner = folder.startJoiner()
    const plain = folder.startPlain()
    const plainUrl = await plain.ask('open', undefined)
    const hosted: Hosted[] = []
    for (const updates of histories) {
      const host = folder.startHost()
      const place = await paintHistory(host, await folder.newHostFolder(), painters, updates)
      hosted.push({ updates, host, place, joins: [], downloads: [] })
    }
    // The first round of each warms it up and is not counted.
    for (let round = 0; round <= rounds; round++) {
      for (const { host, place, joins, downloads } of hosted) {
        const join = await withCpu(
          async () => (await host.ask('readCpu', undefined)).wholeMicros,
          () => joiner.ask('join', place),
        )
        const download = await withCpu(
          () => plain.ask('readCpu', undefined),
          () => joiner.ask('download', { url: plainUrl, bytes: join.bytes }),
        )
        if (round === 0) continue
        joins.push(join)
        downloads.push(download)
      }
    }
    const gaps = await measureGaps(painters, joiner, hosted[1]!)
    return [...hosted.flatMap(joinFigures), ...growthFigures(hosted), gaps]
  })
}

/** A host whose picture has had so many updates, all of them folded in and written. */
async function paintHistory(
  host: BenchProcess<HostCommands>,
  folder: string,
  painters: BenchProcess<PainterCommands>,
  updates: number,
): Promise<SessionPlace> {
  const place = await host.ask('open', { folder, size })
  await painters.ask('keepStrokes', await repeatStrokes(size, updates, updates))
  await painters.ask('gather', {
    place: { kind: 'host', ...place },
    count: Math.ceil(updates / updatesPerPainter),
  })
  await painters.ask('paint', { inFlight: 50, durationMs: Infinity })
  await painters.ask('leave', undefined)
  await host.ask('settle', undefined)
  return place
}

/** Adds what it cost the server. */
async function withCpu<T extends object>(
  readMicros: () => Promise<number>,
  run: () => Promise<T>,
): Promise<T & { readonly hostCpuMs: number }> {
  const beforeMicros = await readMicros()
  const result = await run()
  return { ...result, hostCpuMs: ((await readMicros()) - beforeMicros) / 1000 }
}

/** The longest silence that others heard while somebody joined, beside as long a time without a join. */
async function measureGaps(
  painters: BenchProcess<PainterCommands>,
  joiner: BenchProcess<JoinerCommands>,
  { place, updates }: Hosted,
): Promise<Figure> {
  const during: number[] = []
  const without: number[] = []
  await painters.ask('gather', { place: { kind: 'host', ...place }, count: 3 })
  await painters.ask('paintSteadily', { everyMs: 5 })
  for (let round = 0; round < rounds; round++) {
    await painters.ask('takeLongestGap', undefined)
    const { elapsedMs } = await joiner.ask('join', place)
    during.push(await painters.ask('takeLongestGap', undefined))
    await new Promise((resolve) => setTimeout(resolve, 300))
    await painters.ask('takeLongestGap', undefined)
    await new Promise((resolve) => setTimeout(resolve, elapsedMs))
    without.push(await painters.ask('takeLongestGap', undefined))
  }
  await painters.ask('leave', undefined)
  const against = 'as long a time without a join'
  return { name: `join-${updates}-gap`, value: median(during), unit: 'ms', peer: median(without), against }
}

function joinFigures({ updates, joins, downloads }: Hosted): Figure[] {
  const figure = (name: string, of: (result: DownloadResult & { hostCpuMs: number }) => number): Figure => ({
    name: `join-${updates}-${name}`,
    value: median(joins.map(of)),
    unit: 'ms',
    peer: median(downloads.map(of)),
    against: 'as many bytes from bare ws',
  })
  return [
    figure('time', ({ elapsedMs }) => elapsedMs),
    figure('cpu', ({ cpuMs }) => cpuMs),
    figure('host-cpu', ({ hostCpuMs }) => hostCpuMs),
    {
      name: `join-${updates}-bytes`,
      value: median(joins.map(({ bytes }) => bytes)),
      unit: 'bytes',
      peer: median(joins.map(({ pictureBytes }) => pictureBytes)),
      against: 'raw tiles of the picture',
    },
  ]
}

/** Each longer history beside the one before: the join's time and bytes, and the picture's own size. */
function growthFigures(hosted: readonly Hosted[]): Figure[] {
  return hosted.slice(1).flatMap((longer, i) => {
    const shorter = hosted[i]!
    const against = `after ${shorter.updates} updates`
    const figure = (name: string, unit: string, read: (join: JoinResult) => number): Figure => ({
      name: `join-${longer.updates}-${name}`,
      value: median(longer.joins.map(read)),
      unit,
      peer: median(shorter.joins.map(read)),
      against,
    })
    return [
      figure('time-growth', 'ms', ({ elapsedMs }) => elapsedMs),
      figure('cpu-growth', 'ms', ({ cpuMs }) => cpuMs),
      figure('bytes-growth', 'bytes', ({ bytes }) => bytes),
      figure('picture-growth', 'bytes', ({ pictureBytes }) => pictureBytes),
    ]
  })
}
