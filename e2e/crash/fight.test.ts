import { expect, it, onTestFinished } from 'vitest'
import { S3Light } from '../../sync-core/testing/s3-light/s3-light.ts'
import { runFight } from './fight.ts'
import { inCrashFolder } from './in-crash-folder.ts'

it('[CR7] of two hosts that want one picture of a bucket one wins, and nobody loses anything', async () => {
  const light = await S3Light.start()
  onTestFinished(() => light.close())
  const result = await inCrashFolder((folder, bundle) =>
    runFight({ bundle, folder, settings: light.settings, rounds: 4, seed: 3 }),
  )
  expect(result).toMatchObject({ rounds: 4, problems: [] })
  expect(result.fought).toBeGreaterThan(0)
})
