import { expect, it } from 'vitest'
import { formatAgo } from './strings/format-amount.ts'
import { strings } from './strings.ts'

it('[UI96] the size of a picture and of its history are told in round numbers', () => {
  expect(strings.pictures.bytes(12_345_678, 3_000_000)).toBe('12 MB, history 3 MB')
  expect(strings.pictures.bytes(500, 0)).toBe('1 kB, history 0 kB')
  expect(strings.pictures.bytes(999_600, 9_960_000)).toBe('1 MB, history 10 MB')
  expect(strings.pictures.bytes(2_500_000_000, 5e15)).toBe('2.5 GB, history 5000 TB')
})

it('[UI100] who leaves while the picture can’t be saved reads first that nothing is lost', () => {
  expect(strings.session.leftUnsaved('The bucket does not answer.')).toBe(
    'Everything that was drawn is kept on this computer, and will be saved when you open the picture again. The bucket does not answer.',
  )
})

it('[UI103] how long ago another computer wrote is said in one round number', () => {
  const times = [0, 2499, 20_400, 99_499, 100_000, 5_900_000, 6_000_000, 172_799_000, 172_800_000, 1e13]
  expect(times.map(formatAgo)).toEqual([
    'a moment ago',
    'a moment ago',
    '20 s ago',
    '99 s ago',
    '2 min ago',
    '98 min ago',
    '2 h ago',
    '2 days ago',
    '2 days ago',
    '115\u202f741 days ago',
  ])
})
