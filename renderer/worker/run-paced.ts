import type { Paced } from '../../sync-core/index.ts'

/** A slice of work: pen samples and messages wait no longer than this. */
const sliceMs = 5

export type Progress = (part: number) => void

/**
 * Does paced work in slices; between them everything else that waits gets its turn. Rejected with the signal's reason when
 * it is aborted, and the work is not asked on then.
 */
export async function runPaced<Result>(
  work: Paced<Result>,
  signal: AbortSignal,
  onProgress: Progress,
): Promise<Result> {
  for (;;) {
    const until = performance.now() + sliceMs
    let part = 0
    do {
      signal.throwIfAborted()
      const step = work.next()
      if (step.done === true) return step.value
      part = step.value
    } while (performance.now() < until)
    onProgress(part)
    await nextTurn()
  }
}

const channel = new MessageChannel()
const waiting: (() => void)[] = []
channel.port1.addEventListener('message', () => waiting.shift()?.())
channel.port1.start()

/** Timers in a row are held back by the browser for 4 ms each; messages to oneself are not. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve)
    channel.port2.postMessage(undefined)
  })
}
