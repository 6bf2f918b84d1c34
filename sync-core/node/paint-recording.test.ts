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

  it.each([
    ['ink', 609, '78712cfc2fb46a3e'],
    ['pencil', 609, '3c8c751a347b3d9e'],
    ['marker', 609, '2a5da77248946ef4'],
    ['airbrush', 609, 'c1c5d2042493354e'],
    ['eraser', 619, '6c3659d65a2a9ca4'],
    ['smudge', 619, '9d7d16bcd20e27da'],
  ])(
    '[ND19] paints a recording with %s and prints the same hash every time',
    async (brush, updates, hash) => {
      const out = path.join(folder, `${brush}.png`)
      const { code, said } = await paint(recording, '--brush', brush, '--out', out)
      expect(code).toBe(0)
      expect(said).toContain(`836 × 645 px, ${updates} updates, picture hash ${hash}`)
      const png = await readFile(out)
      expect(png.subarray(1, 4).toString()).toBe('PNG')
      expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([836, 645])
    },
  )

  it('[ND19] paints the sheet that the documents show', async () => {
    const out = path.join(folder, 'all.png')
    await paint(recording, '--brush', 'all', '--out', out)
    const shown = path.join(import.meta.dirname, '../../build/images/default-brushes.png')
    expect((await readFile(out)).equals(await readFile(shown))).toBe(true)
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
