import { expect, it } from 'vitest'
import { soak } from './soak.ts'

it('[SI15] four people who come and go for a few seconds have the same picture at the end', async () => {
  const { held, end } = await soak({ minutes: 0.1, clients: 4, seed: 5 })
  expect(end.failures).toEqual([])
  expect(end.restless).toBe(0)
  expect(end.pictures).toHaveLength(1)
  expect(end.deeds.drawn).toBeGreaterThan(0)
  expect(held.length).toBeGreaterThan(2)
})
