import { expect, it } from 'vitest'
import { strings } from '../strings.ts'
import { shelfTitle } from './shelf-title.ts'

it('[UI104] a picture that can’t say its title has words of its own, also when it was deleted', () => {
  expect(shelfTitle({ title: 'Sea' })).toBe('Sea')
  expect(shelfTitle({ title: '' })).toBe('Unreadable picture')
  expect(strings.pictures.deleted(shelfTitle({ title: '' }))).toBe('Deleted “Unreadable picture”.')
})
