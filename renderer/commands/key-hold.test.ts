import { describe, expect, it } from 'vitest'
import { isTap } from './key-hold.ts'

describe('a held key', () => {
  it('[UI284] is a tap when it comes up soon, and nothing was done with its tool', () => {
    const hold = { id: 'tool.laser', code: 'KeyK', sinceMs: 1000, isUsed: false } as const
    expect(isTap(hold, 1120)).toBe(true)
    expect(isTap(hold, 1300)).toBe(false)
    expect(isTap({ ...hold, isUsed: true }, 1120)).toBe(false)
  })
})
