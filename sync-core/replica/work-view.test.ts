import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { OutOfMemoryError } from '../base/errors.ts'
import { xxh64 } from '../base/xxh64.ts'
import type { Client } from '../client.ts'
import { PictureMemory } from '../kernel/picture-memory.ts'
import { ownerPointer, tileSidePx } from '../kernel/tile-layout.ts'
import { createWasmKernel } from '../kernel/wasm-kernel.ts'
import { encodeCoverage } from '../raster/coverage-codec.ts'
import { decodeOperation, encodeOperation } from '../raster/operation-codec.ts'
import { hostAuthor, type Update } from '../raster/operation.ts'
import { firstLayer } from '../raster/structure.ts'
import { anyScript } from '../testing/painting-script.ts'
import { strictMemory } from '../testing/picture-memories.ts'
import {
  lineSamples,
  penBrush,
  screen,
  type ScriptedSession,
  startJoined,
  startScripted,
  takeDirtyPlaces,
  tileOfPicture,
  wholeStroke,
} from '../testing/scripted-client.ts'
import { ScriptedHost } from '../testing/scripted-host.ts'
import { at, size, tileIndices } from '../testing/timeline-script.ts'

const layingKinds = ['stroke-begin', 'stroke-points', 'patch-begin', 'patch-parts', 'gradient']

/** The update as if its author had laid nothing down: what else it did, ending an open action, it still does. */
function withoutMarks(update: Update): Update {
  const { kind } = decodeOperation(update.operation)
  return layingKinds.includes(kind) ? { ...update, operation: encodeOperation({ kind: 'end' }) } : update
}

/** Everything that is shown, as a digest for each tile. */
function shownTiles(client: Client): string[] {
  const pixels = new Uint8Array(tileSidePx * tileSidePx * 4)
  return tileIndices.map((index) => {
    client.renderTile(index, pixels)
    const { hi, lo } = xxh64(pixels)
    return `${hi} ${lo}`
  })
}

function expectTold(client: Client, before: readonly string[], after: readonly string[]): void {
  const told = new Set(client.takeDirty())
  tileIndices.forEach((index, place) => {
    if (after[place] !== before[place]) expect(told).toContain(index)
  })
}

const you = 4

function startAs(): ScriptedSession {
  return startJoined({}, new ScriptedHost(size, you))
}

type Turn = { readonly kind: 'others'; readonly update: Update } | { readonly kind: 'own' | 'undo' | 'echo' }

function order({ host }: ScriptedSession, update: Update): void {
  host.order.push({ ...update, seq: host.seq + 1 })
  host.sendUpdates(host.seq)
}

function act(session: ScriptedSession, turn: Exclude<Turn, { kind: 'others' }>): void {
  const { client, host } = session
  if (turn.kind === 'undo') return client.undo()
  if (turn.kind === 'echo') return host.echo()
  const layer = client.state().layers.at(-1)!.id
  const samples = [at(20, 30), at(150, 90)].map((place) => ({ ...place, pressure: 900 }))
  client.beginStroke(layer, { ...penBrush, blend: host.seq % 3 === 0 ? 'erase' : 'normal' }, samples)
  client.endStroke()
}

/** A session looked at with a view, beside one in which the hidden people never laid anything down. */
function checkView(turns: readonly Turn[], from: number, kind: 'without' | 'only-own'): void {
  const viewed = startAs()
  const never = startAs()
  const hides = (author: number): boolean => author !== hostAuthor && (kind === 'only-own' || author === 2)
  const filter = kind === 'only-own' ? ({ kind } as const) : ({ kind, authors: [2] } as const)
  let shown = shownTiles(viewed.client)
  turns.forEach((turn, place) => {
    if (place === from) viewed.client.showWork(filter)
    if (turn.kind === 'others') {
      order(viewed, turn.update)
      order(never, hides(turn.update.author) ? withoutMarks(turn.update) : turn.update)
    } else {
      act(viewed, turn)
      act(never, turn)
    }
    const now = shownTiles(viewed.client)
    if (place >= from) expect(now).toEqual(shownTiles(never.client))
    expectTold(viewed.client, shown, now)
    shown = now
  })
  viewed.host.echo()
  const plain = startJoined({}, new ScriptedHost(size, you + 1))
  for (const update of viewed.host.order) order(plain, update)
  expect(viewed.client.hash()).toBe(plain.client.hash())
  shown = shownTiles(viewed.client)
  viewed.client.takeDirty()
  viewed.client.showWork({ kind: 'all' })
  const now = shownTiles(viewed.client)
  expect(now).toEqual(shownTiles(plain.client))
  expectTold(viewed.client, shown, now)
}

const anyTurns = fc
  .tuple(
    anyScript(40),
    fc.array(fc.constantFrom('own' as const, 'undo' as const, 'echo' as const), {
      maxLength: 12,
      size: 'max',
    }),
    fc.infiniteStream(fc.nat({ max: 3 })),
  )
  .map(([script, own, luck]) => {
    const turns: Turn[] = script
      // Only the host closes, and clients see to it.
      .filter(({ author, operation }) => author === hostAuthor || decodeOperation(operation).kind !== 'close')
      .map((update) => ({ kind: 'others', update }))
    for (const kind of own) {
      const skip = luck.next().value as number
      turns.splice(Math.min(turns.length, skip * 7), 0, { kind })
    }
    return turns
  })

describe('a view without somebody’s work', () => {
  it('[HV10][HV11][HV12][HV14] is the picture of those who never had it, at each moment, whatever people do', () => {
    fc.assert(fc.property(anyTurns, fc.nat({ max: 20 }), fc.constantFrom('without', 'only-own'), checkView), {
      numRuns: 60,
    })
  })

  it('[HV10][HV11] hides whose work is not wanted, and never one’s own', () => {
    const { client, host } = startJoined()
    const blank = screen(client)
    host.orderOthers(1, ...wholeStroke(10))
    host.sendUpdates(1)
    const withAnn = screen(client)
    host.orderOthers(2, ...wholeStroke(140))
    host.sendUpdates(4)
    const withBoth = screen(client)
    client.showWork({ kind: 'without', authors: [2, host.you] })
    expect(screen(client)).toEqual(withAnn)
    expect(client.state().workShown).toEqual({ kind: 'without', authors: [2, host.you] })
    client.showWork({ kind: 'only-own' })
    expect(screen(client)).toEqual(blank)
    client.beginStroke(firstLayer, penBrush, lineSamples(60, 4, 100))
    const own = screen(client)
    expect(own).not.toEqual(blank)
    client.endStroke()
    host.echo()
    expect(screen(client)).toEqual(own)
    client.showWork({ kind: 'all' })
    expect(client.state()).not.toHaveProperty('workShown')
    expect(screen(client)).not.toEqual(withBoth)
    client.undo()
    expect(screen(client)).toEqual(withBoth)
  })

  it('[HV12] is not what tools see', () => {
    const { client, host } = startJoined()
    host.orderOthers(1, ...wholeStroke(10))
    host.sendUpdates(1)
    const index = tileOfPicture(0)
    const seen = [
      client.pixelSource({ kind: 'all' })(index),
      client.pixelSource({ kind: 'layer', layer: 1 })(index),
    ]
    expect(seen[0]!.some((value) => value > 0)).toBe(true)
    const hash = client.hash()
    client.showWork({ kind: 'only-own' })
    const told = [
      client.pixelSource({ kind: 'all' })(index),
      client.pixelSource({ kind: 'layer', layer: 1 })(index),
    ]
    expect(told).toEqual(seen)
    expect(client.hash()).toBe(hash)
    expect(host.line.updates).toEqual([])
  })

  it('[HV13][HV14] shows what the base took in, and says so', () => {
    const bounds = { pendingUpdatesMax: 8, pendingUpdatesKept: 2, undoActionsKept: 0, horizonEverySeqs: 1 }
    const { client, host } = startJoined(bounds)
    const blank = screen(client)
    client.showWork({ kind: 'only-own' })
    host.orderOthers(1, ...wholeStroke(10))
    host.sendUpdates(1)
    expect(client.state().horizon).toBe(0)
    expect(screen(client)).toEqual(blank)
    client.takeDirty()
    host.orderOthers(1, ...Array.from({ length: 6 }, () => ({ kind: 'end' }) as const))
    host.sendUpdates(4)
    expect(client.state().horizon).toBeGreaterThan(3)
    expect(screen(client)).not.toEqual(blank)
    expect(takeDirtyPlaces(client)).toEqual([0])
    const shown = screen(client)
    client.showWork({ kind: 'all' })
    expect(screen(client)).toEqual(shown)
  })

  it('[HV14] tells of the tiles of those who are hidden or shown again, and of no others', () => {
    const { client, host } = startJoined()
    host.orderOthers(1, ...wholeStroke(10))
    host.orderOthers(2, ...wholeStroke(140, 100))
    host.sendUpdates(1)
    client.takeDirty()
    client.showWork({ kind: 'without', authors: [2] })
    expect(takeDirtyPlaces(client)).toEqual([6])
    client.showWork({ kind: 'only-own' })
    expect(takeDirtyPlaces(client)).toEqual([0])
    client.showWork({ kind: 'only-own' })
    expect(takeDirtyPlaces(client)).toEqual([])
    client.showWork({ kind: 'all' })
    expect(takeDirtyPlaces(client)).toEqual([0, 6])
  })

  it('[HV14] tells of changes that the whole picture does not show', () => {
    const { client, host } = startJoined()
    const blank = screen(client)
    const part = {
      index: tileOfPicture(0),
      form: 'erase',
      bytes: encodeCoverage(new Uint8Array(4096).fill(255)),
    } as const
    host.orderOthers(1, ...wholeStroke(10))
    host.orderOthers(2, { kind: 'patch-begin', layer: firstLayer, color: 0, alphaLock: false })
    host.orderOthers(2, { kind: 'patch-parts', parts: [part] }, { kind: 'end' })
    host.sendUpdates(1)
    expect(screen(client)).toEqual(blank)
    client.showWork({ kind: 'without', authors: [2] })
    expect(screen(client)).not.toEqual(blank)
    client.takeDirty()
    host.orderOthers(1, { kind: 'undo', action: 1 })
    host.sendUpdates(host.seq)
    expect(screen(client)).toEqual(blank)
    expect(takeDirtyPlaces(client)).toEqual([0])
  })

  it('[HV15] takes memory for so many columns only, and none for work that it hides', () => {
    const memory = strictMemory()
    const host = new ScriptedHost()
    const { client } = startScripted({ viewColumnsKept: 2 }, host, memory)
    host.line.open()
    for (const place of [0, 64, 128, 192]) {
      host.orderOthers(1, ...wholeStroke(place + 8))
      host.orderOthers(2, ...wholeStroke(place + 8, 50))
    }
    host.sendSnapshot()
    screen(client)
    memory.collect()
    const before = memory.usedBytes
    client.showWork({ kind: 'without', authors: [1] })
    screen(client)
    memory.collect()
    expect(memory.usedBytes - before).toBe(2 * 32 * 1024)
    host.orderOthers(1, ...wholeStroke(8).slice(0, 2))
    host.sendUpdates(host.seq - 1)
    const masks = memory.usedBytes
    screen(client)
    memory.collect()
    expect(memory.usedBytes).toBe(masks)
  })

  it('[HV15] ends where memory is short, and the session goes on', () => {
    const memory = new PictureMemory(createWasmKernel(), { bytesMax: ownerPointer + 4 * 1024 * 1024 })
    const host = new ScriptedHost()
    const { client } = startScripted({}, host, memory)
    host.line.open()
    host.sendSnapshot()
    for (let i = 0; i < 4; i++) host.orderOthers(1 + (i & 1), ...wholeStroke(8 + i))
    host.sendUpdates(1)
    const shown = screen(client)
    memory.collect()
    expect(() => {
      for (;;) memory.newBlock('pixels')
    }).toThrow(OutOfMemoryError)
    client.showWork({ kind: 'without', authors: [1] })
    expect(screen(client)).toEqual(shown)
    expect(client.state()).not.toHaveProperty('workShown')
    expect(client.state().connection.kind).toBe('connected')
  })
})
