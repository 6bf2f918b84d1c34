// What a join costs after a short and after long histories, and whether anybody notices it. A joiner gets the picture plus
// what can still be undone (at most limits.pendingUpdatesMax), so past that many updates the cost stands still.

import { inBenchFolder, type BenchFolder } from './bench-folder.ts'
import type { BenchProcess } from './command-channel.ts'
import { median, type Figure } from './figure.ts'
import type { HostCommands, SessionPlace } from './host-process.ts'
import type { JoinerCommands, JoinResult } from './joiner-process.ts'
import type { PainterCommands } from './painter-process.ts'
import { repeatStrokes } from './recorded-strokes.ts'

const size = { width: 2048, height: 1536 }
const histories = [1_000, 20_000, 60_000]
const rounds = 7
const updatesPerPainter = 5_000

interface Hosted {
  readonly updates: number
  readonly place: SessionPlace
  readonly joins: JoinResult[]
  readonly downloadsMs: number[]
}

export function joinBench(): Promise<Figure[]> {
  return inBenchFolder(async (folder) => {
    const painters = folder.startPainters()
    const joiner = folder.startJoiner()
    const plain = folder.startPlain()
    const plainUrl = await plain.ask('open', undefined)
    const hosted: Hosted[] = []
    for (const updates of histories) {
      hosted.push({
        updates,
        place: await paintHistory(folder, painters, updates),
        joins: [],
        downloadsMs: [],
      })
    }
    // The first round of each warms it up and is not counted.
    for (let round = 0; round <= rounds; round++) {
      for (const { place, joins, downloadsMs } of hosted) {
        const join = await joiner.ask('join', place)
        const downloadMs = await joiner.ask('download', { url: plainUrl, bytes: join.bytes })
        if (round === 0) continue
        joins.push(join)
        downloadsMs.push(downloadMs)
      }
    }
    const gaps = await measureGaps(painters, joiner, hosted[1]!)
    return [...hosted.flatMap(joinFigures), ...growthFigures(hosted), gaps]
  })
}

/** A host whose picture has had so many updates, all of them folded in and written. */
async function paintHistory(
  folder: BenchFolder,
  painters: BenchProcess<PainterCommands>,
  updates: number,
): Promise<SessionPlace> {
  const host: BenchProcess<HostCommands> = folder.startHost()
  const place = await host.ask('open', { folder: await folder.newHostFolder(), size })
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

function joinFigures({ updates, joins, downloadsMs }: Hosted): Figure[] {
  return [
    {
      name: `join-${updates}-time`,
      value: median(joins.map(({ elapsedMs }) => elapsedMs)),
      unit: 'ms',
      peer: median(downloadsMs),
      against: 'as many bytes from bare ws',
    },
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
      figure('bytes-growth', 'bytes', ({ bytes }) => bytes),
      figure('picture-growth', 'bytes', ({ pictureBytes }) => pictureBytes),
    ]
  })
}
