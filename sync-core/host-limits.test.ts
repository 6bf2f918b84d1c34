import { describe, expect, it } from 'vitest'
import { limits } from './base/limits.ts'
import { encodeClientMessage } from './protocol/messages.ts'
import { encodeOperation } from './raster/operation-codec.ts'
import type { Operation } from './raster/operation.ts'
import { HostedSession } from './testing/hosted-session.ts'

const patch: Operation = { kind: 'patch-begin', layer: 1, color: 0, alphaLock: false }
/** One tile that can't be compressed; its bytes are read by nobody who orders it. */
const part: Operation = {
  kind: 'patch-parts',
  parts: [{ index: 31_354, form: 'over', bytes: new Uint8Array(32_770).fill(1) }],
}
const partBytes = encodeOperation(part).length
const coverage = { index: 31_354, bytes: new Uint8Array(4000).fill(1) }
const selection = (stage: 'first' | 'middle' | 'last'): Operation => ({
  kind: 'select',
  stage,
  parts: [coverage],
})
const selectionBytes = encodeOperation(selection('middle')).length
const small = { patchBytesMax: 5 * partBytes, selectionBytesMax: 5 * selectionBytes }

describe('what an author sends in parts', () => {
  it('[BC21] is refused past the limit of a patch, also over a reconnect; what came before counts', async () => {
    const session = await HostedSession.open(small)
    const [ann, ben] = [await session.join(1), await session.join(2)]
    for (const operation of [patch, part, part]) ann.update(operation)
    await session.until(() => ben.order().length === 3)
    ann.drop()
    const again = await session.join(1)
    again.update(part, 4)
    again.update(part)
    expect(again.isEnded).toBe(false)
    again.update(part)
    expect(again.last('refusal')).toMatchObject({
      code: 'too-large',
      sentence: expect.stringContaining(`more than ${small.patchBytesMax} bytes`) as string,
    })
    await session.until(() => ben.order().length === 5)
    expect(ben.isEnded).toBe(false)
  })

  it('[RA42] counts short parts for more than their bytes', async () => {
    const session = await HostedSession.open(small)
    const ann = await session.join(1)
    const even = { index: 31_354, form: 'cover', bytes: Uint8Array.of(0, 3) } as const
    const many: Operation = { kind: 'patch-parts', parts: Array.from({ length: 512 }, () => even) }
    for (const operation of [patch, many]) ann.update(operation)
    expect(ann.isEnded).toBe(false)
    ann.update(many)
    expect(ann.last('refusal')?.code).toBe('too-large')
  })

  it('[BC21] is counted anew for each patch, and for parts that belong to none', async () => {
    const session = await HostedSession.open(small)
    const ann = await session.join(1)
    for (let times = 0; times < 3; times++) {
      for (const operation of [patch, part, part, part, part]) ann.update(operation)
    }
    ann.update({ kind: 'end' })
    for (let times = 0; times < 5; times++) ann.update(part)
    expect(ann.isEnded).toBe(false)
    ann.update(part)
    expect(ann.last('refusal')?.code).toBe('too-large')
  })

  it('[BC21] is refused past the limit of a selection', async () => {
    const session = await HostedSession.open(small)
    const ann = await session.join(1)
    ann.update(selection('first'))
    for (let times = 0; times < 3; times++) ann.update(selection('middle'))
    ann.update(selection('last'))
    ann.update(selection('first'))
    for (let times = 0; times < 4; times++) ann.update(selection('middle'))
    expect(ann.isEnded).toBe(false)
    ann.update(selection('last'))
    expect(ann.last('refusal')).toMatchObject({
      code: 'too-large',
      sentence: expect.stringContaining('select something simpler') as string,
    })
  })

  it('[BC21] is not counted twice when the journal failed and it is sent again', async () => {
    const session = await HostedSession.open(small)
    const [ann, ben] = [await session.join(1), await session.join(2)]
    ann.update(patch)
    await session.until(() => ben.last('durable')?.seq === 1)
    session.world.disk.journalFaults.condition.full = true
    for (let times = 0; times < 3; times++) ann.update(part)
    await session.until(() => ben.last('health')?.writable === false)
    session.world.disk.journalFaults.condition.full = false
    await session.until(() => session.host.state().health.writable)
    const again = await session.join(1)
    expect(again.last('welcome')?.lastClientSeq).toBe(1)
    again.update(part, 2)
    for (let times = 0; times < 3; times++) again.update(part)
    await session.until(() => ben.order().length === 5)
  })

  it('[BC2] goes out in frames of a limited size, and to the primary in batches of a limited size', async () => {
    const session = await HostedSession.open()
    const [ann, ben] = [await session.join(1), await session.join(2)]
    ann.update(patch)
    for (let times = 0; times < 100; times++) ann.update(part)
    await session.until(() => ben.order().length === 101)
    for (const { updates } of ben.all('updates')) {
      const bytes = updates.reduce((sum, { operation }) => sum + operation.length, 0)
      expect(bytes).toBeLessThan(limits.frameBytes + limits.operationBytesMax)
    }
    const late = await session.join(3)
    expect(late.order()).toEqual(ben.order())
  })

  it('[BC6] is refused for a moment when more waits than the host can keep', async () => {
    const session = await HostedSession.open({ inboxBytesMax: 3 * partBytes })
    const ann = await session.join(1)
    session.world.disk.journalFaults.condition.delayMs = 500
    for (let times = 0; times < 40 && !ann.isEnded; times++) ann.update(part)
    expect(ann.last('refusal')?.code).toBe('too-fast')
    session.world.disk.journalFaults.condition.delayMs = 0
    await session.run(2000)
    const again = await session.join(1)
    again.update({ kind: 'end' }, again.last('welcome')!.lastClientSeq + 1)
    await session.run(100)
    expect(again.isEnded).toBe(false)
  })

  it('[BC6] is refused for a moment when the painting thread is too far behind', async () => {
    const session = await HostedSession.open({
      primaryBehindBytesMax: 3 * partBytes,
      primaryAheadUpdatesMax: 1,
      primaryBatchUpdatesMax: 1,
    })
    const ann = await session.join(1)
    session.world.thread.messageMs = 2000
    for (let times = 0; times < 40 && !ann.isEnded; times++) {
      ann.update(part)
      await session.run(20)
    }
    expect(ann.last('refusal')).toMatchObject({
      code: 'too-fast',
      sentence: expect.stringContaining('can’t paint as fast') as string,
    })
    session.world.thread.messageMs = 1
    await session.run(30_000)
    const again = await session.join(1)
    again.update({ kind: 'end' }, again.last('welcome')!.lastClientSeq + 1)
    await session.run(100)
    expect(again.isEnded).toBe(false)
  })

  it('[BC5] fills one message at most', async () => {
    const session = await HostedSession.open()
    const ann = await session.join(1)
    const operation = encodeOperation(part)
    const updates = Array.from({ length: 8 }, (_, i) => ({ clientSeq: i + 1, operation }))
    ann.sendBytes(encodeClientMessage({ kind: 'updates', updates }))
    expect(ann.last('refusal')?.code).toBe('too-large')
    const again = await session.join(1)
    again.sendBytes(encodeClientMessage({ kind: 'updates', updates: updates.slice(0, 7) }))
    await session.until(() => again.order().length === 7)
  })
})
