// What keeps a window's UI thread from answering: its tasks past 50 ms, and the frames that it did not get. The page counts what
// it noticed, in the time on the wall; the engine's own trace adds how long the thread was really at work in each of these
// tasks, because on a busy machine a thread also waits for a processor.

import type { CDPSession, Page } from '@playwright/test'

/** What the web calls a long task. */
export const longTaskMs = 50

export interface LongTask {
  /** Time on the wall. */
  readonly ms: number
  /** Time at work. */
  readonly busyMs: number
}

export interface Stillness {
  /** As the page noticed them. */
  readonly noticedMs: readonly number[]
  /** As the engine traced them, with what is no script, too. */
  readonly tasks: readonly LongTask[]
  readonly framesMissed: number
  readonly elapsedMs: number
}

interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  readonly dur?: number
  readonly tdur?: number
  readonly args?: { readonly name?: string }
}

const usPerMs = 1000
const taskName = 'RunTask'

/** Runs it, and tells what the page's UI thread went through meanwhile. */
export async function watchLongTasks(page: Page, run: () => Promise<void>): Promise<Stillness> {
  const line = await page.context().newCDPSession(page)
  const events: TraceEvent[] = []
  line.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])))
  await line.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['disabled-by-default-devtools.timeline'], excludedCategories: ['*'] },
  })
  await page.evaluate(noteStillness)
  await run()
  const noted = await page.evaluate(() => (globalThis as unknown as { stillness: () => Noted }).stillness())
  await endTrace(line)
  await line.detach()
  return { ...noted, tasks: longTasksOf(events) }
}

type Noted = Omit<Stillness, 'tasks'>

async function endTrace(line: CDPSession): Promise<void> {
  const ended = new Promise<void>((resolve) => line.once('Tracing.tracingComplete', () => resolve()))
  await line.send('Tracing.end')
  await ended
}

function longTasksOf(events: readonly TraceEvent[]): LongTask[] {
  const threads = events.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
  const isPage = ({ pid, tid }: TraceEvent): boolean =>
    threads.some((thread) => thread.pid === pid && thread.tid === tid)
  return events
    .filter((event) => event.name === taskName && event.ph === 'X' && isPage(event))
    .map(({ dur = 0, tdur = 0 }) => ({ ms: dur / usPerMs, busyMs: tdur / usPerMs }))
    .filter(({ ms }) => ms > longTaskMs)
}

/** Runs in the page. */
function noteStillness(): void {
  const noticedMs: number[] = []
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) noticedMs.push(duration)
  })
  observer.observe({ type: 'longtask' })
  const frameMs = 1000 / 60
  const begunMs = performance.now()
  let framesMissed = 0
  let lastMs: number | undefined
  let isOn = true
  const note = (timeMs: number): void => {
    if (!isOn) return
    if (lastMs !== undefined) framesMissed += Math.max(0, Math.round((timeMs - lastMs) / frameMs) - 1)
    lastMs = timeMs
    requestAnimationFrame(note)
  }
  requestAnimationFrame(note)
  const stillness = () => {
    isOn = false
    for (const { duration } of observer.takeRecords()) noticedMs.push(duration)
    observer.disconnect()
    return { noticedMs, framesMissed, elapsedMs: performance.now() - begunMs }
  }
  Object.assign(globalThis, { stillness })
}
