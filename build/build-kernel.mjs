// `npm run kernel` compiles sync-core/kernel/assembly to WebAssembly and writes it as text into kernel-wasm.ts, which is
// committed: whoever builds or tests Gesso needs no compiler, and bundlers see a module like any other. With `--check`
// nothing is written; it fails when the committed text is not what the sources give.
import fs from 'node:fs'
import path from 'node:path'
import { compileAssembly } from './compile-assembly.mjs'
import { projectRoot } from './project-root.mjs'
import { runMain } from './run-command.mjs'

const source = 'sync-core/kernel/assembly/index.ts'
const target = 'sync-core/kernel/kernel-wasm.ts'

await runMain(async () => {
  const wasm = await compileAssembly(source)
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
