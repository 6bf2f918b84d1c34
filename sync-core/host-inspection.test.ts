import { beforeEach, describe, expect, it } from 'vitest'
import { limits } from './base/limits.ts'
import { hashBytes } from './base/xxh64.ts'
import { encodeClientMessage, type HostMessageOf } from './protocol/messages.ts'
import { blankBase } from './raster/base.ts'
import { decodeIndexSet } from './raster/index-set-codec.ts'
import { encodeOperation } from './raster/operation-codec.ts'
import type { Operation } from './raster/operation.ts'
import { decodeStructure } from './raster/structure.ts'
import { decodeTile } from './raster/tile-codec.ts'
import type { Timeline } from './raster/timeline.ts'
import { foldsAll } from './testing/folds-all.ts'
import { HostedSession } from './testing/hosted-session.ts'
import type { ScriptedGuest } from './testing/scripted-guest.ts'
import { newMemory, newTimeline } from './testing/picture-memories.ts'

const sky = 77
const addSky: Operation = { kind: 'layer-add', id: sky, above: 1, name: 'Sky' }
const copy: Operation = { kind: 'layer-copy', from: 1, id: 78, name: 'Copy' }

/** For tiles that are looked at. */
const memory = newMemory()
let session: HostedSession
let ann: ScriptedGuest
let ben: ScriptedGuest

/** What the host's base must be, by the order that a guest was told. */
function picture(): Timeline {
  const timeline = newTimeline(blankBase({ width: 256, height: 192 }), {
    horizonLimits: { ...limits, ...foldsAll },
  })
  for (const { firstSeq, updates } of ann.all('updates')) {
    updates.forEach((update, i) => timeline.apply({ ...update, seq: firstSeq + i }))
  }
  return timeline
}

const parts = (guest: ScriptedGuest): HostMessageOf<'inspection'>[] => guest.all('inspection')
const inspect = (guest: ScriptedGuest): void => guest.sendBytes(encodeClientMessage({ kind: 'inspect' }))
const want = (guest: ScriptedGuest, tiles: readonly { layer: number; index: number }[]): void =>
  guest.sendBytes(encodeClientMessage({ kind: 'want', tiles }))

async function inspected(guest: ScriptedGuest): Promise<HostMessageOf<'inspection'>[]> {
  const before = parts(guest).length
  inspect(guest)
  await session.until(() => parts(guest).length > before && guest.last('inspection')!.last)
  return parts(guest).slice(before)
}

beforeEach(async () => {
  session = await HostedSession.open(foldsAll)
  ann = await session.join(1)
  ben = await session.join(2)
  ann.update(addSky)
  for (const x of [10, 150]) ann.stroke(x, 40)
  ann.update(copy)
  ann.stroke(400, 40)
  await session.until(() => ben.order().length === 8)
  // The primary has folded it in.
  await session.until(() => ben.last('stamp')?.seq === 8)
})

describe('joining a picture of layers', () => {
  it('[BC11] brings the frame, the layers and the tiles of each', async () => {
    const cid = await session.join(3)
    const base = picture().base()
    const { start } = cid.last('welcome')!
    if (start.kind !== 'snapshot') throw new Error('a newcomer has nothing to resume from')
    expect(decodeStructure(start.structure)).toEqual(base.structure)
    expect(base.structure.layers.map(({ id }) => id)).toEqual([1, 78, sky])
    expect(start.layers.map(({ layer, present }) => [layer, decodeIndexSet(present)])).toEqual(
      [1, 78].map((layer) => [layer, [...base.layers.get(layer)!.keys()].sort((a, b) => a - b)]),
    )
    const tiles = cid.all('tiles').flatMap((message) => message.tiles)
    expect(tiles).toHaveLength([...base.layers.values()].reduce((sum, { size }) => sum + size, 0))
    for (const { layer, index, bytes } of tiles) {
      expect(decodeTile(bytes, memory).hash).toEqual(base.layers.get(layer)!.get(index)!.hash)
    }
  })
})

describe('an inspection', () => {
  it('[BC22] tells structure and hashes of the base at one instant, whatever happens meanwhile', async () => {
    session.world.thread.messageMs = 50
    inspect(ben)
    await session.run(200)
    const base = picture().base()
    ann.stroke(10, 40)
    await session.until(() => ben.last('inspection')?.last === true)
    const told = parts(ben)
    for (const part of told) expect(part).toMatchObject({ horizon: 8, seq: 8 })
    expect(decodeStructure(told[0]!.structure)).toEqual(base.structure)
    const hashes = told.flatMap(({ tiles }) => tiles)
    expect(hashes.length).toBeGreaterThan(4)
    expect(hashes).toHaveLength([...base.layers.values()].reduce((sum, { size }) => sum + size, 0))
    for (const { layer, index, hash } of hashes) {
      expect(hash).toEqual(hashBytes(base.layers.get(layer)!.get(index)!.hash))
    }
  })

  it('[UI47] is noted for who looks after the host, when tiles are wanted', async () => {
    const [first, second] = (await inspected(ben)).flatMap((part) => part.tiles)
    expect(session.notes).toEqual([])
    want(ben, [first!, second!])
    await session.until(() => ben.last('tiles')?.last === true)
    expect(session.notes).toEqual([
      '2 tiles were found different in a painter’s copy of the picture and sent again.',
    ])
  })

  it('[BC22] gives the wanted tiles of that instant, and those alone', async () => {
    const base = picture().base()
    const tiles = (await inspected(ben)).flatMap((part) => part.tiles)
    ben.messages.length = 0
    ann.stroke(10, 40)
    const wanted = [tiles[0]!, tiles.at(-1)!].map(({ layer, index }) => ({ layer, index }))
    want(ben, [...wanted, { layer: 5, index: 5 }])
    await session.until(() => ben.last('tiles')?.last === true)
    const given = ben.all('tiles').flatMap((message) => message.tiles)
    expect(given.map(({ layer, index }) => ({ layer, index }))).toEqual(wanted)
    for (const { layer, index, bytes } of given) {
      expect(decodeTile(bytes, memory).hash).toEqual(base.layers.get(layer)!.get(index)!.hash)
    }
  })

  it('[BC22] ends with a choice of nothing, and nothing is given twice', async () => {
    await inspected(ben)
    ben.messages.length = 0
    want(ben, [])
    await session.until(() => ben.last('tiles')?.last === true)
    expect(ben.all('tiles')).toEqual([{ kind: 'tiles', tiles: [], last: true }])
    want(ben, [])
    await session.run(5000)
    expect(ben.all('tiles')).toHaveLength(1)
    expect(ben.isEnded).toBe(false)
  })

  it('[BC22] is released when nothing is chosen in time, when the client leaves, and by the next one', async () => {
    const tiles = (await inspected(ben)).flatMap((part) => part.tiles)
    await session.run(limits.inspectionKeptMs + 1000)
    ben.messages.length = 0
    want(ben, [{ layer: 1, index: tiles[0]!.index }])
    await session.run(2000)
    expect(ben.all('tiles')).toEqual([])
    inspect(ben)
    inspect(ben)
    await session.run(2000)
    expect(parts(ben).filter(({ last }) => last)).toHaveLength(1)
    inspect(ann)
    ann.drop()
    ben.drop()
    const cid = await session.join(3)
    inspect(cid)
    session.world.endHost('kill')
    await session.restart()
    expect(session.host.state().seq).toBe(8)
  })

  it('[BC22] can be had every few seconds, and no more often', async () => {
    await session.run(60_000)
    for (let times = 0; times < 4; times++) {
      await inspected(ben)
      await session.run(limits.inspectEveryMs)
    }
    inspect(ben)
    inspect(ben)
    expect(ben.isEnded).toBe(false)
    inspect(ben)
    expect(ben.last('refusal')).toMatchObject({
      code: 'too-fast',
      sentence: expect.stringContaining('every 5 seconds') as string,
    })
  })

  it('[BC22] waits for a slow network, and is nothing for one who is brought up to date anew', async () => {
    ben.isStuck = true
    ann.update({ kind: 'end' })
    await session.until(() => ann.order().length === 9)
    inspect(ben)
    await session.run(2000)
    ben.unstick()
    await session.until(() => ben.last('inspection')?.last === true)
    const dan = await session.join(4)
    dan.drop()
    const back = await session.join(4)
    const joined = back.messages.length
    want(back, [{ layer: 1, index: 0 }])
    await session.run(2000)
    expect(back.messages.slice(joined).filter(({ kind }) => kind === 'tiles')).toEqual([])
    expect(back.isEnded).toBe(false)
  })

  it('[BC22] of a picture where all can be undone is of its beginning', async () => {
    session = await HostedSession.open()
    ann = await session.join(1)
    const updates = [{ clientSeq: 1, operation: encodeOperation(addSky) }]
    ann.sendBytes(encodeClientMessage({ kind: 'updates', updates }))
    ann.stroke(10, 10)
    await session.run(100)
    expect(await inspected(ann)).toMatchObject([{ horizon: 0, tiles: [], last: true }])
  })
})
