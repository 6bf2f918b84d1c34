import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const command = path.join(import.meta.dirname, 'paint-recording.ts')
const recording = path.join(import.meta.dirname, '../testing/data/painting30sec.dat')
const run = promisify(execFile)

async function paint(...words: string[]): Promise<{ code: number; said: string }> {
  try {
    const { stdout } = await run(process.execPath, ['--import', 'tsx', command, ...words])
    return { code: 0, said: stdout }
  } catch (error) {
    const { code, stderr } = error as { code: number; stderr: string }
    return { code, said: stderr }
  }
}

describe('npm run paint', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'gesso-paint-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  it('[ND19] paints a recording and prints the same hash every time', async () => {
    const out = path.join(folder, 'ink.png')
    const first = await paint(recording, '--brush', 'ink', '--out', out)
    expect(first.code).toBe(0)
    expect(first.said).toContain('836 × 645 px, 609 updates, picture hash 78712cfc2fb46a3e')
    const png = await readFile(out)
    expect(png.subarray(1, 4).toString()).toBe('PNG')
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([836, 645])
  })

  it('[ND19] says what is wrong with its words or its file', async () => {
    const out = path.join(folder, 'none.png')
    const broken = path.join(folder, 'broken.dat')
    await writeFile(broken, '0 1 2 0.5\n1 2 nothing 0.5\n')
    const wrong: [string[], RegExp][] = [
      [[], /One file of samples is needed/],
      [[recording], /--out is needed/],
      [[recording, '--out', out, '--brush', 'oil'], /no brush “oil”; there are ink, pencil/],
      [[recording, '--out', out, '--size', '9x9'], /“9x9” is no size/],
      [[recording, '--out', out, '--color', 'red'], /“red” is no colour/],
      [[broken, '--out', out], /line 2 of the recording is not four numbers/],
    ]
    for (const [words, sentence] of wrong) {
      const { code, said } = await paint(...words)
      expect(code).toBe(1)
      expect(said).toMatch(sentence)
    }
  })
})
