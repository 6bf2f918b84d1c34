import { expect, it } from 'vitest'
import type { Paced } from '../../sync-core/index.ts'
import { runPaced } from './run-paced.ts'

function* counting(steps: number, seen: number[]): Paced<string> {
  for (let step = 1; step <= steps; step++) {
    const until = performance.now() + 2
    while (performance.now() < until);
    seen.push(step)
    yield step / steps
  }
  return 'done'
}

it('[UI73] gives others their turn between slices, and says how far it is', async () => {
  const seen: number[] = []
  const progress: number[] = []
  const others: number[] = []
  const timer = setInterval(() => others.push(seen.length), 1)
  const result = await runPaced(counting(20, seen), new AbortController().signal, (part) =>
    progress.push(part),
  )
  clearInterval(timer)
  expect(result).toBe('done')
  expect(seen).toHaveLength(20)
  expect(progress.length).toBeGreaterThan(2)
  expect([...progress].sort((a, b) => a - b)).toEqual(progress)
  expect(others.some((count) => count > 0 && count < 20)).toBe(true)
})

it('[UI73] stops at once when it is cancelled', async () => {
  const seen: number[] = []
  const cancel = new AbortController()
  const running = runPaced(counting(1000, seen), cancel.signal, () => cancel.abort(new Error('cancelled')))
  await expect(running).rejects.toThrow('cancelled')
  expect(seen.length).toBeLessThan(1000)
})
