import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runCrashes } from './crash-run.ts'
import { inCrashFolder } from './in-crash-folder.ts'

describe('a host process that is killed again and again', () => {
  it('[CR1] loses and doubles nothing of a picture in a folder', async () => {
    const result = await inCrashFolder((folder, bundle) =>
      runCrashes({
        bundle,
        folder,
        storage: { kind: 'folder', folder: join(folder, 'pictures') },
        kills: 5,
        seed: 4,
        onNote: () => undefined,
      }),
    )
    expect(result).toMatchObject({ kills: 5, lost: 0, doubled: 0, problems: [] })
    expect(result.acknowledged).toBeGreaterThan(100)
  })
})
