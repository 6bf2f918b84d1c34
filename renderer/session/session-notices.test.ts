import { expect, it } from 'vitest'
import { sessionNotices } from './session-notices.ts'

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
