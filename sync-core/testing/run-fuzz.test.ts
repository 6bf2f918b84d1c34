import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const command = fileURLToPath(new URL('./run-fuzz.ts', import.meta.url))

function fuzz(...words: readonly string[]): Promise<{ code: unknown; said: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['--import', 'tsx', command, ...words], (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, said: stdout + stderr }),
    )
  })
}

it('[HI6] words that the fuzzer does not know are answered with what it takes', async () => {
  for (const words of [['--runs', 'many'], ['--seed'], ['--runs', '0'], ['--fast', '1']]) {
    const { code, said } = await fuzz(...words)
    expect(code).toBe(2)
    expect(said).toMatch(/--runs/)
  }
})
