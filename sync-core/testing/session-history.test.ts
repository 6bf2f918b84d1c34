import { describe, expect, it } from 'vitest'
import { encodeHostMessage, protocolVersion } from '../protocol/messages.ts'
import { createStructure, encodeStructure } from '../raster/structure.ts'
import { SessionHistory } from './session-history.ts'

const operation = Uint8Array.of(3)

function updates(
  firstSeq: number,
  ...pairs: readonly (readonly [author: number, clientSeq: number])[]
): Uint8Array {
  const list = pairs.map(([author, clientSeq]) => ({ author, clientSeq, operation }))
  return encodeHostMessage({ kind: 'updates', firstSeq, updates: list })
}

function welcome(horizon: number, seq: number): Uint8Array {
  const structure = encodeStructure(createStructure({ width: 64, height: 64 }))
  const start = { kind: 'snapshot', baseSeq: horizon, structure, layers: [] } as const
  const who = { you: 1, role: 'painter', pictureId: 'p', title: 't', lastClientSeq: 0 } as const
  const { major, minor } = protocolVersion
  return encodeHostMessage({
    kind: 'welcome',
    major,
    minor,
    epoch: 1,
    ...who,
    seq,
    horizon,
    durableSeq: 0,
    start,
  })
}

function historyOf(...lines: readonly string[]): SessionHistory {
  const history = new SessionHistory()
  for (const line of lines) history.hear(line, welcome(0, 0))
  return history
}

describe('session history', () => {
  it('[SI7] finds two clients that were told different orders', () => {
    const history = historyOf('ann', 'bob')
    history.hear('ann', updates(1, [1, 1], [2, 1]))
    history.hear('bob', updates(1, [1, 1]))
    expect(() => history.hear('bob', updates(2, [1, 2]))).toThrow(/update 2/)
  })

  it('[SI7] finds a gap and a repetition in one stream', () => {
    const history = historyOf('ann')
    history.hear('ann', updates(1, [1, 1]))
    expect(() => history.hear('ann', updates(3, [1, 3]))).toThrow(/2 came next/)
    expect(() => history.hear('ann', updates(1, [1, 1]))).toThrow(/2 came next/)
  })

  it("[SI7] finds an author's update that was applied twice, lost or moved", () => {
    const twice = historyOf('ann')
    twice.hear('ann', updates(1, [1, 1], [1, 1]))
    expect(() => twice.checkAuthors()).toThrow(/after number 1/)
    const lost = historyOf('ann')
    lost.hear('ann', updates(1, [1, 1], [1, 3]))
    expect(() => lost.checkAuthors()).toThrow(/number 3/)
    const moved = historyOf('ann')
    moved.hear('ann', updates(1, [1, 2], [1, 1]))
    expect(() => moved.checkAuthors()).toThrow(/number 2/)
  })

  it('[SI7] finds a host that came back without what it had called durable, or had shown', () => {
    const history = historyOf('ann')
    history.hear('ann', updates(1, [1, 1], [1, 2], [1, 3]))
    history.hear('ann', encodeHostMessage({ kind: 'durable', seq: 2 }))
    expect(() => history.hostReturned('kill', 2)).toThrow(/3 was seen/)
    expect(() => history.hostReturned('power-cut', 1)).toThrow(/2 was called durable/)
    history.hostReturned('power-cut', 2)
    history.hear('ann', updates(4, [1, 4]))
    history.hear('ann again', welcome(0, 2))
    history.hear('ann again', updates(1, [1, 1], [1, 2]))
    history.hear('ann again', updates(3, [2, 1]))
    expect(history.whole()?.length).toBe(3)
  })

  it('[SI7] hears what was still on its way from a host that ended, as far as the next one has it', () => {
    const history = historyOf('ann', 'bob')
    history.hear('ann', updates(1, [1, 1], [1, 2]))
    history.hostReturned('kill', 3)
    history.hear('ann', updates(3, [1, 3], [1, 4]))
    expect(history.whole()?.map(({ clientSeq }) => clientSeq)).toEqual([1, 2, 3])
    expect(() => history.hear('bob', updates(1, [2, 1]))).toThrow(/bob was told that update 1/)
  })
})
