import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const script = join(import.meta.dirname, 'run-sim.ts')
const tsx = join(import.meta.dirname, '../../node_modules/tsx/dist/cli.mjs')

function runSim(...words: readonly string[]): {
  lines: readonly string[]
  status: number | null
  error: string
} {
  const { stdout, stderr, status } = spawnSync(process.execPath, [tsx, script, ...words], {
    encoding: 'utf8',
  })
  return { lines: stdout.trimEnd().split('\n'), status, error: stderr }
}

it('[SI8] closes with the seeds run and the failures, and leaves the counts in a report', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gesso-sim-'))
  try {
    const report = join(folder, 'report.json')
    const { lines, status } = runSim('--seeds', '3', '--first', '7', '--report', report)
    expect([lines.at(-1), status]).toEqual(['3 seeds run, 0 failures', 0])
    expect(JSON.parse(readFileSync(report, 'utf8'))).toEqual({ passed: 3, failed: 0 })
  } finally {
    rmSync(folder, { recursive: true })
  }
})

it('[SI8] shows a failure with its seed, with the end of the trace of a single one', () => {
  const several = runSim('--seeds', '2', '--first', '7', '--mistake', 'neverSaves')
  expect([several.lines.at(-1), several.status]).toEqual(['2 seeds run, 2 failures', 1])
  expect(several.lines[0]).toMatch(/^seed 7: last-leave: all left/)
  const single = runSim('--seeds', '1', '--first', '8', '--mistake', 'neverSaves')
  expect(single.lines.at(-1)).toBe('1 seeds run, 1 failures')
  expect(single.lines.length).toBeGreaterThan(100)
})

it('[SI8] says what it knows when a word is wrong', () => {
  expect(runSim('--seed', '5')).toMatchObject({ status: 1, error: expect.stringContaining('--seeds N') })
  expect(runSim('--seeds', 'many')).toMatchObject({ status: 1, error: expect.stringContaining('not many') })
})
