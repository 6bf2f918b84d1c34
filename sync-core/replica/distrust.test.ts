import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeHex } from '../base/hex.ts'
import { limits } from '../base/limits.ts'
import { encodeHostMessage, type HostMessage } from '../protocol/messages.ts'
import { blankBase } from '../raster/base.ts'
import { encodeIndexSet } from '../raster/index-set-codec.ts'
import { encodeOperation } from '../raster/operation-codec.ts'
import { createStructure, encodeStructure, firstLayer } from '../raster/structure.ts'
import {
  lineSamples,
  penBrush,
  reopenLine,
  startJoined,
  startScripted,
  wholeStroke,
} from '../testing/scripted-client.ts'
import { ScriptedHost } from '../testing/scripted-host.ts'
import { newTimeline } from '../testing/picture-memories.ts'

const end = encodeOperation({ kind: 'end' })
const close = encodeOperation({ kind: 'close', author: 3 })
const oneTile = (index: number): HostMessage => ({
  kind: 'tiles',
  tiles: [{ layer: firstLayer, index, bytes: Uint8Array.of(1) }],
  last: false,
})
const updates = (
  firstSeq: number,
  author: number,
  clientSeq: number,
  operation: Uint8Array,
): HostMessage => ({
  kind: 'updates',
  firstSeq,
  updates: [{ author, clientSeq, operation }],
})
const host = new ScriptedHost()
const snapshot = host.blankStart()
const announcing = (layer: number, ...indices: number[]): { layer: number; present: Uint8Array } => {
  return { layer, present: encodeIndexSet(indices) }
}
const everything = [1, 2, 3].map((layer) => announcing(layer, ...Array.from({ length: 65_536 }, (_, i) => i)))
const wide = encodeStructure({
  frame: { x: 0, y: 0, width: 3, height: 64 },
  layers: createStructure(host.size).layers,
  palette: [],
})

describe('a host that makes no sense', () => {
  const cases: readonly (readonly [string, HostMessage])[] = [
    ['leaves a seq out', updates(2, 1, 1, end)],
    ['says a seq twice', updates(0, 1, 1, end)],
    ['sends an operation that is none', updates(1, 1, 1, Uint8Array.of(99))],
    ['lets a guest end the strokes of others', updates(1, 1, 1, close)],
    ['draws itself', updates(1, 0, 1, end)],
    ['repeats an own update that was never made', updates(1, 3, 1, end)],
    ['sends tiles that are not missing', oneTile(0)],
    ['sends carried updates without a welcome', { kind: 'carried', updates: [] }],
    ['resumes what was not offered', host.welcome({ kind: 'resume' })],
    ['has a size that can’t be', host.welcome({ ...snapshot, structure: wide })],
    ['has no layers', host.welcome({ ...snapshot, structure: new Uint8Array(0) })],
    [
      'marks tiles out of the plane',
      host.welcome({ ...snapshot, layers: [{ layer: 1, present: Uint8Array.of(255) }] }),
    ],
    ['marks a layer twice', host.welcome({ ...snapshot, layers: [announcing(1, 5), announcing(1, 4, 5)] })],
    ['marks more tiles than a picture has', host.welcome({ ...snapshot, layers: everything })],
    ['has a horizon in the future', host.welcome(snapshot, { horizon: 1 })],
    ['has a seq beyond all numbers', host.welcome(snapshot, { seq: Number.MAX_SAFE_INTEGER })],
    ['counts more own updates than there can be', host.welcome(snapshot, { lastClientSeq: 0xffffffff })],
    ['gives the client the host’s number', host.welcome(snapshot, { you: 0 })],
  ]

  it.each(cases)(
    '[RP17] loses the connection when it %s, and is asked for a snapshot next time',
    async (_, message) => {
      const session = startJoined()
      session.host.line.say(message)
      expect(session.host.line.state).toBe('closed')
      expect(session.client.state().connection.kind).toBe('reconnecting')
      await reopenLine(session)
      expect(session.host.line.hello.resume).toBeUndefined()
      session.host.sendSnapshot()
      expect(session.client.state().connection).toEqual({ kind: 'connected' })
    },
  )

  it('[RP17] loses the connection when it says anything before the welcome', () => {
    const { host, client } = startScripted()
    host.line.open()
    host.line.say({ kind: 'durable', seq: 0 })
    expect(host.line.state).toBe('closed')
    expect(client.state().connection.kind).toBe('reconnecting')
  })

  it('[RP17] loses the connection when the last tiles leave some out, or a tile is broken', () => {
    for (const tiles of ['missing', 'broken'] as const) {
      const { host } = startScripted()
      host.orderOthers(1, ...wholeStroke(10))
      host.line.open()
      const parts = host.sendSnapshotWithoutTiles(3)
      const broken = { ...parts[0]!, bytes: Uint8Array.of(0, 1, 2, 3) }
      host.line.say({ kind: 'tiles', tiles: tiles === 'broken' ? [broken] : [], last: true })
      expect(host.line.state).toBe('closed')
    }
  })

  it('[RP17] is asked ever less often while it goes on', async () => {
    const session = startScripted()
    const { clock, host } = session
    const pauses: number[] = []
    host.line.open()
    for (let i = 0; i < 8; i++) {
      host.sendSnapshot()
      const lostMs = clock.elapsedMs()
      host.line.say({ kind: 'carried', updates: [] })
      await reopenLine(session)
      pauses.push(clock.elapsedMs() - lostMs)
    }
    expect(pauses[0]).toBeLessThanOrEqual(limits.reconnectMs)
    expect(pauses.at(-1)).toBeGreaterThanOrEqual(limits.reconnectMsMax / 2)
  })

  it('[RP17] gets no exception out of the client, whatever its bytes are', async () => {
    const real: HostMessage[] = [
      host.welcome(snapshot),
      host.welcome(
        { ...snapshot, layers: [announcing(1, 0, 1), announcing(7, 1)] },
        { seq: 4, horizon: 2, lastClientSeq: 2 },
      ),
      host.welcome({ kind: 'resume' }, { seq: 3 }),
      {
        kind: 'carried',
        updates: [{ seq: 1, author: 2, clientSeq: 1, operation: encodeOperation(wholeStroke(3)[0]!) }],
      },
      updates(1, 1, 1, encodeOperation(wholeStroke(5)[0]!)),
      updates(1, 3, 1, encodeOperation(wholeStroke(5)[0]!)),
      updates(2, 3, 2, encodeOperation({ kind: 'undo', action: 1 })),
      updates(2, 0, 1, close),
      {
        kind: 'tiles',
        tiles: [{ layer: 1, index: 0, bytes: Uint8Array.of(2, 0, 1, 0, 1, 0, 1, 0, 1, 0) }],
        last: false,
      },
      { kind: 'tiles', tiles: [], last: true },
      { kind: 'durable', seq: 2 },
      { kind: 'stamp', seq: 0, hash: new Uint8Array(8) },
      { kind: 'stamp', seq: 2, hash: new Uint8Array(8) },
      updates(1, 1, 1, encodeOperation({ kind: 'layer-add', id: 7, above: 1, name: 'A' })),
      updates(1, 3, 1, encodeOperation({ kind: 'select', stage: 'whole', parts: [] })),
      {
        kind: 'inspection',
        horizon: 0,
        seq: 2,
        structure: snapshot.structure,
        tiles: [{ layer: 1, index: 0, hash: new Uint8Array(8) }],
        last: true,
      },
      { kind: 'health', writable: false, sentence: 'no' },
      { kind: 'roster', people: [] },
      { kind: 'presence', people: [{ author: 3, x: 0, y: 0, down: false, tool: 'pan' }] },
    ]
    const message = fc.record({
      message: fc.constantFrom(...real),
      edits: fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 2 }),
      draws: fc.constantFrom('nothing', 'begin', 'points', 'end', 'undo', 'add', 'select'),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(message, { maxLength: 12 }), async (script) => {
        const session = startJoined({}, new ScriptedHost({ width: 70, height: 40 }))
        const { client, host } = session
        for (const { message, edits, draws } of script) {
          if (host.line.state === 'closed') {
            if (client.state().connection.kind === 'ended') return
            await reopenLine(session)
          }
          const bytes = encodeHostMessage(message)
          for (const [at, value] of edits) bytes[at % bytes.length] = value
          host.line.sayBytes(bytes)
          if (draws === 'begin') client.beginStroke(firstLayer, penBrush, lineSamples(1, 2))
          if (draws === 'points') client.addSamples(lineSamples(9, 2))
          if (draws === 'end') client.endStroke()
          if (draws === 'undo') client.undo()
          if (draws === 'add') client.changeLayers({ kind: 'layer-add', id: 9, above: 1, name: 'B' })
          if (draws === 'select') client.setSelection(new Map([[0, new Uint8Array(4096).fill(9)]]))
          client.takeDirty()
        }
      }),
      { numRuns: 400 },
    )
  })
})

describe('the host’s stamp', () => {
  it('[RP18] is compared at exactly its seq, also when it comes late', () => {
    const { host, client } = startJoined({ stampEverySeqs: 3 })
    host.orderOthers(1, ...wholeStroke(10), ...wholeStroke(80))
    host.sendUpdates(1)
    expect(client.state().sync).toEqual({ kind: 'unknown' })
    host.line.say({ kind: 'stamp', seq: 3, hash: decodeHex(host.picture(3).hash())! })
    expect(client.state().sync).toEqual({ kind: 'in-sync', seq: 3 })
    // Number 4 was not hashed here, so nothing can be said.
    host.line.say({ kind: 'stamp', seq: 4, hash: new Uint8Array(8) })
    expect(client.state().sync).toEqual({ kind: 'in-sync', seq: 3 })
  })

  it('[RP18] at rest says "in sync" at the newest seq, whatever it is', () => {
    const { host, client } = startJoined()
    host.orderOthers(1, ...wholeStroke(10))
    host.sendUpdates(1)
    host.line.say({ kind: 'stamp', seq: 3, hash: decodeHex(host.picture().hash())! })
    expect(client.state().sync).toEqual({ kind: 'in-sync', seq: 3 })
  })

  it('[RP18] that came while tiles were missing is compared when they are here', () => {
    const { host, client } = startScripted()
    host.orderOthers(1, ...wholeStroke(10))
    host.line.open()
    const tiles = host.sendSnapshotWithoutTiles(3)
    host.line.say({ kind: 'stamp', seq: 3, hash: decodeHex(host.picture().hash())! })
    expect(client.state().sync).toEqual({ kind: 'unknown' })
    host.line.say({ kind: 'tiles', tiles, last: true })
    expect(client.state().sync).toEqual({ kind: 'in-sync', seq: 3 })
  })

  it('[RP18][SI10] of a seq on the way from a base to its snapshot is not compared: a later undo is in the base already', () => {
    const { host, client } = startScripted({ stampEverySeqs: 6 })
    host.orderOthers(1, ...wholeStroke(10), ...wholeStroke(60), { kind: 'undo', action: 1 })
    const [before, after] = [decodeHex(host.picture(6).hash())!, decodeHex(host.picture(7).hash())!]
    const bounds = {
      pendingUpdatesMax: 6,
      pendingUpdatesKept: 3,
      pendingUpdatesHardMax: 100,
      pendingBytesMax: 1e6,
      pendingBytesKept: 1e6,
      pendingBytesHardMax: 1e6,
      undoActionsKept: 0,
      horizonEverySeqs: 1,
    }
    const folded = newTimeline(blankBase(host.size), { horizonLimits: bounds })
    for (const update of host.order) folded.apply(update)
    const { horizon, layers, carried } = folded.base()
    expect([horizon, layers.size]).toEqual([4, 0])
    host.line.open()
    host.line.say(host.welcome(host.blankStart(), { horizon }))
    host.line.say({ kind: 'carried', updates: carried })
    host.sendUpdates(5)
    host.line.say({ kind: 'tiles', tiles: [], last: true })
    host.line.say({ kind: 'stamp', seq: 6, hash: before })
    expect(client.state().sync).toEqual({ kind: 'unknown' })
    host.line.say({ kind: 'stamp', seq: 7, hash: after })
    expect(client.state().sync).toEqual({ kind: 'in-sync', seq: 7 })
  })

  it('[RP18] that can’t be healed lets the picture be fetched anew; again and again ever less often', async () => {
    const session = startJoined({ inspectEveryMs: 1 })
    const { clock, host, client } = session
    const pauses: number[] = []
    const sayWrong = (): void => host.line.say({ kind: 'stamp', seq: 0, hash: new Uint8Array(8) })
    for (let i = 0; i < 8; i++) {
      await clock.run(10)
      sayWrong()
      expect(client.state().sync).toEqual({ kind: 'differs', seq: 0 })
      const lostMs = clock.elapsedMs()
      host.sendInspection(0)
      await reopenLine(session)
      pauses.push(clock.elapsedMs() - lostMs)
      expect(host.line.hello.resume).toBeUndefined()
      host.sendSnapshot()
    }
    expect(pauses.at(-1)).toBeGreaterThanOrEqual(limits.reconnectMsMax / 2)
    host.line.say({ kind: 'stamp', seq: 0, hash: decodeHex(host.picture().hash())! })
    expect(client.state().sync).toEqual({ kind: 'in-sync', seq: 0 })
    host.line.close()
    expect(client.state().connection).toMatchObject({ kind: 'reconnecting', attempt: 1 })
  })
})
