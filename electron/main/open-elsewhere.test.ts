import { expect, it } from 'vitest'
import { openElsewhere } from './open-elsewhere.ts'

it('[EL20] how long ago another computer wrote is told, and never less than nothing', async () => {
  const at = (writtenMs: number | undefined) => ({
    openElsewhere: () => Promise.resolve(writtenMs === undefined ? undefined : { writtenMs }),
  })
  expect(await openElsewhere(at(undefined), 'a', 50_000)).toBeUndefined()
  expect(await openElsewhere(at(30_000), 'a', 50_000)).toEqual({ kind: 'elsewhere', writtenAgoMs: 20_000 })
  expect(await openElsewhere(at(70_000), 'a', 50_000)).toEqual({ kind: 'elsewhere', writtenAgoMs: 0 })
})
