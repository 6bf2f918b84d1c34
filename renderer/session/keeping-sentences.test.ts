import { describe, expect, it } from 'vitest'
import { sessionBeforeWelcome, type SessionState, type UploadedState } from '../../sync-core/index.ts'
import { keepingRows, keepingWords } from './keeping-sentences.ts'

const noon = new Date(2024, 4, 3, 12, 4).getTime()
const later = noon + 5 * 60_000
const saved = { kind: 'saved', seq: 90, sinceMs: noon, sentence: '' } as const
const failed = { kind: 'failed', seq: 90, sinceMs: noon, sentence: 'The bucket does not answer.' } as const
const uploaded: UploadedState = { state: 'uploaded', seq: 1200, sinceMs: later, sentence: '' }
const away: UploadedState = { ...uploaded, state: 'waiting', sentence: 'S3 does not answer.' }
const base: SessionState = {
  ...sessionBeforeWelcome,
  connection: { kind: 'connected' },
  you: { author: 1, role: 'host' },
  seq: 1234,
  durableSeq: 1230,
  saved,
}

describe('the phrase about how strokes are kept', () => {
  it('[UI95] is about saving alone where pictures are not in a bucket', () => {
    expect(keepingWords(base).text).toBe('Saved 12:04')
    expect(keepingWords({ ...base, saved: failed }).text).toBe('Not saved since 12:04, kept on this computer')
  })

  it('[UI95] stays calm while copies to S3 take their moment', () => {
    const moment: UploadedState = { ...uploaded, state: 'waiting' }
    for (const now of [uploaded, moment]) {
      const { text, tone } = keepingWords({ ...base, uploaded: now })
      expect([text, tone]).toEqual(['Saved 12:04', 'good'])
    }
    expect(keepingWords({ ...base, uploaded }).hint).toMatch(
      /^The picture is saved in S3; strokes since then/,
    )
    expect(keepingWords({ ...base, seq: 90, uploaded }).hint).toBe('The picture is saved in S3.')
    expect(keepingWords({ ...base, saved: { ...saved, seq: 0 }, uploaded })).toEqual({
      text: 'Not saved yet',
      hint: 'The first save is still to come; strokes are copied to S3 until then.',
      tone: 'unknown',
    })
  })

  it('[UI95] says since when S3 is away, and where strokes are kept meanwhile', () => {
    const host = keepingWords({ ...base, uploaded: away })
    expect(host.text).toBe('Not saved to S3 since 12:09, kept on this computer')
    expect(host.tone).toBe('warning')
    expect(host.hint).toBe(
      'S3 does not answer. Every stroke is kept on the host’s disk, and goes to S3 by itself when it answers again.',
    )
    const you = { author: 2, role: 'painter' } as const
    expect(keepingWords({ ...base, you, uploaded: away }).text).toBe(
      'Not saved to S3 since 12:09, kept by the host',
    )
    expect(keepingWords({ ...base, saved: failed, uploaded: away }).text).toBe(host.text)
  })

  it('[UI99] promises no save to a session that is paused, and says where its strokes are', () => {
    const health = { writable: false, sentence: 'Another copy of Gesso has opened this picture since.' }
    for (const now of [saved, { ...saved, seq: 0 }, { ...saved, kind: 'saving' } as const])
      expect(keepingWords({ ...base, saved: now, uploaded, health })).toEqual({
        text: 'Not all is saved, kept on this computer',
        hint: 'Another copy of Gesso has opened this picture since. What was drawn before is kept on the host’s disk.',
        tone: 'warning',
      })
    const you = { author: 2, role: 'painter' } as const
    expect(keepingWords({ ...base, you, health }).text).toBe('Not all is saved, kept by the host')
    expect(keepingWords({ ...base, seq: 90, health }).text).toBe('Saved 12:04')
    expect(keepingRows({ ...base, uploaded, health }, later)[2]).toMatchObject({ tone: 'warning' })
    expect(keepingRows({ ...base, durableSeq: 1200, uploaded, health }, later)[2]).toMatchObject({
      tone: 'good',
    })
  })

  it('[UI98] stays as short as it is while a long save says how far it is', () => {
    const sentence = 'Saving the picture: 12 of about 40 MB are written.'
    const saving = { ...saved, kind: 'saving', sentence } as const
    for (const state of [
      { ...base, saved: saving },
      { ...base, saved: saving, uploaded },
    ])
      expect(keepingWords(state)).toEqual({ text: 'Saving', hint: sentence, tone: 'busy' })
    const first = { ...base, saved: { ...saving, seq: 0 } }
    expect(keepingRows(first, later)[1]).toMatchObject({ reach: 'nothing yet', time: '', tone: 'busy' })
  })

  it('[UI95] does not call a failed save a loss when the strokes are in S3', () => {
    expect(keepingWords({ ...base, saved: failed, uploaded })).toEqual({
      text: 'Not saved since 12:04, uploaded to S3',
      hint: 'The bucket does not answer. Every stroke is in S3, and saving is tried again by itself.',
      tone: 'warning',
    })
  })
})

describe('the list of durable, saved and uploaded', () => {
  const list = (state: SessionState): string[] =>
    keepingRows(state, later).map(({ word, reach, time, tone }) => [word, reach, time, tone].join(' · '))

  it('[UI94] says of each up to which update and since when', () => {
    expect(list({ ...base, uploaded })).toEqual([
      'Durable · up to update 1\u202f230 · since 12:09 · good',
      'Saved · up to update 90 · since 12:04 · good',
      'Uploaded · up to update 1\u202f200 · since 12:09 · good',
    ])
    expect(keepingRows({ ...base, uploaded }, later).map(({ meaning }) => meaning)).toEqual([
      'Written to the host’s disk: a crash or a power cut can’t take it.',
      'In a snapshot, from which the picture opens.',
      'In S3: safe even if the host’s computer is lost.',
    ])
  })

  it('[UI94] has no word about S3 where pictures are not in a bucket', () => {
    expect(keepingRows(base, later).map(({ name }) => name)).toEqual(['durable', 'saved'])
  })

  it('[UI94] says what failed, and since when', () => {
    const health = { writable: false, sentence: 'The disk is full.' }
    expect(list({ ...base, health, saved: failed, uploaded: away })).toEqual([
      'Durable · up to update 1\u202f230 · since 12:09 · warning',
      'Saved · up to update 90 · not since 12:04 · warning',
      'Uploaded · up to update 1\u202f200 · not since 12:09 · warning',
    ])
  })

  it('[UI94] begins with nothing', () => {
    const first = {
      ...base,
      seq: 0,
      durableSeq: 0,
      saved: { ...saved, seq: 0 },
      uploaded: { ...uploaded, seq: 0 },
    }
    expect(list(first)).toEqual([
      'Durable · nothing yet ·  · good',
      'Saved · nothing yet ·  · good',
      'Uploaded · nothing yet · since 12:09 · good',
    ])
    expect(list({ ...first, saved: { kind: 'unknown' } })[1]).toBe('Saved · nothing yet ·  · unknown')
  })

  it('[UI46] while the host is away none of it is shown as good', () => {
    const connection = { kind: 'reconnecting', attempt: 1, nextTryMs: 0 } as const
    const tones = keepingRows({ ...base, connection, uploaded }, later).map(({ tone }) => tone)
    expect(tones).toEqual(['unknown', 'unknown', 'unknown'])
  })
})
