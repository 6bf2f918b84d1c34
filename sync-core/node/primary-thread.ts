// The worker thread's entry: a PrimaryPictureService behind a message port. Requests are handed to the service in the
// turn in which they arrive, so their order is the order of the port.

import { setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'
import { assert } from '../base/assert.ts'
import { PictureMemory } from '../kernel/picture-memory.ts'
import { createWasmKernel } from '../kernel/wasm-kernel.ts'
import { PrimaryPictureService } from '../primary/primary-picture-service.ts'
import { decodeTail, encodeTail } from '../pictures/tail-codec.ts'
import type {
  PrimaryEvents,
  PrimaryPort,
  PrimarySnapshot,
  PrimaryStart,
  SnapshotPurpose,
} from '../primary/primary-port.ts'
import { nativeDeflate } from './native-deflate.ts'
import { SystemClock } from './system-clock.ts'
import {
  packBytes,
  type CrossingSnapshot,
  type PrimaryReply,
  type PrimaryRequest,
  type PrimaryVerb,
} from './thread-messages.ts'

const port = parentPort
assert(port !== null, 'this file runs as a worker thread')

/**
 * Painting and encoding may take long; the thread that serves the clients goes before, once there are any. Elsewhere than on Linux
 * it would slow the whole process.
 */
function giveWay(): void {
  if (process.platform === 'linux') setPriority(10)
}

const primary: PrimaryPort = new PrimaryPictureService({
  // Made here and now: a thread may be begun before there is a picture.
  memory: new PictureMemory(createWasmKernel()),
  clock: new SystemClock(),
  deflate: nativeDeflate,
  pause: () => new Promise((resolve) => setImmediate(resolve)),
})

const say = (reply: PrimaryReply, room?: ArrayBuffer): void => {
  const { message, transfer } = packBytes(reply, room)
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

function ask(verb: PrimaryVerb, words: readonly unknown[]): Promise<unknown> {
  switch (verb) {
    case 'start':
      return primary.start(words[0] as PrimaryStart, events).finally(giveWay)
    case 'apply':
      return primary.apply(decodeTail(words[0] as Uint8Array).pending)
    case 'takeSnapshot':
      return primary.takeSnapshot(words[0] as SnapshotPurpose).then(cross)
    default: {
      const call = primary[verb] as (...words: unknown[]) => Promise<unknown>
      return call.apply(primary, [...words])
    }
  }
}

function cross({ carried, pending, ...snapshot }: PrimarySnapshot): CrossingSnapshot {
  return { ...snapshot, tail: encodeTail({ carried, pending }) }
}

async function answer({ id, verb, words, room }: PrimaryRequest): Promise<void> {
  try {
    say({ kind: 'answer', id, value: await ask(verb, words) }, room)
  } catch (error) {
    say({ kind: 'error', id, message: error instanceof Error ? error.message : String(error) })
  }
}

port.on('message', (request: PrimaryRequest) => void answer(request))
