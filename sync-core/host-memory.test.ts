import { describe, expect, it } from 'vitest'
import { PictureMemory } from './kernel/picture-memory.ts'
import { ownerPointer, pixelTileBytes } from './kernel/tile-layout.ts'
import { createWasmKernel } from './kernel/wasm-kernel.ts'
import type { HostMessageOf } from './protocol/messages.ts'
import { decodeOperation } from './raster/operation-codec.ts'
import type { Operation } from './raster/operation.ts'
import { createStructure } from './raster/structure.ts'
import { HostedSession } from './testing/hosted-session.ts'
import { ScriptedGuest } from './testing/scripted-guest.ts'
import { inviteToken } from './testing/test-door.ts'

const { frame } = createStructure({ width: 256, height: 192 })
const color = { red: 9, green: 9, blue: 9, alpha: 255 }
/** Over the first columns of the picture's tiles, three of them a column. */
const gradient = (layer: number, columns = 4): Operation => ({
  kind: 'gradient',
  layer,
  alphaLock: false,
  selected: false,
  shape: 'linear',
  area: { ...frame, width: columns * 64 },
  from: { x: 0, y: 0 },
  to: { x: 16, y: 0 },
  start: color,
  stop: color,
})
const patch: Operation = { kind: 'patch-begin', layer: 1, color: 0, alphaLock: false }
const copy: Operation = { kind: 'layer-copy', id: 7, from: 1, name: 'Copy' }

const kindsOf = (guest: ScriptedGuest): string[] =>
  guest
    .all('updates')
    .flatMap(({ updates }: HostMessageOf<'updates'>) =>
      updates.map(({ operation }) => decodeOperation(operation).kind),
    )

describe('a full picture', () => {
  it('[BC23] takes no new pixels, and everything else, until there is room again', async () => {
    const session = await HostedSession.open({ pictureTilesMax: 12 })
    const [ann, ben] = [await session.join(1), await session.join(2)]
    ann.update(gradient(1))
    await session.until(() => ben.order().length === 1)
    await session.run(100)
    ann.stroke(frame.x, frame.y)
    for (const operation of [patch, gradient(1, 1), copy]) ann.update(operation)
    ann.update({ kind: 'layer-add', id: 5, above: 1, name: 'Sky' })
    ann.update({ kind: 'undo', action: 1 })
    await session.until(() => ben.order().length === 8)
    await session.run(100)
    ann.stroke(frame.x, frame.y)
    await session.until(() => ben.order().length === 10)
    expect(kindsOf(ben)).toEqual('gradient end end end end end layer-add undo stroke-begin end'.split(' '))
    expect(ben.order().map(([, , clientSeq]) => clientSeq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    expect(ann.isEnded).toBe(false)
  })

  it('[BC23] counts a gradient with its whole area until it is painted, also where no layer shows it', async () => {
    const session = await HostedSession.open({
      pictureTilesMax: 1000,
      pictureMemoryBytesFull: 20 * pixelTileBytes,
    })
    const [ann, ben] = [await session.join(1), await session.join(2)]
    ann.update(gradient(1))
    ben.update(gradient(99))
    await session.until(() => ben.order().length === 2)
    await session.run(100)
    ann.update(gradient(98))
    await session.until(() => ben.order().length === 3)
    expect(kindsOf(ben)).toEqual(['gradient', 'end', 'end'])
    const small = await HostedSession.open({ pictureTilesMax: 6 })
    const cid = await small.join(1)
    for (const columns of [2, 1, 1]) cid.update(gradient(1, columns))
    await small.until(() => cid.order().length === 3)
    expect(kindsOf(cid)).toEqual(['gradient', 'end', 'end'])
  })

  it('[BC23] pledges nothing for good to what the journal did not take', async () => {
    const session = await HostedSession.open({ pictureTilesMax: 12 })
    const ann = await session.join(1)
    Object.assign(session.world.disk.journalFaults.condition, { full: true, copiesOnWrite: true })
    ann.update(gradient(1))
    await session.until(() => ann.last('health')?.writable === false)
    session.world.disk.journalFaults.condition.full = false
    await session.until(() => session.host.state().health.writable)
    const again = await session.join(1)
    again.update(gradient(1), 1)
    await session.until(() => again.order().length === 1)
    expect(kindsOf(again)).toEqual(['gradient'])
  })
})

describe('a picture that ended its session for want of memory', () => {
  const bytesMax = ownerPointer + 24 * pixelTileBytes

  it('[BC25] opens again without what did not fit, and keeps the journal as it was', async () => {
    const session = await HostedSession.open()
    const { world } = session
    world.newMemory = () => new PictureMemory(createWasmKernel(), { bytesMax })
    world.endHost('kill')
    await session.restart()
    const ann = await session.join(1)
    ann.stroke(frame.x + 5, frame.y + 5)
    ann.update(gradient(1))
    ann.update(gradient(99))
    ann.stroke(frame.x + 5, frame.y + 50)
    await session.until(() => session.host.state().failure !== undefined)
    expect(session.host.state().failure).toMatch(/needs 2 MB of memory, and there is no more/)
    await session.until(() => ann.order().length === 6)
    const files = (): string[] => [...world.disk.journal.names()].filter((name) => name.startsWith('aside'))
    expect(files()).toEqual([])

    world.endHost('kill')
    await session.restart()
    expect(session.host.notices).toEqual([
      expect.stringMatching(
        /^Some of what was drawn last \(updates: 1\) needs more memory than this computer has\. It was left out; everything else is here\. The journal as it was is kept as .+\.$/,
      ),
    ])
    expect(files()).toHaveLength(1)
    // What ann saw is not what the picture is now.
    const epoch = ann.last('welcome')!.epoch
    const back = await session.join(1)
    expect(back.last('welcome')).toMatchObject({ epoch: epoch + 1, seq: 6, lastClientSeq: 6 })
    const again = await joinWith(session, { epoch, seq: 6 })
    expect(again.last('welcome')?.start.kind).toBe('snapshot')
    expect(kindsOf(again)).toEqual(['stroke-begin', 'end', 'gradient', 'end', 'stroke-begin', 'end'])
    await session.until(() => again.last('stamp')?.seq === 6)
    const hash = again.last('stamp')!.hash

    // From then on that is the picture: also when the next host has more memory, and nothing was saved in between.
    world.endHost('kill')
    world.newMemory = () => new PictureMemory(createWasmKernel())
    await session.restart()
    expect(session.host.notices).toEqual([])
    const later = await joinWith(session, { epoch: epoch + 1, seq: 6 })
    expect(later.last('welcome')?.start.kind).toBe('resume')
    await session.until(() => later.last('stamp')?.seq === 6)
    expect(later.last('stamp')!.hash).toEqual(hash)
    later.stroke(frame.x, frame.y)
    await session.until(() => later.order().length === 2)
  })

  it('[BC25] opens without what does not fit of a stored picture, and goes on being saved', async () => {
    const session = await HostedSession.open()
    const { world } = session
    const ann = await session.join(1)
    ann.stroke(frame.x + 5, frame.y + 5)
    ann.update(gradient(1))
    ann.update(gradient(99))
    await session.until(() => ann.order().length === 4)
    let isClosed = false
    world.closeHost(() => (isClosed = true))
    await session.until(() => isClosed)
    world.newMemory = () => new PictureMemory(createWasmKernel(), { bytesMax })
    await session.restart()
    expect(session.host.notices).toEqual([
      expect.stringContaining('Some of what was drawn last (updates: 1)'),
    ])
    const back = await session.join(1)
    expect(kindsOf(back)).toEqual(['stroke-begin', 'end', 'gradient', 'end'])
    back.update({ kind: 'layer-add', id: 5, above: 1, name: 'Sky' }, 5)
    await session.until(() => session.host.state().seq === 5)
    let isSaved = false
    world.closeHost(() => (isSaved = true))
    await session.until(() => isSaved)
    world.disk.loseJournal()
    await session.restart()
    expect(session.host.notices).toEqual([])
    expect(session.host.state().seq).toBe(5)
  })

  async function joinWith(
    session: HostedSession,
    resume: { epoch: number; seq: number },
  ): Promise<ScriptedGuest> {
    const guest = new ScriptedGuest(session.host, 9)
    guest.hello(inviteToken, { resume: { ...resume, stamp: undefined } })
    await session.until(() => guest.last('roster') !== undefined && guest.last('stamp') !== undefined)
    return guest
  }
})
