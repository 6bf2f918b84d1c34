import { resolve } from 'node:path'
import { defineConfig } from '@playwright/test'

const at = (path: string) => resolve(import.meta.dirname, '..', path)

// A story opens several desktop windows, and every window is a whole Electron: one story at a time, and patience.
export default defineConfig({
  testDir: at('e2e'),
  testMatch: '**/*.spec.ts',
  outputDir: at('test-results/e2e'),
  workers: 1,
  forbidOnly: !!process.env.CI,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['json', { outputFile: at('test-results/e2e.json') }]],
  use: { trace: 'retain-on-failure' },
})
