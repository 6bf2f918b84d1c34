import { describe, expect, it } from 'vitest'
import { sessionBeforeWelcome, type SessionState } from '../../sync-core/index.ts'
import {
  changedWhen,
  clockTime,
  connectionAnnouncement,
  connectionWords,
  savedWords,
  syncWords,
} from './status-sentences.ts'

const base: SessionState = {
  ...sessionBeforeWelcome,
  connection: { kind: 'connected' },
  seq: 100,
  durableSeq: 100,
}
const picture = { id: 'a', title: 'A', size: { width: 64, height: 64 } }
const noon = new Date(2024, 4, 3, 12, 4).getTime()

describe('status sentences', () => {
  it('[UI40] say how the connection is', () => {
    const text = (connection: SessionState['connection']) =>
      connectionWords({ ...base, picture, connection }, 10_000).text
    expect(text({ kind: 'connecting' })).toBe('Connecting')
    expect(text({ kind: 'connected' })).toBe('Connected')
    expect(text({ kind: 'catching-up', bytes: 1_234_567, tiles: 340, tilesTotal: 768 })).toBe(
      'Catching up (1.2 MB, 340 of 768 tiles)',
    )
    expect(text({ kind: 'reconnecting', attempt: 3, nextTryMs: 13_200 })).toBe(
      'Reconnecting (attempt 3, next in 4 s)',
    )
    expect(text({ kind: 'reconnecting', attempt: 3, nextTryMs: 9_000 })).toBe('Reconnecting (attempt 3)')
  })

  it('[UI40] say what happens to strokes while the host is away', () => {
    const connection = { kind: 'reconnecting', attempt: 1, nextTryMs: 0 } as const
    expect(connectionWords({ ...base, picture, connection, unacknowledged: 12 }, 0).hint).toContain(
      '12 changes wait here',
    )
  })

  it('[UI40] say what may be wrong when the host was never reached', () => {
    const connection = { kind: 'reconnecting', attempt: 2, nextTryMs: 1000 } as const
    const words = connectionWords({ ...base, connection }, 0)
    expect(words.text).toBe('Connecting (attempt 2, next in 1 s)')
    expect(words.hint).toMatch(/^The host does not answer/)
    expect(connectionAnnouncement(connection)).toMatch(/^The connection was lost/)
  })

  it('[UI41] say when the picture was saved, and where it is kept when it was not', () => {
    const text = (saved: SessionState['saved'], role: 'host' | 'painter') =>
      savedWords({ ...base, saved, you: { author: 1, role } }).text
    const at = { seq: 90, sinceMs: noon, sentence: '' }
    expect(text({ kind: 'saved', ...at }, 'host')).toBe('Saved 12:04')
    expect(text({ kind: 'saving', ...at }, 'host')).toBe('Saving')
    expect(text({ kind: 'failed', ...at }, 'host')).toBe('Not saved since 12:04, kept on this computer')
    expect(text({ kind: 'failed', ...at }, 'painter')).toBe('Not saved since 12:04, kept by the host')
    expect(text({ kind: 'unknown' }, 'host')).toBe('Not saved yet')
    expect(text({ kind: 'saved', ...at, seq: 0 }, 'host')).toBe('Not saved yet')
    const blank = { ...base, seq: 0, saved: { kind: 'saved', ...at, seq: 0 } } as const
    expect(savedWords(blank).text).toBe('Saved 12:04')
  })

  it('[UI41] give the reason of a failed save on hover', () => {
    const saved = { kind: 'failed', seq: 1, sinceMs: noon, sentence: 'The disk is full.' } as const
    expect(savedWords({ ...base, saved }).hint).toMatch(/^The disk is full\. Every stroke is kept/)
  })

  it('[UI42] say where the picture was last seen to be the same', () => {
    const text = (sync: SessionState['sync']) => syncWords({ ...base, sync }).text
    expect(text({ kind: 'in-sync', seq: 48_211 })).toBe('In sync at 48\u202f211')
    expect(text({ kind: 'differs', seq: 300 })).toBe('Differs at 300, fetching again')
    expect(text({ kind: 'unknown' })).toBe('Not compared yet')
  })

  it('[UI47] say on hover which tiles were put right', () => {
    const hint = (count: number, tiles: number) =>
      syncWords({ ...base, sync: { kind: 'in-sync', seq: 9 }, healed: { count, tiles, lastSeq: 9 } }).hint
    const same = 'At update 9 this picture was the same as the host’s, pixel for pixel.'
    expect(hint(0, 0)).toBe(same)
    expect(hint(1, 1)).toBe(`${same} 1 tile was found different and fetched again.`)
    expect(hint(2, 1200)).toBe(`${same} 1\u202f200 tiles were found different and fetched again.`)
    expect(hint(1, 0)).toBe(`${same} It was found different once and computed again.`)
  })

  it('[UI43] give the time today and the date before', () => {
    expect(clockTime(noon)).toBe('12:04')
    expect(changedWhen(noon, noon + 60_000)).toBe('12:04')
    expect(changedWhen(noon, noon + 48 * 3_600_000)).toBe('3 May 2024')
  })

  it('[UI46] do not call good what the host was not heard of since', () => {
    const saved = { kind: 'saved', seq: 5, sinceMs: noon, sentence: '' } as const
    const state = { ...base, picture, saved, sync: { kind: 'in-sync', seq: 5 } } as const
    const tones = (connection: SessionState['connection']) => [
      savedWords({ ...state, connection }).tone,
      syncWords({ ...state, connection }).tone,
    ]
    expect(tones({ kind: 'connected' })).toEqual(['good', 'good'])
    expect(tones({ kind: 'reconnecting', attempt: 1, nextTryMs: 0 })).toEqual(['unknown', 'unknown'])
  })
})
