/**
 * Reports something that changes often, at most once every `everyMs`: the first change at once, then the newest one
 * when the time is over; what is urgent at once. Timers, not frames: it goes on in a hidden window.
 */
export function latestReporter(everyMs: number, report: () => void): (urgency?: 'urgent' | 'usual') => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let isDue = false
  const run = (): void => {
    isDue = false
    report()
    clearTimeout(timer)
    timer = setTimeout(() => {
      timer = undefined
      if (isDue) run()
    }, everyMs)
  }
  return (urgency = 'usual') => {
    isDue = true
    if (timer === undefined || urgency === 'urgent') run()
  }
}
