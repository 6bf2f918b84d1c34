import { afterEach, expect, it, vi } from 'vitest'
import { prepareWorker, takeWorker } from './spare-worker.ts'

class StandIn extends EventTarget {
  constructor() {
    super()
    begun.push(this)
  }
}
const begun: StandIn[] = []
vi.stubGlobal('Worker', StandIn)
afterEach(() => begun.splice(0))

it('[UI331] begins one worker beforehand, and each is used once', () => {
  prepareWorker()
  prepareWorker()
  expect(begun).toHaveLength(1)
  expect(takeWorker()).toBe(begun[0])
  expect(takeWorker()).toBe(begun[1])
})

it('[UI331] does not use one that failed', () => {
  prepareWorker()
  begun[0]?.dispatchEvent(new Event('error'))
  expect(takeWorker()).toBe(begun[1])
})
