import { expect, it } from 'vitest'
import { MessageSlices } from './message-slices.ts'

/** A clock that only work moves, and turns that somebody gives. */
function trial() {
  let nowMs = 0
  const done: string[] = []
  let resume: (() => void) | undefined
  const slices = new MessageSlices({
    nowMs: () => nowMs,
    nextTurn: () => new Promise((resolve) => (resume = resolve)),
  })
  return {
    done,
    add: (name: string, costMs: number, inner?: () => void) =>
      slices.add(() => {
        nowMs += costMs
        done.push(name)
        inner?.()
      }),
    clear: () => slices.clear(),
    isWaiting: () => resume !== undefined,
    async turn() {
      const next = resume
      resume = undefined
      next?.()
      await Promise.resolve()
      await Promise.resolve()
    },
  }
}

it('[UI133] applies what comes at once, and what comes while it rests after that, in slices of 4 ms', async () => {
  const slices = trial()
  const { add, done } = slices
  add('a', 1)
  expect(done).toEqual(['a'])
  // All of this comes while one message is applied.
  add('b', 5, () => ['c', 'd', 'e', 'f'].forEach((name) => add(name, 2)))
  expect(done).toEqual(['a', 'b'])
  add('g', 1)
  await slices.turn()
  expect(done).toEqual(['a', 'b', 'c', 'd'])
  await slices.turn()
  expect(done).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
  await slices.turn()
  expect(done).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g'])
  expect(slices.isWaiting()).toBe(false)
  add('h', 1)
  expect(done.at(-1)).toBe('h')
})

it('[UI133] lets go what waits when the connection is given up', async () => {
  const slices = trial()
  const { add, done } = slices
  add('a', 9, () => add('b', 1))
  slices.clear()
  await slices.turn()
  expect(done).toEqual(['a'])
  add('c', 1)
  expect(done).toEqual(['a', 'c'])
})
