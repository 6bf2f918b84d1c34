import { expect, it } from 'vitest'
import { limits } from '../base/limits.ts'
import type { Connection, ConnectionHandler, Dialer } from '../protocol/connection.ts'
import { SimulatedClock } from '../testing/simulated-clock.ts'
import { RaceDialer } from './race-dialer.ts'

/** Dialers whose places answer when the test says so. */
function world(count: number) {
  const clock = new SimulatedClock()
  const said: string[] = []
  const places = Array.from({ length: count }, () => ({
    dialed: [] as (ConnectionHandler & { onOpen(): void })[],
    sent: [] as Uint8Array[],
    closed: 0,
  }))
  const dialers = places.map((place): Dialer => ({
    dial(handler) {
      place.dialed.push(handler)
      let isOver = false
      return {
        send: (message) => void place.sent.push(message),
        bufferedBytes: () => 7,
        close: () => {
          if (isOver) return
          isOver = true
          place.closed += 1
          queueMicrotask(() => handler.onClose())
        },
      }
    },
  }))
  const race = new RaceDialer(dialers, { clock, limits })
  const dial = (): Connection =>
    race.dial({
      onOpen: () => void said.push('open'),
      onMessage: ([byte]) => void said.push(`message ${byte}`),
      onDrain: () => void said.push('drain'),
      onClose: () => void said.push('close'),
    })
  return { clock, said, places, dial, dialed: () => places.map((place) => place.dialed.length) }
}

it('[EN10] the next place is dialed soon, the first that opens is the connection, and the others are dropped', async () => {
  const { clock, said, places, dial, dialed } = world(3)
  const connection = dial()
  expect([dialed(), connection.bufferedBytes()]).toEqual([[1, 0, 0], 0])
  await clock.run(limits.dialNextAfterMs)
  expect(dialed()).toEqual([1, 1, 0])
  places[1]!.dialed[0]!.onOpen()
  connection.send(Uint8Array.of(1))
  places[1]!.dialed[0]!.onMessage(Uint8Array.of(2))
  places[0]!.dialed[0]!.onOpen()
  places[0]!.dialed[0]!.onMessage(Uint8Array.of(3))
  places[0]!.dialed[0]!.onDrain()
  await clock.run(10_000)
  expect([dialed(), places.map(({ closed }) => closed)]).toEqual([
    [1, 1, 0],
    [1, 0, 0],
  ])
  expect([places[0]!.sent, places[1]!.sent, connection.bufferedBytes()]).toEqual([[], [Uint8Array.of(1)], 7])
  places[1]!.dialed[0]!.onDrain()
  places[1]!.dialed[0]!.onClose()
  expect(said).toEqual(['open', 'message 2', 'drain', 'close'])
})

it('[EN10] a place that refuses lets the next one go at once, and only when all have is there no connection', async () => {
  const { clock, said, places, dial, dialed } = world(2)
  dial()
  places[0]!.dialed[0]!.onClose()
  expect([dialed(), said]).toEqual([[1, 1], []])
  places[1]!.dialed[0]!.onClose()
  expect(said).toEqual(['close'])
  await clock.run(10_000)
  expect(dialed()).toEqual([1, 1])
})

it('[EN10] what led to the host the last time is dialed first', async () => {
  const { clock, places, dial, dialed } = world(3)
  dial()
  await clock.run(limits.dialNextAfterMs * 2)
  places[2]!.dialed[0]!.onOpen()
  await clock.run(0)
  places[2]!.dialed[0]!.onClose()
  dial()
  expect(dialed()).toEqual([1, 1, 2])
})

it('[EN10] a connection that is closed before it opened dials nothing more, and ends once', async () => {
  const { clock, said, places, dial, dialed } = world(3)
  const connection = dial()
  await clock.run(limits.dialNextAfterMs)
  connection.close()
  connection.close()
  await clock.run(10_000)
  expect([dialed(), places.map(({ closed }) => closed), said]).toEqual([[1, 1, 0], [1, 1, 0], ['close']])
})
