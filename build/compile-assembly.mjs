import asc from 'assemblyscript/asc'
import fs from 'node:fs'
import path from 'node:path'
import { projectRoot } from './project-root.mjs'
import { SetupError } from './run-command.mjs'

// One page to begin with, and all that 32-bit pointers reach.
const options =
  '-O3 --converge --noAssert --enable simd --runtime stub --initialMemory 1 --maximumMemory 65536'.split(' ')

/**
 * Compiles AssemblyScript as the kernel is. Paths are relative to the project.
 * @param {string} source
 * @param {Record<string, string>} [replacements] files that are read in place of others
 * @returns {Promise<Uint8Array>}
 */
export async function compileAssembly(source, replacements = {}) {
  /** @type {Uint8Array | undefined} */
  let wasm
  const words = [source, ...options, '--baseDir', projectRoot, '--outFile', 'out.wasm']
  const said = asc.createMemoryStream()
  const { error } = await asc.main(words, {
    stderr: said,
    readFile(name, baseDir) {
      const file = path.resolve(baseDir, replacements[name] ?? name)
      return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : null
    },
    writeFile(name, contents) {
      if (name === 'out.wasm' && typeof contents !== 'string') wasm = contents
    },
  })
  if (error !== null || wasm === undefined)
    throw new SetupError(`${source} doesn't compile.\n${said.toString()}`)
  return wasm
}
