import { describe, expect, it } from 'vitest'
import { AssertionError, StorageError } from '../base/errors.ts'
import { limits } from '../base/limits.ts'
import { backOffMs } from './back-off.ts'
import { taskCadenceMs } from './task-cadence.ts'

const away = new StorageError('unavailable', 'The bucket is away.', true)
const forbidden = new StorageError('no-permission', 'The key may not write.')
const seconds = (error: unknown, random = 0): readonly number[] =>
  [1, 2, 3, 4, 5, 6, 7, 8, 9].map((failures) => {
    const failed = { cadenceMs: taskCadenceMs('persist', limits), failures, error }
    return backOffMs(failed, limits, () => random) / 1000
  })

describe('back-off', () => {
  it('[SC5] waits a cadence, doubled with each failure, a minute at most while trying again may help', () => {
    expect(seconds(away)).toEqual([30, 60, 60, 60, 60, 60, 60, 60, 60])
  })

  it('[SC5] waits up to an hour where trying again does not help soon, and for our own bugs', () => {
    const sequence = [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]
    expect(seconds(forbidden)).toEqual(sequence)
    expect(seconds(new AssertionError('a truth'))).toEqual(sequence)
  })

  it('[SC5] waits up to a quarter less, by chance', () => {
    expect(seconds(away, 1).slice(0, 5)).toEqual([22.5, 45, 45, 45, 45])
  })

  it('[SC5] takes the pace of its kind', () => {
    expect(taskCadenceMs('preview', limits)).toBe(limits.previewCadenceMs)
    expect(taskCadenceMs('compact', limits)).toBe(limits.compactCadenceMs)
    expect(taskCadenceMs('sweep', limits)).toBe(limits.compactCadenceMs)
  })
})
