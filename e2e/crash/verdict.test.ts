import { describe, expect, it } from 'vitest'
import type { Connection, ConnectionHandler } from '../../sync-core/index.ts'
import { encodeHostMessage, protocolVersion, type HostMessage } from '../../sync-core/protocol/messages.ts'
import { encodeOperation } from '../../sync-core/raster/operation-codec.ts'
import type { Update } from '../../sync-core/raster/operation.ts'
import { judge } from './verdict.ts'
import { Witness } from './witness.ts'

const end = encodeOperation({ kind: 'end' })
const undo = encodeOperation({ kind: 'undo', action: 1 })

/** Two people in turns. */
const order: readonly Update[] = Array.from({ length: 6 }, (_, i) => {
  return { seq: i + 1, author: 1 + (i % 2), clientSeq: 1 + (i >> 1), operation: end }
})

const updatesFrame = (updates: readonly Update[]): HostMessage => {
  return { kind: 'updates', firstSeq: updates[0]!.seq, updates }
}

/** Somebody who heard these messages. */
function hear(...messages: HostMessage[]): Witness {
  const witness = new Witness()
  hearOn(witness, messages)
  return witness
}

/** On one connection. */
function hearOn(witness: Witness, messages: readonly HostMessage[]): void {
  let handler: ConnectionHandler | undefined
  const connection: Connection = {
    send: () => undefined,
    bufferedBytes: () => 0,
    close: () => undefined,
  }
  const dialer = witness.listen({
    dial(given) {
      handler = given
      return connection
    },
  })
  dialer.dial({
    onOpen: () => undefined,
    onMessage: () => undefined,
    onDrain: () => undefined,
    onClose: () => undefined,
  })
  for (const message of messages) handler!.onMessage(encodeHostMessage(message))
}

const welcome = (you: number, lastClientSeq: number): HostMessage => ({
  kind: 'welcome',
  ...protocolVersion,
  epoch: 1,
  you,
  role: 'painter',
  pictureId: 'aaaaaaaaaaaaaaaaaaaaaaaaaa',
  title: 'Sea',
  seq: 6,
  horizon: 0,
  lastClientSeq,
  durableSeq: 0,
  start: { kind: 'resume' },
})

const counts = (witness: Witness, stored: readonly Update[]) => {
  const { acknowledged, lost, doubled } = judge(witness, stored)
  return { acknowledged, lost, doubled }
}

describe('what is lost', () => {
  it('[CR4] nothing, when everything that was told is stored in its place, however often it was told', () => {
    const witness = hear(updatesFrame(order), updatesFrame(order.slice(2)), welcome(1, 3), welcome(2, 2))
    expect(judge(witness, order)).toEqual({ acknowledged: 6, lost: 0, doubled: 0, problems: [] })
  })

  it('[CR4] what was told and is missing', () => {
    const witness = hear(updatesFrame(order))
    expect(counts(witness, order.slice(0, 4))).toEqual({ acknowledged: 6, lost: 2, doubled: 0 })
    expect(counts(witness, [])).toEqual({ acknowledged: 6, lost: 6, doubled: 0 })
  })

  it('[CR4] what was told and is another update now, or was told as two', () => {
    const changed = order.map((update) => (update.seq === 4 ? { ...update, operation: undo } : update))
    expect(counts(hear(updatesFrame(order)), changed)).toEqual({ acknowledged: 6, lost: 1, doubled: 0 })
    const witness = hear(updatesFrame(order), updatesFrame([changed[3]!]))
    expect(counts(witness, order)).toEqual({ acknowledged: 7, lost: 1, doubled: 0 })
  })

  it('[CR4] what was only counted, or only called durable', () => {
    expect(counts(hear(welcome(2, 3)), order.slice(0, 4))).toEqual({ acknowledged: 0, lost: 1, doubled: 0 })
    const durable = hear({ kind: 'durable', seq: 6 })
    expect(counts(durable, order.slice(0, 5))).toEqual({ acknowledged: 0, lost: 1, doubled: 0 })
  })

  it('[CR4] is what was told too long before a kill that took the disk; the rest was not uploaded', () => {
    const witness = hear(updatesFrame(order))
    const nowMs = performance.now()
    witness.forgetAfter(4, [nowMs], 60_000)
    expect(witness.unuploaded.map(({ seq }) => seq)).toEqual([5, 6])
    expect(counts(witness, order.slice(0, 4))).toEqual({ acknowledged: 4, lost: 0, doubled: 0 })
    // What survived once may never go.
    witness.forgetAfter(3, [nowMs], 60_000)
    expect(counts(witness, order.slice(0, 3))).toEqual({ acknowledged: 4, lost: 1, doubled: 0 })
    const patient = hear(updatesFrame(order))
    patient.forgetAfter(4, [performance.now() + 60_000], 10_000)
    expect(counts(patient, order.slice(0, 4))).toEqual({ acknowledged: 6, lost: 2, doubled: 0 })
  })
})

describe('a host that went on without its disk', () => {
  it('[CR4] is judged by the first welcome of its epoch, whatever the dead one still says', () => {
    const witness = new Witness()
    witness.losses = { killsMs: [performance.now()], allowedMs: 60_000 }
    hearOn(witness, [welcome(1, 0), updatesFrame(order)])
    hearOn(witness, [
      { ...welcome(1, 2), epoch: 2, seq: 4 } as HostMessage,
      updatesFrame([{ ...order[4]!, operation: undo }]),
    ])
    expect(witness.unuploaded.map(({ seq }) => seq)).toEqual([5, 6])
    hearOn(witness, [welcome(1, 0), updatesFrame(order)])
    const stored = [...order.slice(0, 4), { ...order[4]!, operation: undo }]
    expect(counts(witness, stored)).toEqual({ acknowledged: 5, lost: 0, doubled: 0 })
  })
})

describe('what is doubled', () => {
  it('[CR4] an update of one person that is in the order twice', () => {
    const again = { ...order[0]!, seq: 7 }
    expect(counts(hear(updatesFrame(order)), [...order, again])).toEqual({
      acknowledged: 6,
      lost: 0,
      doubled: 1,
    })
  })

  it('[CR4] numbers that jump are told, too', () => {
    const { problems } = judge(hear(), [{ ...order[0]!, clientSeq: 2 }])
    expect(problems).toEqual(['update 1 (number 2 of author 1) follows number 0.'])
  })
})
