// How soon a person sees the own pen's ink: real pen events, from the event's time until the pixel under the pen is painted on
// the window's canvas, alone and while twenty others paint. Beside it a bare canvas in an empty window, painting a line
// at the same events, alone and while the same twenty are at work on the same machine. Strokes go over fresh paper, so that
// each pixel tells for itself.

import { join } from 'node:path'
import { _electron } from '@playwright/test'
import { appWords, cleanEnvironment, launchApp } from '../support/launch-app.ts'
import { Painter } from '../support/painter.ts'
import { Pen } from '../support/pen.ts'
import type { Area, PenStroke } from '../support/recorded-strokes.ts'
import { inBenchFolder } from './bench-folder.ts'
import { writeEmptyWindow } from './empty-window.ts'
import { median, type Figure } from './figure.ts'
import { letCrowdPaint } from './painting-crowd.ts'
import { probeBareCanvas, probeSession, type PenTimes } from './pen-probe.ts'
import { withBuiltApp } from './with-built-app.ts'

const stepPx = 11
const sampleSeconds = 1 / 120
/** Of a picture that the window shows whole; the crowd stays in the middle of its width, the pen to the right of it. */
const crowdSize = { width: 640, height: 1080 }
const penPart = { x: 0.72, width: 0.22, height: 0.28 }

export function bench(): Promise<Figure[]> {
  return withBuiltApp((folder) =>
    inBenchFolder(async (benchFolder) => {
      const bare = await measureBareCanvas(folder)
      const app = await launchApp({ dataDir: join(folder, 'ada') }, () => undefined)
      try {
        const ada = new Painter('Ada', await app.electron.firstWindow())
        await ada.host('Bench')
        const take = await probeSession(ada.page)
        const pen = await ada.pen()
        const draw = async (part: Area): Promise<PenTimes> => {
          const strokes = rows(await ada.area(part))
          await take()
          await pen.paint(strokes)
          return take()
        }
        const idle = await draw({ ...penPart, y: 0.2 })
        await letCrowdPaint(benchFolder.startPainters(), await ada.invite(), crowdSize)
        const crowded = await draw({ ...penPart, y: 0.52 })
        const bareBeside = await measureBareCanvas(folder)
        return [...figuresOf('idle', idle, bare), ...figuresOf('crowd', crowded, bareBeside)]
      } finally {
        await app.kill()
      }
    }),
  )
}

async function measureBareCanvas(folder: string): Promise<PenTimes> {
  const words = appWords({ dataDir: join(folder, 'bare') }).slice(1)
  const electron = await _electron.launch({
    args: [await writeEmptyWindow(folder), ...words],
    env: cleanEnvironment(),
  })
  try {
    const page = await electron.firstWindow()
    const take = await probeBareCanvas(page)
    await (await Pen.over(page)).paint(rows({ x: 600, y: 200, width: 250, height: 200 }))
    return await take()
  } finally {
    electron.process().kill('SIGKILL')
  }
}

/** Strokes from left to right, one under the other, at the pace of a quick pen. */
function rows({ x, y, width, height }: Area): PenStroke[] {
  const samples = Math.floor(width / stepPx)
  const rowSeconds = (samples + 10) * sampleSeconds
  return Array.from({ length: Math.floor(height / stepPx) }, (_, row) =>
    Array.from({ length: samples }, (_sample, at) => ({
      seconds: row * rowSeconds + at * sampleSeconds,
      x: x + at * stepPx,
      y: y + row * stepPx,
      pressure: 0.8,
    })),
  )
}

function figuresOf(name: string, own: PenTimes, bare: PenTimes): Figure[] {
  const against = 'a bare canvas, a line at the same events'
  const figure = (what: string, unit: string, read: (times: PenTimes) => number): Figure => ({
    name: `pen-${name}-${what}`,
    value: read(own),
    unit,
    peer: read(bare),
    against,
  })
  const ofReported = (what: string, value: number): Figure => ({
    name: `pen-${name}-${what}`,
    value,
    unit: 'samples',
    peer: own.reported,
    against: 'what the pen reported',
  })
  return [
    figure('median', 'ms', ({ ms }) => median(ms)),
    figure('p99', 'ms', ({ ms }) => percentile(ms, 0.99)),
    figure('frames', 'frames', ({ frames }) => median(frames)),
    figure('frames-p99', 'frames', ({ frames }) => percentile(frames, 0.99)),
    figure('painted', 'frames/s', ({ painted, elapsedMs }) => (painted * 1000) / elapsedMs),
    ofReported('counted', own.ms.length),
    ofReported('inked-before', own.inkedBefore),
    ofReported('never-inked', own.neverInked),
  ]
}

function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN
}
