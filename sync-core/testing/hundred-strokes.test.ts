import { expect, it } from 'vitest'
import { type Client, startClient } from '../client.ts'
import { Prng } from '../base/prng.ts'
import { blankBase } from '../raster/base.ts'
import { roundBrush } from '../raster/brush.ts'
import { decodeOperation } from '../raster/operation-codec.ts'
import type { Sample } from '../raster/sample.ts'
import { createStructure, firstLayer } from '../raster/structure.ts'
import { limits } from '../base/limits.ts'
import { newMemory, newTimeline } from './picture-memories.ts'
import type { SeenUpdate } from './session-history.ts'
import { SimulatedProcess } from './simulated-process.ts'
import { SimulatedSession } from './simulated-session.ts'
import { inviteToken } from './test-door.ts'

// The promise as people know it, with the limits that the product has: three draw together for minutes, one of them all the
// time; two take back what they drew, the third first comes back with a new window, and somebody new watches.

const size = { width: 1600, height: 1200 }
const { frame } = createStructure(size)
const depth = limits.undoActionsKept

/** How often each person draws a stroke, and of how many updates: in all more than are kept for the undo of one alone. */
const hands = [
  { person: 1, strokes: 150, updates: 4 },
  { person: 2, strokes: 120, updates: 12 },
  { person: 3, strokes: 130, updates: 41 },
] as const

class Room {
  readonly world = new SimulatedSession({ seed: 5, size, limits: {} })
  private windows = 0

  async open(): Promise<void> {
    await this.world.createPicture()
    this.world.startHost()
    await this.until(() => this.world.host !== undefined)
  }

  /** A window of this person, in which the whole picture is shown. */
  async join(person: number): Promise<{ readonly client: Client; readonly process: SimulatedProcess }> {
    const { world } = this
    const process = new SimulatedProcess(`person ${person}, window ${++this.windows}`, world.clock)
    const line = { delayMs: 5, jitterMs: 3, bytesPerMs: 10_000, partitioned: false }
    const client = startClient({
      memory: newMemory(),
      dialer: world.network.dialer(process, line),
      clock: process.clock,
      prng: new Prng(person),
      token: inviteToken,
      participantKey: new Uint8Array(16).fill(person),
      name: `Person ${person}`,
      color: 0x336699,
      listener: { onState: () => undefined, onPresence: () => undefined, onDirty: () => undefined },
    })
    await this.until(() => client.hash() !== undefined)
    return { client, process }
  }

  async until(isDone: () => boolean): Promise<void> {
    if (!(await this.world.runUntil(isDone, 120_000))) throw new Error('what was waited for did not happen')
  }

  /** Lets the host order everything, and everybody receive it; the one picture that all have. */
  async settle(clients: readonly Client[]): Promise<string> {
    await this.until(() => clients.every((client) => client.state().unacknowledged === 0))
    const { seq } = this.world.host!.state()
    await this.until(() => clients.every((client) => client.seq === seq))
    const hashes = new Set(clients.map((client) => client.hash()))
    if (hashes.size !== 1) throw new Error('the pictures of those who are here differ')
    await this.until(() => clients.every((client) => client.state().sync.kind === 'in-sync'))
    return [...hashes][0]!
  }
}

/** One update of a hand that draws short strokes here and there. */
function* drawing(client: Client, { person, strokes, updates }: (typeof hands)[number]): Generator<void> {
  const prng = new Prng(person)
  const brush = roundBrush({ size: 16 * 6, color: 0x203040 * person, opacity: 200 })
  for (let stroke = 0; stroke < strokes; stroke++) {
    let x = 16 * (frame.x + 40 + prng.below(size.width - 80))
    let y = 16 * (frame.y + 40 + prng.below(size.height - 80))
    const next = (): Sample[] => {
      x += prng.below(40) - 12
      y += prng.below(40) - 20
      return [{ x, y, pressure: 600 }]
    }
    client.beginStroke(firstLayer, brush, next())
    for (let update = 2; update < updates; update++) {
      yield
      client.addSamples(next())
    }
    yield
    client.endStroke()
    yield
  }
}

/** The picture of these updates without the last strokes of everyone, as if they had never been. */
function pictureWithoutLast(updates: readonly SeenUpdate[], count: number): string {
  const begins = updates.filter(({ operation }) => decodeOperation(operation).kind === 'stroke-begin')
  const removed = new Set(
    hands.flatMap(({ person }) => {
      const own = begins.filter(({ author }) => author === person)
      return own.slice(own.length - count).map(({ seq }) => seq)
    }),
  )
  const timeline = newTimeline(blankBase(size), {
    horizonLimits: { ...limits, pendingUpdatesMax: 1e9, pendingBytesMax: 1e9 },
  })
  const open = new Map<number, 'kept' | 'removed'>()
  for (const { seq, author, clientSeq, operation } of updates) {
    const { kind } = decodeOperation(operation)
    if (kind === 'stroke-begin') open.set(author, removed.has(seq) ? 'removed' : 'kept')
    if (kind === 'undo' || kind === 'redo' || open.get(author) === 'removed') continue
    timeline.apply({ seq: timeline.seq + 1, author, clientSeq, operation })
  }
  return timeline.hash()
}

it('[RA40] three people take back a hundred strokes each, and have them again, with latecomers and a new window', async () => {
  const room = new Room()
  await room.open()
  const windows = []
  for (const { person } of hands) windows.push(await room.join(person))
  let clients = windows.map(({ client }) => client)
  expect(clients.map((client) => client.state().you?.author)).toEqual([1, 2, 3])

  // Who has few strokes draws them between those of the others, from the beginning to the end.
  const pens = hands.map((hand, i) => drawing(clients[i]!, hand))
  const turns = hands.map(({ strokes, updates }) => strokes * updates)
  const rounds = Math.max(...turns)
  for (let round = 0; round < rounds; round++) {
    pens.forEach((pen, i) => {
      if (Math.floor(((round + 1) * turns[i]!) / rounds) > Math.floor((round * turns[i]!) / rounds))
        pen.next()
    })
    await room.world.clock.run(limits.segmentMs + 1)
  }
  const drawn = await room.settle(clients)
  const updates = room.world.history.whole() ?? []
  expect(updates.length).toBeGreaterThan(limits.pendingUpdatesMax + 500)
  const replayed = newTimeline(blankBase(size))
  for (const update of updates) replayed.apply(update)
  expect(replayed.hash()).toBe(drawn)
  // Not all that was drawn could be undone: the horizon left everybody what is promised, and no more than it had to.
  expect(replayed.horizon).toBeGreaterThan(0)

  // The first one's window is gone, with all that it knew; a fourth person comes to look on.
  windows[0]!.process.kill()
  const [again, late] = [await room.join(1), await room.join(4)]
  clients = [again.client, ...clients.slice(1)]
  const everyone = [...clients, late.client]
  expect(await room.settle(everyone)).toBe(drawn)

  for (let step = 0; step < depth; step++) {
    for (const client of clients) {
      expect(client.state().canUndo).toBe(true)
      client.undo()
    }
    await room.world.clock.run(20)
  }
  const without = await room.settle(everyone)
  expect(without).not.toBe(drawn)
  expect(without).toBe(pictureWithoutLast(updates, depth))
  const watcher = await room.join(5)
  expect(await room.settle([...everyone, watcher.client])).toBe(without)

  for (let step = 0; step < depth; step++) {
    for (const client of clients) {
      expect(client.state().canRedo).toBe(true)
      client.redo()
    }
    await room.world.clock.run(20)
  }
  expect(await room.settle([...everyone, watcher.client])).toBe(drawn)
  for (const client of clients) expect(client.state().canRedo).toBe(false)
})
