import { describe, expect, it } from 'vitest'
import { limits, sessionBeforeWelcome, type SessionState } from '../../sync-core/index.ts'
import { diagnosticsText, type DiagnosticFacts } from './diagnostics.ts'

const invite = 'http://192.168.1.20:41873/#abcdefghijklmnopqrstuvwxyz.Zm9vYmFyLi4uAbCdEf_-12'
const key = '00112233445566778899aabbccddeeff'
const session: SessionState = {
  ...sessionBeforeWelcome,
  connection: { kind: 'connected' },
  picture: { id: 'abcdefghijklmnopqrstuvwxyz', title: 'Secret garden', size: { width: 800, height: 600 } },
  you: { author: 3, role: 'painter' },
  seq: 1200,
  horizon: 900,
  durableSeq: 1190,
  saved: { kind: 'saved', seq: 1100, sinceMs: 5, sentence: '' },
  roster: [
    { author: 1, name: 'Ada Lovelace', color: 1, role: 'host', present: true },
    { author: 3, name: 'Grace', color: 2, role: 'painter', present: false },
  ],
}
const facts: DiagnosticFacts = {
  nowMs: 0,
  about: [['Gesso', '0.1.0']],
  session,
  log: [
    {
      atMs: 2000,
      times: 3,
      event: { kind: 'refused', sentence: `Grace’s key ${key} opens “Secret garden”.` },
    },
    { atMs: 4000, times: 1, event: { kind: 'error', sentence: `no ${invite} at /home/grace/x` } },
  ],
  hostLog: [{ atMs: 3000, level: 'warning', sentence: 'AKIAIOSFODNN7EXAMPLE of Ada Lovelace is refused' }],
  known: { secrets: [key], names: ['Ada Lovelace', 'Grace', 'Secret garden'] },
}

describe('diagnostics', () => {
  it('[UI182] tell versions, sizes, states and both logs by time', () => {
    expect(diagnosticsText(facts)).toBe(`Time: 1970-01-01T00:00:00.000Z
Gesso: 0.1.0
Connection: connected
Role: painter
Picture: 800 x 600 px, 0 layers
Update: 1200, undo from 900, durable 1190, unacknowledged 0
Saved: saved at 1100
Uploaded: no bucket
Sync: unknown
Healed: 0 times, 0 tiles
Writable: yes
People: 1 of 2

Log
1970-01-01T00:00:02.000Z window info: (name)’s key (secret) opens “(name)”. (3 times)
1970-01-01T00:00:03.000Z main warning: (key) of (name) is refused
1970-01-01T00:00:04.000Z window error: Something went wrong inside Gesso: no (invite) at ~/x`)
  })

  it('[UI182] of planted secrets, names and places none is left', () => {
    const text = diagnosticsText({ ...facts, about: [['Note', `${invite} ${key} Grace /home/grace`]] })
    for (const planted of [
      invite,
      'Zm9vYmFy',
      key,
      'AKIA',
      'Ada',
      'Lovelace',
      'Grace',
      'grace',
      'garden',
      '192.168',
    ])
      expect([planted, text.includes(planted)]).toEqual([planted, false])
  })

  it('[UI182] have a bound, past which the oldest lines are left out', () => {
    const sentence = 'word '.repeat(99)
    const log = Array.from({ length: limits.logEntriesMax }, (_, atMs) => ({
      atMs,
      times: 1,
      event: { kind: 'refused', sentence: `${atMs}: ${sentence}` } as const,
    }))
    const text = diagnosticsText({ ...facts, log, session: undefined })
    expect(text.length).toBeLessThanOrEqual(limits.diagnosticsCharactersMax)
    expect([text.includes(' 0: word'), text.includes(`${limits.logEntriesMax - 1}: word`)]).toEqual([
      false,
      true,
    ])
    expect(text).toContain('Session: none\n')
  })
})
