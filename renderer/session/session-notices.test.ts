import { describe, expect, it } from 'vitest'
import { sessionBeforeWelcome, type SessionState } from '../../sync-core/index.ts'
import { sessionNotices, unsavedToTell } from './session-notices.ts'
import { clockTime } from './status-sentences.ts'

it('[UI44] names what needs the person first and repairs last', () => {
  const notices = sessionNotices(
    ['Two tiles could not be read and are blank.'],
    { writable: false, sentence: 'The host’s disk is full.' },
    'Another host took the picture over.',
  )
  expect(notices.map(({ tone }) => tone)).toEqual(['warning', 'warning', 'calm'])
  expect(notices[0]?.sentence).toContain('Close the session and open the picture again')
  expect(notices[1]?.sentence).toBe('Drawing is paused. The host’s disk is full.')
})

it('[UI44] says nothing when all is well', () => {
  expect(sessionNotices([], { writable: true, sentence: '' }, undefined)).toEqual([])
})

it('[UI44] a reason that stops hosting and drawing alike is said once', () => {
  const health = { writable: false, sentence: 'Another host took the picture.' }
  expect(
    sessionNotices([], health, 'Another host took the picture.').map(({ sentence }) => sentence),
  ).toEqual(['Another host took the picture. Close the session and open the picture again from My pictures.'])
  expect(sessionNotices([], health, 'Something else.')).toHaveLength(2)
})

describe('work that is not saved', () => {
  const failed: SessionState = {
    ...sessionBeforeWelcome,
    seq: 9,
    saved: { kind: 'failed', seq: 8, sinceMs: 1_000_000, sentence: 'The disk is full.' },
  }
  const well = { writable: true, sentence: '' }

  it('[UI185] is told after two minutes, and at once when drawing is paused for it', () => {
    expect(unsavedToTell(failed, 1_119_999)).toBeUndefined()
    expect(unsavedToTell(failed, 1_120_000)).toBe(1_000_000)
    expect(unsavedToTell({ ...failed, health: { writable: false, sentence: 'Full.' } }, 1_000_001)).toBe(
      1_000_000,
    )
  })

  it('[UI185] is told of no longer when everything is saved, and not while a save merely waits', () => {
    expect(unsavedToTell({ ...failed, seq: 8 }, 9_000_000)).toBeUndefined()
    const saved = { kind: 'saved', seq: 8, sinceMs: 1_000_000, sentence: '' } as const
    expect(unsavedToTell({ ...failed, saved }, 9_000_000)).toBeUndefined()
    expect(unsavedToTell({ ...failed, saved: { kind: 'unknown' } }, 9_000_000)).toBeUndefined()
  })

  it('[UI185] is told in one banner that offers a copy', () => {
    expect(sessionNotices([], well, undefined, 1_000_000)).toEqual([
      {
        id: 'unsaved 1000000',
        tone: 'warning',
        sentence: `Not saved since ${clockTime(1_000_000)}. Gesso keeps trying.`,
        action: 'save-copy',
      },
    ])
    const paused = sessionNotices(
      [],
      { writable: false, sentence: 'The disk is full.' },
      undefined,
      1_000_000,
    )
    expect(paused).toEqual([
      {
        id: 'paused The disk is full.',
        tone: 'warning',
        sentence: 'Drawing is paused. The disk is full.',
        action: 'save-copy',
      },
    ])
  })
})
