import { beforeEach, expect, it, vi } from 'vitest'
import type { Clock } from '../../sync-core/index.ts'
import { QuitFlow, quitAnswerWithinMs, quitSaveWithinMs, type QuitSurroundings } from './quit-flow.ts'

let events: string[]
let timers: Map<number, { delayMs: number; run: () => void }>
let surroundings: QuitSurroundings & { present: number; page: boolean; save: () => Promise<void> }

const clock: Clock = {
  nowMs: () => 0,
  after(delayMs, run) {
    const id = timers.size + 1
    timers.set(id, { delayMs, run })
    return { id }
  },
  cancel: (timer) => void timers.delete(timer.id),
}

const fire = (delayMs: number): void => {
  for (const timer of timers.values()) if (timer.delayMs === delayMs) timer.run()
}

beforeEach(() => {
  events = []
  timers = new Map()
  surroundings = {
    clock,
    present: 2,
    page: true,
    save: () => Promise.resolve(),
    guests: () => surroundings.present,
    ask(guests) {
      if (surroundings.page) events.push(`ask ${guests}`)
      return surroundings.page
    },
    showLeaving: () => void events.push('wait'),
    stopHosting() {
      events.push('stop')
      return surroundings.save()
    },
    showFailure(sentence) {
      events.push(`show ${sentence}`)
      return Promise.resolve()
    },
    leave: () => void events.push('leave'),
  }
})

const settled = (): Promise<void> => vi.waitFor(() => expect(events).toContain('leave'))

it('[EL5] with nobody else there, quitting saves and leaves without a question', async () => {
  surroundings.present = 0
  new QuitFlow(surroundings).handleWish()
  await settled()
  expect(events).toEqual(['wait', 'stop', 'leave'])
})

it('[EL5] with guests, quitting asks once; staying changes nothing, and the next wish asks again', async () => {
  const flow = new QuitFlow(surroundings)
  flow.handleWish()
  flow.handleAnswer('stay')
  fire(quitAnswerWithinMs)
  expect(events).toEqual(['ask 2'])
  flow.handleWish()
  flow.handleAnswer('quit')
  await settled()
  flow.handleWish()
  flow.handleAnswer('quit')
  expect(events).toEqual(['ask 2', 'ask 2', 'wait', 'stop', 'leave'])
})

it('[EL5] a second wish, no answer in time, or a page that is gone counts as yes', async () => {
  const twice = new QuitFlow(surroundings)
  twice.handleWish()
  twice.handleWish()
  await settled()
  expect(events).toEqual(['ask 2', 'wait', 'stop', 'leave'])

  events = []
  const silent = new QuitFlow(surroundings)
  silent.handleWish()
  fire(quitAnswerWithinMs)
  await settled()
  expect(events).toEqual(['ask 2', 'wait', 'stop', 'leave'])

  events = []
  surroundings.page = false
  new QuitFlow(surroundings).handleWish()
  await settled()
  expect(events).toEqual(['wait', 'stop', 'leave'])
})

it('[EL6] the system ends the app without a question, but not without saving', async () => {
  const flow = new QuitFlow(surroundings)
  flow.handleOrder()
  flow.handleOrder()
  await settled()
  expect(events).toEqual(['wait', 'stop', 'leave'])
})

it('[EL6] a failed or endless save is told, and then the app leaves', async () => {
  surroundings.save = () => Promise.reject(new Error('The disk is full.'))
  new QuitFlow(surroundings).handleOrder()
  await settled()
  expect(events).toEqual(['wait', 'stop', 'show The disk is full.', 'leave'])

  events = []
  surroundings.save = () => new Promise(() => undefined)
  new QuitFlow(surroundings).handleOrder()
  fire(quitSaveWithinMs)
  await settled()
  expect(events).toEqual(['wait', 'stop', 'show Writing the picture came no further for 60 s.', 'leave'])
})

it('[EL6] a save that goes on is waited for, however long', async () => {
  surroundings.save = () => new Promise(() => undefined)
  const flow = new QuitFlow(surroundings)
  flow.handleProgress()
  flow.handleOrder()
  expect([...timers.keys()]).toEqual([1])
  flow.handleProgress()
  expect([...timers.values()].map(({ delayMs }) => delayMs)).toEqual([quitSaveWithinMs])
  expect(events).toEqual(['wait', 'stop'])
  fire(quitSaveWithinMs)
  await settled()
})

it('[EL19] who does not wait for the last save leaves at once; before it began, nothing can be hurried', async () => {
  surroundings.save = () => new Promise(() => undefined)
  const flow = new QuitFlow(surroundings)
  flow.handleAnswer('now')
  flow.handleWish()
  flow.handleAnswer('now')
  expect(events).toEqual(['ask 2'])
  flow.handleAnswer('quit')
  flow.handleAnswer('now')
  await settled()
  expect(events).toEqual(['ask 2', 'wait', 'stop', 'leave'])
})
