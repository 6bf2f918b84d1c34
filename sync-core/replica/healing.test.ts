import { describe, expect, it } from 'vitest'
import { limits } from '../base/limits.ts'
import { decodeHex } from '../base/hex.ts'
import { encodePixels } from '../raster/tile-codec.ts'
import { screen, type ScriptedSession, startScripted, wholeStroke } from '../testing/scripted-client.ts'
import type { ScriptedHost } from '../testing/scripted-host.ts'

/** A client whose picture is wrong: on the way, something happened to the first tile of the base at seq 3. */
function startBroken(damage: 'a pixel' | 'none' = 'a pixel'): ScriptedSession {
  const session = startScripted({ stampEverySeqs: 6 })
  const { host } = session
  host.orderOthers(1, ...wholeStroke(10), ...wholeStroke(80))
  host.line.open()
  const tiles = [...host.sendSnapshotWithoutTiles(3)]
  const base = host.picture(3, 3).base()
  const [first] = tiles
  const pixels = base.layers.get(first!.layer)!.get(first!.index)!.copyPixels()
  pixels.set([0, 0, 0, 32767], 3000)
  const bytes = encodePixels(pixels)
  if (damage === 'a pixel') tiles[0] = { ...first!, bytes }
  host.line.say({ kind: 'tiles', tiles, last: true })
  return session
}

const sayStamp = (host: ScriptedHost, seq: number): void =>
  host.line.say({ kind: 'stamp', seq, hash: decodeHex(host.picture(seq).hash())! })
const asked = (host: ScriptedHost): string[] =>
  host.line.received.map(({ kind }) => kind).filter((kind) => kind === 'inspect' || kind === 'want')

describe('a picture that differs', () => {
  it('[RP28] is healed: only the tile that is wrong is fetched, and the connection stays', () => {
    const { host, client } = startBroken()
    const before = screen(client)
    sayStamp(host, 6)
    expect(client.state().sync).toEqual({ kind: 'differs', seq: 6 })
    expect(asked(host)).toEqual(['inspect'])
    host.sendInspection(3)
    const want = host.line.received.at(-1)!
    expect(want).toMatchObject({ kind: 'want', tiles: [{ layer: 1 }] })
    client.takeDirty()
    host.sendWanted(3)
    expect(client.state()).toMatchObject({
      sync: { kind: 'in-sync', seq: 6 },
      healed: { count: 1, tiles: 1, lastSeq: 6 },
      connection: { kind: 'connected' },
    })
    expect(client.hash()).toBe(host.picture().hash())
    expect(client.takeDirty().length).toBeGreaterThan(0)
    expect(screen(client)).not.toEqual(before)
    expect(host.lines.length).toBe(1)
  })

  it('[RP28] waits for the next stamp when there is a later update meanwhile', () => {
    const { host, client } = startBroken()
    sayStamp(host, 6)
    host.orderOthers(2, ...wholeStroke(20), ...wholeStroke(30))
    host.sendUpdates(7)
    host.sendInspection(3)
    host.sendWanted(3)
    expect(client.state().sync).toEqual({ kind: 'differs', seq: 6 })
    sayStamp(host, 12)
    expect(client.state()).toMatchObject({
      sync: { kind: 'in-sync', seq: 12 },
      healed: { count: 1, lastSeq: 12 },
    })
    expect(asked(host)).toEqual(['inspect', 'want'])
  })

  it('[RP28] whose base is right is computed again from it; only then it is fetched as a whole', () => {
    const { host, client } = startBroken('none')
    const wrong = new Uint8Array(8)
    host.line.say({ kind: 'stamp', seq: 6, hash: wrong })
    expect(asked(host)).toEqual(['inspect'])
    host.sendInspection(3)
    expect(host.line.received.at(-1)).toEqual({ kind: 'want', tiles: [] })
    // It was computed again and still differs from a stamp that nothing can equal.
    expect(client.state().connection.kind).toBe('reconnecting')
    expect(client.state().healed.count).toBe(0)
  })

  it('[RP28] asks again when the host’s base has another horizon, a few times', async () => {
    const { clock, host, client } = startBroken()
    sayStamp(host, 6)
    for (let tries = 1; tries <= limits.healTriesMax; tries++) {
      expect(asked(host).filter((kind) => kind === 'inspect').length).toBe(tries)
      host.sendInspection(6)
      expect(host.line.received.at(-1)).toEqual({ kind: 'want', tiles: [] })
      host.sayDurable(0)
      await clock.run(limits.inspectEveryMs + 1)
    }
    expect(client.state().connection.kind).not.toBe('connected')
  })

  it('[RP28] does not wait for an answer for ever', async () => {
    const { clock, host, client } = startBroken()
    sayStamp(host, 6)
    for (let ms = 0; ms < limits.healWithinMs; ms += 1000) {
      host.sayDurable(0)
      await clock.run(1000)
    }
    await clock.run(10)
    expect(client.state().connection.kind).not.toBe('connected')
  })

  it('[RP28] distrusts a host that sends other tiles than were wanted', () => {
    for (const fault of ['another tile', 'another layer', 'too few'] as const) {
      const { host, client } = startBroken()
      sayStamp(host, 6)
      host.sendInspection(3)
      const [tile] = host.picture(3, 3).base().layers.get(1)!.keys()
      const other = encodePixels(new Uint16Array(16384).fill(7))
      const layer = fault === 'another layer' ? 2 : 1
      const tiles = fault === 'too few' ? [] : [{ layer, index: tile!, bytes: other }]
      host.line.say({ kind: 'tiles', tiles, last: true })
      expect(client.state().connection.kind).toBe('reconnecting')
    }
  })

  it('[RP28] loses tiles that the host’s base does not have', () => {
    const session = startScripted({ stampEverySeqs: 6 })
    const { host, client } = session
    host.orderOthers(1, ...wholeStroke(10), ...wholeStroke(80))
    host.line.open()
    host.order = host.order.slice(0, 3)
    host.orderOthers(1, ...wholeStroke(150))
    const tiles = host.sendSnapshotWithoutTiles(6)
    host.line.say({ kind: 'tiles', tiles, last: true })
    // The host says something else now: as if a tile of this base had come out of nothing.
    host.order = host.order.slice(0, 3)
    host.orderOthers(1, ...wholeStroke(20))
    sayStamp(host, 6)
    host.sendInspection(6)
    host.sendWanted(6)
    expect(client.state()).toMatchObject({ sync: { kind: 'in-sync', seq: 6 }, healed: { count: 1 } })
    expect(client.hash()).toBe(host.picture().hash())
  })
})
