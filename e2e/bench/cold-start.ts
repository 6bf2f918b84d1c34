// One start of an Electron app, timed by the page itself: the page knows when it first showed something, in the computer's
// own time, so it does not matter how late the benchmark comes to ask. Nothing is attached to the main process.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { cleanEnvironment } from '../support/launch-app.ts'
import { PageLine } from './page-line.ts'

const patienceMs = 30_000
const announcement = /DevTools listening on ws:\/\/[^/]+:(\d+)\//

export interface ColdStart {
  /** From the start of the process until the page first showed something. */
  readonly shownMs: number
  readonly page: PageLine
  readonly quit: () => Promise<void>
}

export async function startCold(words: readonly string[]): Promise<ColdStart> {
  const executable = createRequire(import.meta.url)('electron') as unknown as string
  const begunMs = performance.timeOrigin + performance.now()
  const child = spawn(executable, [...words, '--remote-debugging-port=0'], {
    env: cleanEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const exited = once(child, 'exit')
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL')
    await exited
  }
  try {
    const page = await PageLine.open(await listenForPort(child.stderr), patienceMs)
    const shownMs = (await page.run(firstShownMs)) - begunMs
    // As a person quits: after a crash, the next start would first have to find out what happened.
    const quit = async (): Promise<void> => {
      page.close()
      child.kill('SIGTERM')
      await exited
    }
    return { shownMs, page, quit }
  } catch (error) {
    await kill()
    throw error
  }
}

function listenForPort(stderr: NodeJS.ReadableStream): Promise<number> {
  return new Promise((resolve, reject) => {
    let said = ''
    const timer = setTimeout(
      () => reject(new Error(`no window can be reached; it said: ${said}`)),
      patienceMs,
    )
    stderr.on('data', (bytes: Buffer) => {
      said += String(bytes)
      const [, port] = announcement.exec(said) ?? []
      if (port === undefined) return
      clearTimeout(timer)
      resolve(Number(port))
    })
  })
}

/** Runs in the page. */
function firstShownMs(): Promise<number> {
  return new Promise((resolve) => {
    new PerformanceObserver((list) => {
      const [shown] = list.getEntriesByName('first-contentful-paint')
      if (shown !== undefined) resolve(performance.timeOrigin + shown.startTime)
    }).observe({ type: 'paint', buffered: true })
  })
}
