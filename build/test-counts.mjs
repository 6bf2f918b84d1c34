// Reads how many tests passed and failed from the report file that a runner leaves. Prose on a terminal is for people
// and changes with every version of a runner; the report files are made to be read.
import fs from 'node:fs'

/** @typedef {{ passed: number, failed: number }} TestCounts */

/** @type {Record<string, (report: any) => TestCounts>} */
const readers = {
  // A file that cannot even be loaded has no tests to fail: it counts as one failed test itself.
  unit: (report) => ({
    passed: report.numPassedTests,
    failed:
      report.numFailedTests +
      report.testResults.filter(
        (/** @type {any} */ file) => file.status === 'failed' && file.assertionResults.length === 0,
      ).length,
  }),
  sim: (report) => ({ passed: report.passed, failed: report.failed }),
  // A flaky story passed at a retry; a step that only passes sometimes is not a pass. `errors` are files that did not load.
  e2e: (report) => ({
    passed: report.stats.expected,
    failed: report.stats.unexpected + report.stats.flaky + report.errors.length,
  }),
}

/**
 * A runner that broke off, left no report, or ran nothing counts as one failed test, whatever it says.
 * @param {'unit' | 'sim' | 'e2e'} part
 * @param {string} file its report
 * @param {number} exitCode
 * @returns {TestCounts}
 */
export function countTests(part, file, exitCode) {
  const counts = readCounts(part, file)
  if (counts.passed + counts.failed === 0) return { passed: 0, failed: 1 }
  if (exitCode !== 0 && counts.failed === 0) return { ...counts, failed: 1 }
  return counts
}

/**
 * @param {string} part
 * @param {string} file
 */
function readCounts(part, file) {
  if (!fs.existsSync(file)) return { passed: 0, failed: 0 }
  try {
    const counts = readers[part]?.(JSON.parse(fs.readFileSync(file, 'utf8')))
    if (Number.isSafeInteger(counts?.passed) && Number.isSafeInteger(counts?.failed))
      return /** @type {TestCounts} */ (counts)
    console.error(`${part}: its report has no counts`)
  } catch (error) {
    console.error(`${part}: its report cannot be read (${String(error)})`)
  }
  return { passed: 0, failed: 0 }
}
