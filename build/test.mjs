// `npm test [-- unit|sim|e2e]`: sets up, runs the parts one after the other, and closes with one line that sums them.
// A part that is missing or breaks off is a failure, never a silence.
import fs from 'node:fs'
import path from 'node:path'
import { ensurePackages } from './ensure-packages.mjs'
import { projectRoot } from './project-root.mjs'
import { SetupError, runCommand, runMain, toolScript } from './run-command.mjs'
import { setUp } from './setup.mjs'
import { countTests } from './test-counts.mjs'
import { startVirtualDisplay } from './virtual-display.mjs'

/** @typedef {'unit' | 'sim' | 'e2e'} Part */

const simulationSeeds = 1200
const reports = path.join(projectRoot, 'test-results')

/** @type {Record<Part, (report: string) => number | Promise<number>>} each runs a part and returns its exit code */
const parts = {
  unit: (report) =>
    runNode('vitest/vitest.mjs', [
      'run',
      '--config=build/vitest.config.ts',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ]),
  sim: (report) =>
    runNode('tsx/dist/cli.mjs', [
      'sync-core/testing/run-sim.ts',
      '--seeds',
      String(simulationSeeds),
      '--report',
      report,
    ]),
  e2e: runStories,
}

await runMain(async () => {
  const chosen = choose(process.argv.slice(2))
  ensurePackages()
  const isAppReady = chosen.includes('e2e') ? await tryToSetUp() : false
  fs.mkdirSync(reports, { recursive: true })
  const sum = { passed: 0, failed: 0 }
  for (const part of chosen) {
    console.log(`\n== ${part} ==`)
    const report = path.join(reports, `${part}.json`)
    fs.rmSync(report, { force: true })
    const exitCode = part === 'e2e' && !isAppReady ? 1 : await parts[part](report)
    const counts = countTests(part, report, exitCode)
    console.log(`${part}: ${counts.passed} passed, ${counts.failed} failed`)
    sum.passed += counts.passed
    sum.failed += counts.failed
  }
  console.log(`\n${sum.passed} passed, ${sum.failed} failed`)
  return sum.failed === 0 ? 0 : 1
})

/** An app that cannot be built fails the stories; the other parts have still something to say. */
async function tryToSetUp() {
  try {
    await setUp({ forTests: true })
    return true
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    console.error(error.message)
    return false
  }
}

/**
 * @param {string[]} words
 * @returns {Part[]}
 */
function choose(words) {
  const all = /** @type {Part[]} */ (Object.keys(parts))
  const unknown = words.filter((word) => !all.some((part) => part === word))
  if (unknown.length > 0) {
    throw new SetupError(`npm test knows the parts ${all.join(', ')}, not ${unknown.join(', ')}.`)
  }
  return words.length === 0 ? all : all.filter((part) => words.includes(part))
}

async function runStories() {
  const words = ['test', '--config=build/playwright.config.ts']
  if (process.platform !== 'linux') return runNode('@playwright/test/cli.js', words)
  const display = await startVirtualDisplay()
  try {
    return runNode('@playwright/test/cli.js', words, { ...process.env, DISPLAY: display.name })
  } finally {
    display.stop()
  }
}

/**
 * @param {string} script below node_modules
 * @param {string[]} words
 * @param {NodeJS.ProcessEnv} [env]
 */
function runNode(script, words, env) {
  return runCommand(process.execPath, [toolScript(script), ...words], env)
}
