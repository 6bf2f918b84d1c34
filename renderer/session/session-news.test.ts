import { describe, expect, it } from 'vitest'
import { limits, sessionBeforeWelcome, type SessionState } from '../../sync-core/index.ts'
import { createLogStore, levelOf } from '../stores/log-store.ts'
import { sessionNews } from './session-news.ts'

const calm: SessionState = { ...sessionBeforeWelcome, connection: { kind: 'connected' } }
const person = { author: 1, name: 'Ada', color: 0, role: 'host' as const, present: true }

describe('what the log tells of a session', () => {
  it('[UI181] says nothing when nothing changed that one would look for', () => {
    expect(sessionNews(calm, calm)).toEqual([])
    expect(sessionNews(calm, { ...calm, seq: 7, durableSeq: 6, unacknowledged: 1 })).toEqual([])
    const catching = { kind: 'catching-up', bytes: 1, tiles: 1, tilesTotal: 2 } as const
    expect(sessionNews({ ...calm, connection: catching }, calm)).toEqual([{ kind: 'connected' }])
  })

  it('[UI181] tells losses with what waits, ends with their reason', () => {
    const connection = { kind: 'reconnecting', attempt: 1, nextTryMs: 5 } as const
    const lost = { ...calm, connection, unacknowledged: 3 }
    expect(sessionNews(calm, lost)).toEqual([{ kind: 'lost', unacknowledged: 3 }])
    expect(sessionNews(lost, { ...lost, connection: { ...connection, attempt: 2 } })).toEqual([])
    const ended = { ...calm, connection: { kind: 'ended', code: 'x', sentence: 'The host closed.' } as const }
    expect(sessionNews(lost, ended)).toEqual([{ kind: 'ended', sentence: 'The host closed.' }])
  })

  it('[UI181] tells saves, failed ones once, and a bucket that is away and back', () => {
    const saved = (kind: 'saved' | 'saving' | 'failed', seq: number): SessionState => ({
      ...calm,
      saved: { kind, seq, sinceMs: 0, sentence: kind === 'failed' ? 'The disk is full.' : '' },
    })
    expect(sessionNews(calm, saved('saved', 3))).toEqual([{ kind: 'saved', seq: 3 }])
    expect(sessionNews(saved('saved', 3), saved('saving', 3))).toEqual([])
    expect(sessionNews(saved('saving', 3), saved('saved', 9))).toEqual([{ kind: 'saved', seq: 9 }])
    expect(sessionNews(saved('saved', 3), saved('failed', 3))).toEqual([
      { kind: 'save-failed', sentence: 'The disk is full.' },
    ])
    expect(sessionNews(saved('failed', 3), saved('failed', 4))).toEqual([])
    const uploaded = (state: 'uploaded' | 'waiting'): SessionState => ({
      ...calm,
      uploaded: { state, seq: 5, sinceMs: 0, sentence: 'S3 is away.' },
    })
    expect(sessionNews(uploaded('uploaded'), uploaded('waiting'))).toEqual([
      { kind: 'upload-waits', sentence: 'S3 is away.' },
    ])
    expect(sessionNews(uploaded('waiting'), uploaded('uploaded'))).toEqual([
      { kind: 'uploaded-again', seq: 5 },
    ])
  })

  it('[UI181] tells pauses, differences, healing and how many are here, but not who', () => {
    const paused = { ...calm, health: { writable: false, sentence: 'The disk is full.' } }
    expect(sessionNews(calm, paused)).toEqual([{ kind: 'paused', sentence: 'The disk is full.' }])
    expect(sessionNews(paused, calm)).toEqual([{ kind: 'resumed' }])
    const healed = { ...calm, healed: { count: 1, tiles: 4, lastSeq: 9 } }
    expect(sessionNews(calm, { ...healed, sync: { kind: 'differs', seq: 9 } })).toEqual([
      { kind: 'differs', seq: 9 },
      { kind: 'healed', tiles: 4 },
    ])
    expect(sessionNews(calm, { ...calm, roster: [person] })).toEqual([{ kind: 'people', count: 1 }])
  })
})

describe('the log', () => {
  it('[UI181] keeps the newest, and counts what happens again in a row', () => {
    let now = 0
    const log = createLogStore(() => (now += 10))
    const { note } = log.getState()
    note({ kind: 'refused', sentence: 'locked' })
    note({ kind: 'refused', sentence: 'locked' })
    note({ kind: 'connected' })
    note({ kind: 'refused', sentence: 'locked' })
    expect(log.getState().entries.map(({ atMs, times }) => [atMs, times])).toEqual([
      [20, 2],
      [30, 1],
      [40, 1],
    ])
    for (let seq = 0; seq < 2 * limits.logEntriesMax; seq += 1) note({ kind: 'saved', seq })
    const { entries } = log.getState()
    expect(entries).toHaveLength(limits.logEntriesMax)
    expect(entries.at(-1)?.event).toEqual({ kind: 'saved', seq: 2 * limits.logEntriesMax - 1 })
  })

  it('[UI181] cuts what is too long, and knows what is grave', () => {
    const log = createLogStore(() => 0)
    log.getState().note({ kind: 'error', sentence: 'x'.repeat(limits.logSentenceCharactersMax + 50) })
    const event = log.getState().entries[0]!.event
    expect('sentence' in event && event.sentence).toBe(`${'x'.repeat(limits.logSentenceCharactersMax)}…`)
    expect([
      levelOf(event),
      levelOf({ kind: 'lost', unacknowledged: 0 }),
      levelOf({ kind: 'saved', seq: 1 }),
    ]).toEqual(['error', 'warning', 'info'])
  })
})
