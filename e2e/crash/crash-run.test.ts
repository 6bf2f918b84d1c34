import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { S3Light } from '../../sync-core/testing/s3-light/s3-light.ts'
import { runCrashes } from './crash-run.ts'
import { inCrashFolder } from './in-crash-folder.ts'

const onNote = (): void => undefined

describe('a host process that is killed again and again', () => {
  it('[CR1] loses and doubles nothing of a picture in a folder', async () => {
    const result = await inCrashFolder((folder, bundle) => {
      const storage = { kind: 'folder', folder: join(folder, 'pictures') } as const
      return runCrashes({ bundle, folder, storage, kills: 3, seed: 4, losesDisk: false, onNote })
    })
    expect(result).toMatchObject({ kills: 3, lost: 0, doubled: 0, problems: [] })
    expect(result.acknowledged).toBeGreaterThan(60)
  })

  it('[CR2] loses and doubles nothing of a picture in a bucket', async () => {
    const light = await S3Light.start()
    onTestFinished(() => light.close())
    const result = await inCrashFolder((folder, bundle) => {
      const storage = { kind: 's3', settings: light.settings } as const
      return runCrashes({ bundle, folder, storage, kills: 2, seed: 7, losesDisk: false, onNote })
    })
    expect(result).toMatchObject({ kills: 2, lost: 0, doubled: 0, problems: [] })
    expect(result.acknowledged).toBeGreaterThan(30)
  })

  it('[CR3] loses with its disk no more than the last seconds of a picture in a bucket', async () => {
    const light = await S3Light.start()
    onTestFinished(() => light.close())
    const result = await inCrashFolder((folder, bundle) => {
      const storage = { kind: 's3', settings: light.settings } as const
      return runCrashes({ bundle, folder, storage, kills: 2, seed: 9, losesDisk: true, onNote })
    })
    expect(result).toMatchObject({ kills: 2, lost: 0, doubled: 0, problems: [] })
    expect(result.acknowledged).toBeGreaterThan(30)
  })
})
