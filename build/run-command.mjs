import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { projectRoot } from './project-root.mjs'

/** A set-up step that cannot go on, in one sentence for the person at the keyboard; entry scripts print it without a stack. */
export class SetupError extends Error {}

/**
 * Runs a program to its end in the project's folder, its output shown, without stdin.
 * Returns the exit code; a program that could not be started or was killed counts as 1.
 * @param {string} program
 * @param {string[]} words
 * @param {NodeJS.ProcessEnv} [env]
 */
export function runCommand(program, words, env = process.env) {
  // npm is a .cmd on Windows, which only a shell can start.
  const shell = process.platform === 'win32' && program === 'npm'
  const ended = spawnSync(program, words, {
    cwd: projectRoot,
    stdio: ['ignore', 'inherit', 'inherit'],
    env,
    shell,
  })
  if (ended.error) console.error(`${program}: ${ended.error.message}`)
  return ended.status ?? 1
}

/**
 * Like runCommand, but a failure ends the set-up.
 * @param {string} program
 * @param {string[]} words
 * @param {NodeJS.ProcessEnv} [env]
 */
export function mustRun(program, words, env) {
  const code = runCommand(program, words, env)
  if (code !== 0) throw new SetupError(`\`${program} ${words.join(' ')}\` failed with exit code ${code}.`)
}

/**
 * A command-line tool of one of our packages, as a script for `node`: works without a shell on every platform.
 * @param {string} script path below node_modules
 */
export function toolScript(script) {
  return path.join(projectRoot, 'node_modules', script)
}

/**
 * Runs an entry script's main function: a SetupError becomes one line and exit code 1.
 * @param {() => number | Promise<number>} main returns the exit code
 */
export async function runMain(main) {
  try {
    process.exitCode = await main()
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    console.error(`\n${error.message}`)
    process.exitCode = 1
  }
}
