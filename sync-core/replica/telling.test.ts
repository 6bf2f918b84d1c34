import { describe, expect, it } from 'vitest'
import { decodeOperation } from '../raster/operation-codec.ts'
import type { Outcome } from './outcome.ts'
import { createStructure, firstLayer } from '../raster/structure.ts'
import { lineSamples, penBrush, startJoined, startScripted, wholeStroke } from '../testing/scripted-client.ts'

describe('what the window is told', () => {
  it('[RP19] is the state, once a turn and only when it changed; not for each sample', async () => {
    const { host, client, states, clock } = startJoined()
    const before = states.length
    host.orderOthers(1, ...wholeStroke(10), ...wholeStroke(60))
    host.sendUpdates(1)
    expect(states.length).toBe(before + 1)
    expect(states.at(-1)).toEqual(client.state())
    host.sayDurable(0)
    expect(states.length).toBe(before + 1)
    client.beginStroke(firstLayer, penBrush, lineSamples(10, 1))
    const begun = states.length
    for (let i = 0; i < 50; i++) client.addSamples(lineSamples(14 + i, 1))
    expect(states.length).toBe(begun)
    await clock.run(100)
    expect(states.length).toBe(begun + 1)
  })

  it('[RP19] has everything that the host said', () => {
    const { host, client } = startJoined()
    const people = [
      { author: 1, name: 'Bo', color: 1, role: 'host', present: true },
      { author: 3, name: 'Ann', color: 2, role: 'painter', present: true },
    ] as const
    host.line.say({ kind: 'roster', people })
    host.line.say({ kind: 'saved', seq: 5, state: 'failed', sinceMs: 9, sentence: 'No room.' })
    host.line.say({ kind: 'rules', canvasLocked: false, asksFirst: true, hasPassword: true })
    host.line.say({ kind: 'askers', people: [{ number: 4, name: 'Cy', color: 3 }] })
    host.line.say({ kind: 'uploaded', seq: 4, state: 'waiting', sinceMs: 8, sentence: 'No line.' })
    expect(client.state()).toEqual({
      connection: { kind: 'connected' },
      picture: { id: 'picture', title: 'A picture', size: { width: 256, height: 128 } },
      frame: createStructure({ width: 256, height: 128 }).frame,
      layers: createStructure({ width: 256, height: 128 }).layers,
      palette: [],
      you: { author: 3, role: 'painter' },
      seq: 0,
      horizon: 0,
      durableSeq: 0,
      saved: { kind: 'failed', seq: 5, sinceMs: 9, sentence: 'No room.' },
      uploaded: { state: 'waiting', seq: 4, sinceMs: 8, sentence: 'No line.' },
      sync: { kind: 'unknown' },
      healed: { count: 0, tiles: 0, lastSeq: 0 },
      health: { writable: true, sentence: '' },
      isCanvasLocked: false,
      asksFirst: true,
      hasPassword: true,
      askers: [{ number: 4, name: 'Cy', color: 3 }],
      deeds: [],
      unacknowledged: 0,
      turnedDown: 0,
      roster: people,
      canUndo: false,
      canRedo: false,
    })
  })

  it('[RO10][RO11][RO14] one’s own role, the lock, and who did what', () => {
    const { host, client } = startJoined()
    const begin = (): Outcome => client.beginStroke(firstLayer, penBrush, lineSamples(10, 2))
    const me = { author: 3, name: 'Ann', color: 2, role: 'painter', present: true } as const
    host.line.say({ kind: 'rules', canvasLocked: true, asksFirst: false, hasPassword: true })
    expect(client.state().isCanvasLocked).toBe(true)
    expect(begin()).toMatchObject({ sentence: expect.stringMatching(/^The canvas is locked/) as string })
    host.line.say({ kind: 'roster', people: [{ ...me, role: 'co-host' }] })
    expect([begin().kind, client.state().you]).toEqual(['taken', { author: 3, role: 'co-host' }])
    host.line.say({ kind: 'roster', people: [{ ...me, role: 'viewer' }] })
    const sent = host.line.updates.length
    client.addSamples(lineSamples(30, 20))
    client.endStroke()
    expect(begin()).toMatchObject({ sentence: expect.stringMatching(/^You are here to watch/) as string })
    expect(host.line.updates.slice(sent).map(({ operation }) => decodeOperation(operation).kind)).toEqual([
      'end',
    ])
    const deed = { kind: 'role', of: 3, role: 'viewer' } as const
    for (let i = 0; i < 30; i++) host.line.say({ kind: 'moderated', by: 1, deed })
    expect(client.state().deeds).toHaveLength(20)
    expect(client.state().deeds.at(-1)).toEqual({ number: 30, by: 1, deed })
    client.moderate({ kind: 'canvas', locked: false })
    expect(host.line.received.at(-1)).toEqual({ kind: 'moderate', deed: { kind: 'canvas', locked: false } })
  })

  it('[RP19] nothing before startClient returned', () => {
    const { states } = startScripted()
    expect(states).toEqual([])
  })

  it('[RP20] others’ presence, newest of each, without one’s own and without those who left', () => {
    const { host, presences } = startJoined()
    const bob = { author: 1, x: 1, y: 2, down: true, tool: 'paint' } as const
    const cid = { author: 2, x: 5, y: 6, down: false, tool: 'pan' } as const
    host.line.say({ kind: 'presence', people: [bob, { ...bob, author: 3 }] })
    host.line.say({ kind: 'presence', people: [cid] })
    expect(presences).toEqual([[bob], [bob, cid]])
    host.line.say({
      kind: 'roster',
      people: [{ author: 2, name: 'C', color: 0, role: 'painter', present: true }],
    })
    expect(presences.at(-1)).toEqual([cid])
    host.line.close()
    expect(presences.at(-1)).toEqual([])
  })

  it('[RP20] own presence goes out at most limits.presencePerSecond times a second, the last one always', async () => {
    const { clock, host, client } = startJoined({ presencePerSecond: 10 })
    for (let i = 0; i < 20; i++) {
      client.setPresence({ x: i, y: 1e9, down: false, tool: 'pan' })
      await clock.run(10)
    }
    await clock.run(200)
    const sent = host.line.received.filter((message) => message.kind === 'presence')
    expect(sent.length).toBe(3)
    expect(sent.at(0)).toMatchObject({ x: 0 })
    expect(sent.at(-1)).toMatchObject({ x: 19, tool: 'pan' })
  })
})
