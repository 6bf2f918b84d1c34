import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'

const root = resolve(import.meta.dirname, '..')
/** Those of the pure rooms share processes: nothing there outlives a test but what is the same for all. These do not. */
const apart = [
  'sync-core/{node,testing}/**/*.test.ts',
  // It mocks a module, which others may have loaded before.
  'sync-core/journal/scan-segment.test.ts',
]

export default defineConfig({
  root,
  test: {
    environment: 'node',
    // A bound for what hangs, not for what is slow on a busy machine.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    setupFiles: ['build/patient-waits.ts'],
    // Left to itself it keeps a processor free.
    maxWorkers: availableParallelism(),
    projects: [
      {
        extends: true,
        test: {
          name: 'apart',
          globalSetup: ['e2e/bench/bundle-threads.ts'],
          include: [
            ...apart,
            'electron/**/*.test.ts',
            'renderer/**/*.test.{ts,tsx}',
            'build/**/*.test.ts',
            'e2e/crash/**/*.test.ts',
            'e2e/{foreign,screenshots,soak,visual}/**/*.test.ts',
          ],
        },
      },
      {
        extends: true,
        test: {
          name: 'pure',
          include: ['sync-core/**/*.test.ts'],
          exclude: apart,
          isolate: false,
        },
      },
    ],
  },
})
