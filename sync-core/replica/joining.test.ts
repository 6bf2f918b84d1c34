import { describe, expect, it } from 'vitest'
import { PictureMemory } from '../kernel/picture-memory.ts'
import { ownerPointer } from '../kernel/tile-layout.ts'
import { createWasmKernel } from '../kernel/wasm-kernel.ts'
import { decodeOperation } from '../raster/operation-codec.ts'
import { firstLayer } from '../raster/structure.ts'
import {
  lineSamples,
  penBrush,
  plainPlace,
  reopenLine,
  screen,
  startJoined,
  startScripted,
  takeDirtyPlaces,
  tileOfPicture,
  wholeStroke,
} from '../testing/scripted-client.ts'
import { ScriptedHost } from '../testing/scripted-host.ts'
import { decodeHex } from '../base/hex.ts'

describe('joining', () => {
  it('[RP1] takes base, carried and later updates, and has exactly the host’s picture', () => {
    const { host, client } = startScripted()
    host.orderOthers(1, ...wholeStroke(10), ...wholeStroke(60).slice(0, 2))
    host.orderOthers(2, ...wholeStroke(20, 90))
    host.line.open()
    expect(host.line.hello).toMatchObject({ name: 'Ann', resume: undefined, view: { width: 64 } })
    const tiles = host.sendSnapshotWithoutTiles(5)
    expect(tiles.length).toBeGreaterThan(0)
    expect(client.hash()).toBeUndefined()
    host.orderOthers(1, { kind: 'end' })
    host.sendUpdates(9)
    host.line.say({ kind: 'tiles', tiles, last: true })
    expect(client.seq).toBe(9)
    expect(client.hash()).toBe(host.picture().hash())
  })

  it('[RO21] waits as long as somebody has to let it in, and joins then', async () => {
    const { host, client, clock } = startScripted()
    host.orderOthers(1, ...wholeStroke(10))
    host.line.open()
    host.line.say({ kind: 'waiting' })
    expect(client.state().connection).toEqual({ kind: 'waiting' })
    await clock.run(5000)
    host.line.say({ kind: 'waiting' })
    host.line.say({ kind: 'tiles', tiles: host.sendSnapshotWithoutTiles(3), last: true })
    expect(client.state().connection).toEqual({ kind: 'connected' })
    expect(client.hash()).toBe(host.picture().hash())
    host.line.say({ kind: 'waiting' })
    expect(client.state().connection.kind).toBe('reconnecting')
  })

  it('[RO23] asks again by itself when the connection was lost while it waited', async () => {
    const session = startScripted()
    const { host, client } = session
    host.line.open()
    host.line.say({ kind: 'waiting' })
    host.line.close()
    expect(client.state().connection.kind).toBe('reconnecting')
    await reopenLine(session)
    host.line.say({ kind: 'waiting' })
    expect(client.state().connection).toEqual({ kind: 'waiting' })
    host.line.say({ kind: 'refusal', code: 'removed', sentence: 'No.' })
    expect(client.state().connection).toEqual({ kind: 'ended', code: 'removed', sentence: 'No.' })
  })

  it('[RP1] tells how far the base has come, in bytes and tiles', () => {
    const { host, client } = startScripted()
    host.orderOthers(1, ...wholeStroke(10), ...wholeStroke(150))
    expect(client.state().connection).toEqual({ kind: 'connecting' })
    host.line.open()
    const tiles = host.sendSnapshotWithoutTiles(6)
    const total = tiles.length
    expect(client.state().connection).toEqual({ kind: 'catching-up', bytes: 0, tiles: 0, tilesTotal: total })
    host.line.say({ kind: 'tiles', tiles: tiles.slice(0, 1), last: false })
    const bytes = tiles[0]!.bytes.length
    expect(client.state().connection).toEqual({ kind: 'catching-up', bytes, tiles: 1, tilesTotal: total })
    host.line.say({ kind: 'tiles', tiles: tiles.slice(1), last: true })
    expect(client.state().connection).toEqual({ kind: 'connected' })
  })

  it('[RP1] draws while tiles are on their way', () => {
    const { host, client } = startScripted()
    host.orderOthers(1, ...wholeStroke(10))
    host.line.open()
    const tiles = host.sendSnapshotWithoutTiles(3)
    client.beginStroke(firstLayer, penBrush, lineSamples(10, 3))
    client.endStroke()
    host.line.say({ kind: 'tiles', tiles: [], last: false })
    host.echo()
    host.line.say({ kind: 'tiles', tiles, last: true })
    expect(host.seq).toBe(5)
    expect(client.hash()).toBe(host.picture().hash())
  })

  it('[RP2] resumes after a lost connection from where it was, with the last stamp that was the same', async () => {
    const session = startJoined({ stampEverySeqs: 2 })
    const { host, client } = session
    host.orderOthers(1, ...wholeStroke(10))
    host.sendUpdates(1)
    const hash = decodeHex(host.picture(2).hash())!
    host.line.say({ kind: 'stamp', seq: 2, hash })
    expect(client.state().sync).toEqual({ kind: 'in-sync', seq: 2 })
    host.line.close()
    host.orderOthers(1, ...wholeStroke(50))
    await reopenLine(session)
    expect(host.line.hello.resume).toEqual({ epoch: 1, seq: 3, stamp: { seq: 2, hash } })
    host.sendResume(3)
    expect(client.seq).toBe(6)
    expect(client.hash()).toBe(host.picture().hash())
    expect(client.state().connection).toEqual({ kind: 'connected' })
  })

  it('[RP2] does not offer to resume from a picture that is not whole', async () => {
    const session = startScripted()
    const { host } = session
    host.orderOthers(1, ...wholeStroke(10))
    host.line.open()
    host.sendSnapshotWithoutTiles(3)
    host.line.close()
    await reopenLine(session)
    expect(host.line.hello.resume).toBeUndefined()
  })

  it('[RP3] a second welcome on the same connection replaces the picture, and what the host does not have is sent again', () => {
    const { host, client } = startJoined()
    client.beginStroke(firstLayer, penBrush, lineSamples(10, 3))
    client.endStroke()
    const before = screen(client)
    expect(host.line.updates.length).toBe(2)
    host.orderOwn(1)
    host.orderOthers(1, ...wholeStroke(10, 90))
    host.sendSnapshot()
    expect(host.line.updates.map(({ clientSeq }) => clientSeq)).toEqual([1, 2, 2])
    expect(screen(client).slice(0, 4)).toEqual(before.slice(0, 4))
    host.echo()
    expect(client.hash()).toBe(host.picture().hash())
    expect(client.state().unacknowledged).toBe(2)
  })

  it('[RP3] keeps showing the former picture where the new one has no tile yet', () => {
    const { host, client } = startJoined()
    host.orderOthers(1, ...wholeStroke(10))
    host.sendUpdates(1)
    const before = screen(client)
    const tiles = host.sendSnapshotWithoutTiles(3)
    expect(screen(client)).toEqual(before)
    host.line.say({ kind: 'tiles', tiles, last: true })
    expect(screen(client)).toEqual(before)
    expect(takeDirtyPlaces(client)).toEqual([0])
  })

  it('[RP4] tells the window which tiles look different, once until they are taken', () => {
    const { host, client, dirtyCalls } = startJoined()
    client.takeDirty()
    const calls = dirtyCalls()
    host.orderOthers(1, ...wholeStroke(10))
    host.sendUpdates(1)
    host.orderOthers(1, ...wholeStroke(150))
    host.sendUpdates(4)
    expect(dirtyCalls()).toBe(calls + 1)
    expect(takeDirtyPlaces(client)).toEqual([0, 2])
    client.beginStroke(firstLayer, penBrush, lineSamples(10, 2))
    expect(dirtyCalls()).toBe(calls + 2)
    expect(takeDirtyPlaces(client)).toEqual([0])
  })

  it('[RP5] an own stroke that a former run left open is ended', () => {
    const { host, client } = startScripted()
    const samples = lineSamples(10, 3)
    host.orderOthers(host.you, { kind: 'stroke-begin', ...plainPlace, brush: penBrush, samples })
    host.accepted = 1
    host.line.open()
    host.sendSnapshot()
    expect(host.line.updates.map(({ clientSeq }) => clientSeq)).toEqual([2])
    expect(decodeOperation(host.line.updates[0]!.operation)).toEqual({ kind: 'end' })
    host.echo()
    expect(client.hash()).toBe(host.picture().hash())
    expect(client.state().canUndo).toBe(true)
  })

  it('[RP31] ends with a sentence when the picture needs more memory than the window has', () => {
    const memory = new PictureMemory(createWasmKernel(), { bytesMax: ownerPointer + 6 * 32 * 1024 })
    const { host, client, clock } = startScripted({}, new ScriptedHost(), memory)
    host.line.open()
    host.sendSnapshot()
    const { line } = host
    for (let y = 10; y < 120 && line.state === 'open'; y += 30) {
      host.orderOthers(1, ...wholeStroke(10, y), ...wholeStroke(100, y), ...wholeStroke(200, y))
      host.sendUpdates(host.seq - 8)
    }
    const { connection } = client.state()
    expect(connection).toMatchObject({ kind: 'ended', code: 'no-memory' })
    expect(connection.kind === 'ended' && connection.sentence).toMatch(
      /needs more memory than this window has/,
    )
    expect(line.state).toBe('closed')
    // What it still may be asked, it answers.
    const pixels = new Uint8Array(64 * 64 * 4)
    client.renderTile(tileOfPicture(0), pixels)
    client.hash()
    client.beginStroke(firstLayer, penBrush, lineSamples(10, 3))
    client.endStroke()
    expect(client.state().health).toMatchObject({ writable: false })
    client.leave()
    expect(clock.elapsedMs()).toBeLessThan(60_000)
    expect(host.lines).toHaveLength(1)
  })
})
