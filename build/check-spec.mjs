// Every rule of sync-core/SPEC.md is cited by a test, and every rule a test cites exists. A rule is a line that starts
// with its id, `[BC4] A client receives …` (as a list item and in bold, too); a test cites rules by starting its name
// with their ids, `[BC4][RP2] …`. What other documents claim by a rule's id is a rule, too.
import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { projectRoot } from './project-root.mjs'
import { SetupError, runMain } from './run-command.mjs'

const specFile = 'sync-core/SPEC.md'
const claimFiles = ['SECURITY.md']
const testFolders = ['sync-core', 'electron', 'renderer', 'e2e']

const ruleLine = /^\s*(?:[-*] +)?(?:\*\*)?\[([A-Z]{2,}\d+)\]/
// Includes it.each and test.describe. Contract suites keep their names in plain .ts files.
const testName = /\b(?:it|test|describe)(?:\.\w+)*(?:\([^()]*\))?\(\s*['"`]((?:\[[A-Z]{2,}\d+\])+)/g

/**
 * @param {string} spec the text of SPEC.md
 * @param {{ file: string, text: string }[]} sources
 * @param {{ file: string, text: string }[]} documents whose claims name rules
 * @returns {string[]} one sentence for each thing that is wrong
 */
export function findOrphans(spec, sources, documents = []) {
  const problems = []
  const rules = new Set()
  for (const line of spec.split('\n')) {
    const id = ruleLine.exec(line)?.[1]
    if (id === undefined) continue
    if (rules.has(id)) problems.push(`[${id}] stands twice in ${specFile}`)
    rules.add(id)
  }
  const cited = new Set()
  for (const { file, text } of sources) {
    for (const [, ids = ''] of text.matchAll(testName)) {
      for (const [, id] of ids.matchAll(/\[(\w+)\]/g)) {
        cited.add(id)
        if (!rules.has(id)) problems.push(`${file} cites [${id}], which is not in ${specFile}`)
      }
    }
  }
  for (const { file, text } of documents)
    for (const [, id = ''] of text.matchAll(/\[([A-Z]{2,}\d+)\]/g))
      if (!rules.has(id)) problems.push(`${file} cites [${id}], which is not in ${specFile}`)
  for (const id of rules) if (!cited.has(id)) problems.push(`no test cites [${id}]`)
  return problems
}

function main() {
  const file = path.join(projectRoot, specFile)
  if (!fs.existsSync(file)) throw new SetupError(`${specFile} is missing.`)
  const spec = fs.readFileSync(file, 'utf8')
  const documents = claimFiles.map((name) => ({
    file: name,
    text: fs.readFileSync(path.join(projectRoot, name), 'utf8'),
  }))
  const problems = findOrphans(spec, testFolders.flatMap(readSources), documents)
  for (const problem of problems) console.error(`check-spec: ${problem}`)
  return problems.length === 0 ? 0 : 1
}

/** @param {string} folder */
function readSources(folder) {
  const names = fs.readdirSync(path.join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
  return names
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => {
      const file = path.join(folder, name)
      return { file, text: fs.readFileSync(path.join(projectRoot, file), 'utf8') }
    })
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await runMain(main)
