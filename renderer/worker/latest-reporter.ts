/**
 * Reports something that changes often, at most once every `everyMs`: the first change at once, then the newest one
 * when the time is over. Timers, not frames: it goes on in a hidden window.
 */
export function latestReporter(everyMs: number, report: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let isDue = false
  const run = (): void => {
    isDue = false
    report()
    timer = setTimeout(() => {
      timer = undefined
      if (isDue) run()
    }, everyMs)
  }
  return () => {
    isDue = true
    if (timer === undefined) run()
  }
}
