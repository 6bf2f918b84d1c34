import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { countTests } from './test-counts.mjs'

const folder = mkdtempSync(path.join(tmpdir(), 'gesso-counts-'))
afterAll(() => rmSync(folder, { recursive: true }))

let written = 0
function reportOf(content: unknown) {
  const file = path.join(folder, `${++written}.json`)
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}

const unitReport = (passed: number, failed: number, brokenFiles = 0) => ({
  numPassedTests: passed,
  numFailedTests: failed,
  testResults: Array.from({ length: brokenFiles }, () => ({ status: 'failed', assertionResults: [] })),
})

describe('countTests', () => {
  it('reads the counts of each runner', () => {
    expect(countTests('unit', reportOf(unitReport(5, 0)), 0)).toEqual({ passed: 5, failed: 0 })
    expect(countTests('sim', reportOf({ passed: 2000, failed: 0 }), 0)).toEqual({ passed: 2000, failed: 0 })
    const stories = { stats: { expected: 3, unexpected: 1, flaky: 1, skipped: 0 }, errors: [] }
    expect(countTests('e2e', reportOf(stories), 1)).toEqual({ passed: 3, failed: 2 })
  })

  it('counts a file that did not load as a failure', () => {
    expect(countTests('unit', reportOf(unitReport(5, 0, 2)), 1)).toEqual({ passed: 5, failed: 2 })
    const stories = { stats: { expected: 3, unexpected: 0, flaky: 0, skipped: 0 }, errors: [{}] }
    expect(countTests('e2e', reportOf(stories), 1)).toEqual({ passed: 3, failed: 1 })
  })

  it('counts a runner that broke off as a failure, whatever it reported', () => {
    vi.spyOn(console, 'error').mockReturnValue() // it says what is wrong with a report
    expect(countTests('unit', reportOf(unitReport(5, 0)), 1)).toEqual({ passed: 5, failed: 1 })
    expect(countTests('unit', path.join(folder, 'absent.json'), 0)).toEqual({ passed: 0, failed: 1 })
    expect(countTests('sim', reportOf('{ "passed": 3'), 1)).toEqual({ passed: 0, failed: 1 })
    expect(countTests('sim', reportOf({ seeds: 3 }), 0)).toEqual({ passed: 0, failed: 1 })
  })

  it('counts a run of nothing as a failure', () => {
    expect(countTests('unit', reportOf(unitReport(0, 0)), 0)).toEqual({ passed: 0, failed: 1 })
  })
})
