// What painting costs the window besides time to the pixel: tasks of its UI thread during a minute of painting with a real
// pen while twenty others paint, and its memory with a large picture of ten layers. Beside the minute, the same pen on a
// page that only paints a line, on the same machine with the same twenty at work; and the same window while its pen rests.

import { join } from 'node:path'
import { _electron, expect, type ElectronApplication, type Page } from '@playwright/test'
import { appWords, cleanEnvironment, launchApp, type LaunchedApp } from '../support/launch-app.ts'
import { Painter } from '../support/painter.ts'
import { Pen } from '../support/pen.ts'
import { recordedStrokes, type PenStroke } from '../support/recorded-strokes.ts'
import { expectSamePicture } from '../support/session-status.ts'
import { inBenchFolder, type BenchFolder } from './bench-folder.ts'
import { writeEmptyWindow } from './empty-window.ts'
import type { Figure } from './figure.ts'
import { fillLargePicture, largeSize } from './large-picture.ts'
import { longTaskMs, watchLongTasks, type Stillness } from './long-tasks.ts'
import { letCrowdPaint } from './painting-crowd.ts'
import { probeBareCanvas } from './pen-probe.ts'
import { withBuiltApp } from './with-built-app.ts'

const minuteMs = 60_000
const crowdSize = { width: 1920, height: 1080 }
const bytesPerMB = 1e6
const bytesPerKB = 1024

export function bench(): Promise<Figure[]> {
  return withBuiltApp((folder) =>
    inBenchFolder(async (benchFolder) => [
      ...(await measureMinute(folder, benchFolder)),
      ...(await measureMemory(folder)),
    ]),
  )
}

async function measureMinute(folder: string, benchFolder: BenchFolder): Promise<Figure[]> {
  return withWindow(join(folder, 'ada'), async (app) => {
    const ada = new Painter('Ada', await app.electron.firstWindow())
    await ada.host('Bench')
    await letCrowdPaint(benchFolder.startPainters(), await ada.invite(), crowdSize)
    const pen = await ada.pen()
    const strokes = recordedStrokes(await ada.area())
    const painting = await watchLongTasks(ada.page, () => paintForMinute(pen, strokes))
    const resting = await watchLongTasks(ada.page, rest)
    const bare = await measureBarePage(folder)
    return [
      ...figuresOf('painting', painting, bare, 'a bare page at the same events'),
      ...figuresOf('resting', resting, bare, 'a bare page at the same events'),
    ]
  })
}

/** The recording over and over, pressed for pressed, until the minute is over. */
async function paintForMinute(pen: Pen, strokes: readonly PenStroke[]): Promise<void> {
  const untilMs = performance.now() + minuteMs
  for (let at = 0; performance.now() < untilMs; at++) await pen.paint([strokes[at % strokes.length]!])
}

/** The pen lies beside the tablet for as long. */
function rest(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, minuteMs))
}

async function measureBarePage(folder: string): Promise<Stillness> {
  const words = appWords({ dataDir: join(folder, 'bare') }).slice(1)
  const electron = await _electron.launch({
    args: [await writeEmptyWindow(folder), ...words],
    env: cleanEnvironment(),
  })
  try {
    const page = await electron.firstWindow()
    await probeBareCanvas(page)
    const strokes = recordedStrokes({ x: 300, y: 100, width: 600, height: 500 })
    const pen = await Pen.over(page)
    return await watchLongTasks(page, () => paintForMinute(pen, strokes))
  } finally {
    electron.process().kill('SIGKILL')
  }
}

function figuresOf(name: string, own: Stillness, peer: Stillness, against: string): Figure[] {
  const figure = (what: string, unit: string, read: (stillness: Stillness) => number): Figure => ({
    name: `window-${name}-${what}`,
    value: read(own),
    unit,
    peer: read(peer),
    against,
  })
  return [
    figure('long-tasks', 'tasks', ({ noticedMs }) => noticedMs.length),
    figure('busy-tasks', 'tasks', ({ tasks }) => tasks.filter(({ busyMs }) => busyMs > longTaskMs).length),
    figure('longest', 'ms', ({ noticedMs, tasks }) =>
      Math.max(0, ...noticedMs, ...tasks.map(({ ms }) => ms)),
    ),
    figure('longest-busy', 'ms', ({ tasks }) => Math.max(0, ...tasks.map(({ busyMs }) => busyMs))),
    figure('frames-missed', 'frames', ({ framesMissed }) => framesMissed),
  ]
}

async function measureMemory(folder: string): Promise<Figure[]> {
  return withWindow(join(folder, 'ben'), async (app) => {
    const ben = new Painter('Ben', await app.electron.firstWindow())
    const form = ben.page.getByRole('form', { name: 'Host a session' })
    await form.getByLabel('Width').fill(String(largeSize.width))
    await form.getByLabel('Height').fill(String(largeSize.height))
    await ben.host('Large')
    await expectSamePicture(ben)
    const blank = await windowBytes(app.electron, ben.page)
    const { updates, tileBytes } = await fillLargePicture(await ben.invite())
    await expect
      .poll(async () => (await ben.status()).seq, { timeout: minuteMs })
      .toBeGreaterThanOrEqual(updates)
    await expectSamePicture(ben)
    const full = await windowBytes(app.electron, ben.page)
    const against = 'the bytes of its tiles'
    const peer = tileBytes / bytesPerMB
    return [
      { name: 'window-memory', value: full / bytesPerMB, unit: 'MB', peer, against },
      { name: 'window-memory-blank', value: blank / bytesPerMB, unit: 'MB', peer, against },
    ]
  })
}

/** What the page's process and the one that draws for it hold in memory. */
async function windowBytes(electron: ElectronApplication, page: Page): Promise<number> {
  await page.requestGC?.()
  const kilobytes = await electron.evaluate(({ app }) =>
    app
      .getAppMetrics()
      .filter(({ type }) => type === 'Tab' || type === 'GPU')
      .reduce((sum, { memory }) => sum + memory.workingSetSize, 0),
  )
  return kilobytes * bytesPerKB
}

async function withWindow<T>(dataDir: string, run: (app: LaunchedApp) => Promise<T>): Promise<T> {
  const app = await launchApp({ dataDir }, () => undefined)
  try {
    return await run(app)
  } finally {
    await app.kill()
  }
}
