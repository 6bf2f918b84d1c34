// The worker thread's entry: a PrimaryPictureService behind a message port. Requests are handed to the service in the
// turn in which they arrive, so their order is the order of the port.

import { parentPort } from 'node:worker_threads'
import { assert } from '../base/assert.ts'
import { PrimaryPictureService } from '../primary/primary-picture-service.ts'
import type { PrimaryEvents, PrimaryPort, PrimaryStart } from '../primary/primary-port.ts'
import { SystemClock } from './system-clock.ts'
import { packBytes, type PrimaryReply, type PrimaryRequest } from './thread-messages.ts'

const port = parentPort
assert(port !== null, 'this file runs as a worker thread')

const primary: PrimaryPort = new PrimaryPictureService({
  clock: new SystemClock(),
  pause: () => new Promise((resolve) => setImmediate(resolve)),
})

const say = (reply: PrimaryReply): void => {
  const { message, transfer } = packBytes(reply)
  port.postMessage(message, transfer)
}

const tell =
  (event: keyof PrimaryEvents) =>
  (...words: unknown[]): void =>
    say({ kind: 'event', event, words })

const events: PrimaryEvents = {
  onStamp: tell('onStamp'),
  onApplied: tell('onApplied'),
  onFailure: tell('onFailure'),
}

async function answer({ id, verb, words }: PrimaryRequest): Promise<void> {
  try {
    const call = primary[verb] as (...words: unknown[]) => Promise<unknown>
    const value =
      verb === 'start' ? primary.start(words[0] as PrimaryStart, events) : call.apply(primary, [...words])
    say({ kind: 'answer', id, value: await value })
  } catch (error) {
    say({ kind: 'error', id, message: error instanceof Error ? error.message : String(error) })
  }
}

port.on('message', (request: PrimaryRequest) => void answer(request))
