import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { HistoryAction } from '../client.ts'
import { encodeCoverage } from '../raster/coverage-codec.ts'
import { decodeOperation, encodeOperation } from '../raster/operation-codec.ts'
import { hostAuthor, type Operation } from '../raster/operation.ts'
import { firstLayer } from '../raster/structure.ts'
import { anyScript } from '../testing/painting-script.ts'
import {
  lineSamples,
  penBrush,
  reopenLine,
  startJoined,
  startScripted,
  tileOfPicture,
  wholeStroke,
} from '../testing/scripted-client.ts'
import { ScriptedHost } from '../testing/scripted-host.ts'
import { size } from '../testing/timeline-script.ts'

const patch = (form: 'cover' | 'erase', place = 0): Operation[] => [
  { kind: 'patch-begin', layer: firstLayer, color: 0x00ff00, alphaLock: false },
  {
    kind: 'patch-parts',
    parts: [{ index: tileOfPicture(place), form, bytes: encodeCoverage(new Uint8Array(4096).fill(255)) }],
  },
  { kind: 'end' },
]
const add: Operation = { kind: 'layer-add', id: 11, above: firstLayer, name: 'Sky' }
const tightHorizon = { pendingUpdatesMax: 8, pendingUpdatesKept: 2, undoActionsKept: 0, horizonEverySeqs: 1 }

/** What a window that follows the news has. */
function follow(list: Map<number, HistoryAction>, session: ReturnType<typeof startJoined>): HistoryAction[] {
  const news = session.client.takeHistory()
  if (news?.kind === 'all') list.clear()
  for (const action of news?.actions ?? []) list.set(action.entry, action)
  for (const entry of list.keys()) if (news !== undefined && entry < news.oldest) list.delete(entry)
  return [...list.values()].sort((a, b) => a.entry - b.entry)
}

describe('the history', () => {
  it('[HV1][HV2][HV3] lists actions of everybody with who, what, where, and since when', () => {
    const host = new ScriptedHost()
    const session = startScripted({}, host)
    const { client } = session
    host.orderOthers(1, ...wholeStroke(10))
    host.line.open()
    expect(client.takeHistory()).toBeUndefined()
    host.sendSnapshot()
    const nowMs = session.clock.nowMs()
    host.orderOthers(2, ...patch('cover', 5), { kind: 'undo', action: 1 }, add)
    host.orderOthers(2, { kind: 'layer-set', id: 11, field: { kind: 'opacity', value: 9 } })
    host.orderOthers(2, { kind: 'layer-remove', id: 77 }, wholeStroke(10)[0]!)
    host.sendUpdates(4)
    const news = client.takeHistory()!
    expect(news).toMatchObject({ kind: 'changes', oldest: 1 })
    const where = (place: number) => ({
      x: (tileOfPicture(place) & 255) * 64,
      y: (tileOfPicture(place) >> 8) * 64,
      width: 64,
      height: 64,
    })
    const { color, size: brushSize } = penBrush
    const stroke = { kind: 'stroke', blend: 'normal', color, size: brushSize, smudge: 0 }
    const green = { kind: 'patch', form: 'cover', color: 0x00ff00 }
    const layers = { kind: 'layers', name: 'Sky' }
    const ann = { author: 1, layer: firstLayer }
    const bob = { author: 2, atMs: nowMs }
    const undoable = 'undoable' as const
    expect(news.actions).toEqual([
      { ...ann, entry: 1, action: 1, seq: 1, endSeq: 3, stage: undoable, what: stroke, box: where(0) },
      {
        ...bob,
        entry: 2,
        action: 1,
        seq: 4,
        endSeq: 6,
        stage: 'undone',
        what: green,
        layer: 1,
        box: where(5),
      },
      {
        ...bob,
        entry: 3,
        action: 5,
        seq: 8,
        endSeq: 8,
        stage: undoable,
        what: { ...layers, change: 'layer-add' },
      },
      {
        ...bob,
        entry: 4,
        action: 6,
        seq: 9,
        endSeq: 9,
        stage: undoable,
        what: { ...layers, change: 'layer-set', field: 'opacity' },
      },
      { ...bob, entry: 5, action: 8, seq: 11, stage: 'open', what: stroke },
    ])
    expect(client.takeHistory()).toBeUndefined()
  })

  it('[HV3] tells of those that changed, and of no others', () => {
    const session = startJoined({ ...tightHorizon })
    const { client, host } = session
    host.orderOthers(1, ...wholeStroke(10), ...wholeStroke(80))
    host.sendUpdates(1)
    expect(client.takeHistory()!.actions.map(({ entry, stage }) => [entry, stage])).toEqual([
      [1, 'undoable'],
      [2, 'undoable'],
    ])
    host.orderOthers(1, { kind: 'undo', action: 1 })
    host.sendUpdates(7)
    expect(client.takeHistory()!.actions.map(({ entry, stage }) => [entry, stage])).toEqual([[1, 'undone']])
    host.orderOthers(1, { kind: 'end' }, { kind: 'end' }, { kind: 'end' }, { kind: 'end' })
    host.sendUpdates(8)
    expect(client.takeHistory()!.actions.map(({ entry, stage }) => [entry, stage])).toEqual([
      [1, 'dropped'],
      [2, 'kept'],
    ])
  })

  it('[HV1][HV3] never grows past its bound, and says where it begins', () => {
    const session = startJoined({ historyActionsMax: 3 })
    const list = new Map<number, HistoryAction>()
    for (let i = 0; i < 5; i++) {
      session.host.orderOthers(1, ...wholeStroke(10 + i))
      session.host.sendUpdates(session.host.seq - 2)
      expect(follow(list, session).length).toBe(Math.min(i + 1, 3))
    }
    expect([...list.keys()]).toEqual([3, 4, 5])
  })

  it('[HV3] who follows the news has the same list as one who asks once', () => {
    fc.assert(
      fc.property(anyScript(60), (script) => {
        const host = new ScriptedHost(size, 9)
        const session = startJoined({ historyActionsMax: 8, ...tightHorizon }, host)
        const late = startJoined({ historyActionsMax: 8, ...tightHorizon }, new ScriptedHost(size, 9))
        const list = new Map<number, HistoryAction>()
        for (const update of script) {
          const isClose = decodeOperation(update.operation).kind === 'close'
          if (isClose !== (update.author === hostAuthor)) continue
          for (const { host: one } of [session, late]) {
            one.order.push({
              ...update,
              operation: encodeOperation(decodeOperation(update.operation)),
              seq: one.seq + 1,
            })
            one.sendUpdates(one.seq)
          }
          follow(list, session)
        }
        expect([...list.values()].sort((a, b) => a.entry - b.entry)).toEqual(follow(new Map(), late))
      }),
      { numRuns: 60 },
    )
  })

  it('[HV4] a picture that is fetched anew keeps numbers and times, and loses what it does not have', async () => {
    const session = startJoined()
    const { client, clock, host } = session
    const list = new Map<number, HistoryAction>()
    host.orderOthers(1, ...wholeStroke(10))
    host.orderOthers(2, ...wholeStroke(80))
    host.sendUpdates(1)
    const before = follow(list, session)
    host.forgetAfter(3)
    host.line.close()
    await reopenLine(session)
    host.orderOthers(1, ...wholeStroke(120))
    await clock.run(1000)
    host.line.say(host.welcome(host.blankStart()))
    expect(client.takeHistory()).toBeUndefined()
    host.sendUpdates(1)
    const after = follow(list, session)
    expect(after[0]).toEqual(before[0])
    expect(after.map(({ entry, author }) => [entry, author])).toEqual([
      [1, 1],
      [3, 1],
    ])
    expect(after[1]).not.toHaveProperty('atMs')
  })
})

describe('what undo would do', () => {
  it('[HV20] is named by the state', () => {
    const { client, host } = startJoined()
    expect(client.state()).not.toHaveProperty('undoes')
    for (const x of [10, 60]) {
      client.beginStroke(firstLayer, penBrush, lineSamples(x, 3))
      client.endStroke()
    }
    const [first, , second] = host.line.updates.map(({ clientSeq }) => clientSeq)
    expect(client.state().undoes).toBe(second)
    client.undo()
    expect([client.state().undoes, client.state().redoes]).toEqual([first, second])
    host.echo()
    client.undo()
    expect(client.state()).not.toHaveProperty('undoes')
    expect(client.state().redoes).toBe(first)
  })

  it('[HV21] goes down to an own action, and comes back step by step', () => {
    const { client, host } = startJoined()
    for (const x of [10, 40, 70, 100]) {
      client.beginStroke(firstLayer, penBrush, lineSamples(x, 3))
      client.endStroke()
    }
    host.echo()
    host.orderOthers(1, ...wholeStroke(10))
    host.sendUpdates(host.seq - 2)
    const [, second] = client
      .takeHistory()!
      .actions.filter(({ author }) => author === host.you)
      .map(({ action }) => action)
    const undone = () =>
      client
        .takeHistory()
        ?.actions.filter(({ stage }) => stage === 'undone')
        .map(({ action }) => action)
    client.undoDownTo(99)
    host.echo()
    expect(undone()).toBeUndefined()
    client.undoDownTo(second!)
    host.echo()
    expect(undone()).toEqual([3, 5, 7])
    client.undoDownTo(second!)
    host.echo()
    expect(undone()).toBeUndefined()
    client.redo()
    expect(client.state().redoes).toBe(5)
  })
})
