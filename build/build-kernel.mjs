// `npm run kernel` compiles sync-core/kernel/assembly to WebAssembly and writes it as text into kernel-wasm.ts, which is
// committed: whoever builds or tests Gesso needs no compiler, and bundlers see a module like any other. With `--check`
// nothing is written; it fails when the committed text is not what the sources give.
import fs from 'node:fs'
import path from 'node:path'
import asc from 'assemblyscript/asc'
import { projectRoot } from './project-root.mjs'
import { SetupError, runMain } from './run-command.mjs'

const source = 'sync-core/kernel/assembly/index.ts'
const target = 'sync-core/kernel/kernel-wasm.ts'

// One page to begin with, and all that 32-bit pointers reach.
const options =
  '-O3 --converge --noAssert --enable simd --runtime stub --initialMemory 1 --maximumMemory 65536'.split(' ')

await runMain(async () => {
  const wasm = await compile()
  const text = asModule(wasm)
  const file = path.join(projectRoot, target)
  if (!process.argv.includes('--check')) {
    fs.writeFileSync(file, text)
    console.log(`${target}: ${wasm.length} bytes of WebAssembly`)
    return 0
  }
  if (fs.existsSync(file) && fs.readFileSync(file, 'utf8') === text) return 0
  console.error(`${target} is not what ${source} compiles to. Run \`npm run kernel\` and commit both.`)
  return 1
})

/** @returns {Promise<Uint8Array>} */
async function compile() {
  /** @type {Uint8Array | undefined} */
  let wasm
  const words = [source, ...options, '--baseDir', projectRoot, '--outFile', 'kernel.wasm']
  const said = asc.createMemoryStream()
  const { error } = await asc.main(words, {
    stderr: said,
    writeFile(name, contents) {
      if (name === 'kernel.wasm' && typeof contents !== 'string') wasm = contents
    },
  })
  if (error !== null || wasm === undefined)
    throw new SetupError(`The kernel doesn't compile.\n${said.toString()}`)
  return wasm
}

/** @param {Uint8Array} wasm */
function asModule(wasm) {
  const lines = [
    '// Written by `npm run kernel` from assembly/; see build/build-kernel.mjs.',
    '',
    'export const kernelWasm =',
    `  '${Buffer.from(wasm).toString('base64')}'`,
    '',
  ]
  return lines.join('\n')
}
