import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { roundBrush } from '../../sync-core/index.ts'
import type { TrialMessage, TrialReply, TrialStroke } from '../worker/trial-contract.ts'
import { BrushTrials } from './brush-trials.ts'

const stroke: TrialStroke = { width: 1, height: 1, boxes: [], brush: roundBrush(), points: [] }

/** Workers that answer when told to. */
function world() {
  const asked: TrialMessage[] = []
  let ended = 0
  let listeners: Record<string, (event: unknown) => void> = {}
  const trials = new BrushTrials(() => {
    listeners = {}
    return {
      addEventListener: (name: string, listener: (event: unknown) => void) => (listeners[name] = listener),
      postMessage: (message: TrialMessage) => asked.push(message),
      terminate: () => (ended += 1),
    } as unknown as Worker
  })
  const answer = (): void => {
    const data: TrialReply = { kind: 'painted', id: 1, width: 1, height: 1, rgba: new Uint8ClampedArray(4) }
    listeners['message']!({ data })
  }
  return { trials, asked, answer, fail: () => listeners['error']!({}), ended: () => ended }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('[UI247] paints one preview after the other, each once, and not at all what nobody waits for any more', () => {
  const { trials, asked, answer } = world()
  const told: string[] = []
  trials.ask('a', stroke, () => told.push('first a'))
  trials.ask('b', stroke, () => told.push('b'))()
  trials.ask('a', stroke, () => told.push('second a'))
  trials.ask('c', stroke, () => told.push('c'))
  expect(asked).toHaveLength(1)
  answer()
  expect(told).toEqual(['first a', 'second a'])
  expect(asked).toHaveLength(2)
  answer()
  expect(told).toEqual(['first a', 'second a', 'c'])
  expect(trials.known('a')).toBeDefined()
  trials.ask('a', stroke, () => told.push('third a'))
  expect(told.at(-1)).toBe('third a')
  expect(asked).toHaveLength(2)
})

it('[UI247] ends the worker after a rest, and begins another for what is asked then', () => {
  const { trials, asked, answer, ended } = world()
  trials.ask('a', stroke, () => undefined)
  answer()
  expect(ended()).toBe(0)
  vi.runAllTimers()
  expect(ended()).toBe(1)
  trials.ask('b', stroke, () => undefined)
  expect(asked).toHaveLength(2)
})

it('[UI247] goes on with the next preview when one fails', () => {
  const { trials, asked, answer, fail } = world()
  const told: string[] = []
  trials.ask('a', stroke, () => told.push('a'))
  trials.ask('b', stroke, () => told.push('b'))
  fail()
  expect(asked).toHaveLength(2)
  answer()
  expect(told).toEqual(['b'])
})
