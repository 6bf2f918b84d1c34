// `npm run explore [-- --full] [scene …]`: explores the scenes, prints the state table with what was seen, then plants each of the ten
// mistakes, and those that show that every check can fail, and prints the shortest way in which each is found. Every scene is
// explored to its end; where one is not, the last line says so, and the exit code. `--full`: a process for each processor.

import { fork } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { sceneNames, type SceneName } from './explorations.ts'
import { exploreAll, exploreScene, findMutants, type ExploredScene } from './explore-all.ts'
import { furtherMistakes } from './further-mistakes.ts'
import { fenceControls, mutants } from './mutants.ts'

const isFull = process.argv.includes('--full')
const only = process.argv.find((argument) => argument.startsWith('--only='))?.slice('--only='.length)

/** In a process of its own, which has the memory and the processor to itself. */
function elsewhere(name: SceneName): Promise<ExploredScene> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), [`--only=${name}`, ...(isFull ? ['--full'] : [])])
    child.once('message', (scene) => resolve(scene as ExploredScene))
    child.once('exit', (code) => reject(new Error(`scene ${name} ended with ${code}`)))
  })
}

async function exploreAndTell(): Promise<void> {
  const asked = sceneNames.filter((name) => process.argv.includes(name))
  const say = (line: string): void => void process.stdout.write(`${line}\n`)
  const names = asked.length > 0 ? asked : sceneNames
  const { states, violations, cut, table } = await exploreAll(say, elsewhere, names, availableParallelism())
  say(`\n${table}\n`)
  const found = await findMutants(mutants, say)
  const further = await findMutants(furtherMistakes, say)
  const controls = await findMutants(fenceControls, say)
  const caught = found.filter(({ isCaught }) => isCaught).length
  const missed = further.filter(({ isCaught }) => !isCaught)
  for (const { name } of missed) say(`mistake "${name}" was not found`)
  const wrong = controls.filter(({ isCaught }) => !isCaught)
  for (const { name, broke } of wrong) say(`"${name}" was to break nothing, and breaks ${broke}`)
  const whole = cut.length === 0 ? 'every scene whole' : `NOT WHOLE, cut off: ${cut.join(', ')}`
  say(
    `explored ${states} states, ${whole}, ${violations} violations, ${caught} of ${found.length} mutants caught (the fence's with its second guard, one of which is enough)`,
  )
  const isGood = violations === 0 && cut.length === 0 && caught === found.length
  process.exitCode = isGood && missed.length === 0 && wrong.length === 0 ? 0 : 1
}

if (only === undefined) await exploreAndTell()
else process.send!(await exploreScene(only as SceneName, isFull), () => process.disconnect())
