import { resolve } from 'node:path'
import type { GoldenChapter } from './support/golden-picture.ts'
import { type GoldenResult, runGoldenProgram } from './support/golden-program.ts'
import type { Painter } from './support/painter.ts'
import { bundleScript, runInWorker } from './support/run-in-worker.ts'
import { expect, test } from './support/story.ts'

// Anna's window is Electron, Ben's is the operating system's browser, and this process is Node. Changing one of these numbers
// changes every picture that exists: it is a new version of the format, never a repair; unless what is painted was changed,
// that is the golden script or a default brush.

/** After each chapter, the picture's hash; and the digest of all that was shown meanwhile. */
const golden: Readonly<Record<string, readonly [hash: string, shown: string]>> = {
  brushes: ['b7f0bf8217ef17b6', '56b87c53b196fca8'],
  tips: ['f726e0e3d42adf65', '800deea985160c9a'],
  selection: ['eed7ed661ed5dd0a', 'c93a75220642e744'],
  patches: ['77f937a2186a7f13', '3465855ffcdd48e1'],
  modes: ['2670bd37487de496', 'f0d1647c6b4c7fca'],
  layers: ['d0591ed525b83ecd', '89170774387a0fb6'],
  undo: ['f7e76c5df8a84e37', 'af13ee5ee5379476'],
  resize: ['d4cdb23c2d36b329', '0064045e90dedde4'],
  open: ['3c950de4a84ee663', '1524be6fdff0b941'],
}

test('[KE1][RA25] every engine paints the same bytes', async ({ studio }) => {
  const script = await bundleScript(resolve(import.meta.dirname, 'support/golden-program.ts'), 'program')
  const runIn = ({ page }: Painter): Promise<GoldenResult> =>
    runInWorker(page, script, 'program.runGoldenProgram()')

  const inNode = runGoldenProgram()
  expect(inNode.kernels.wasm).toEqual(inNode.kernels.twin)
  for (const picture of Object.values(inNode.pictures)) expect(ends(picture)).toEqual(golden)

  const anna = await studio.desktop('Anna')
  await anna.host('The same everywhere')
  const ben = await studio.browserTab('Ben')
  await ben.openLink(await anna.invite())
  const [inElectron, inBrowser] = await Promise.all([runIn(anna), runIn(ben)])
  expect(inElectron).toEqual(inNode)
  expect(inBrowser).toEqual(inNode)
})

function ends(picture: Readonly<Record<string, GoldenChapter>>): Record<string, readonly string[]> {
  const chapters = Object.entries(picture)
  return Object.fromEntries(chapters.map(([name, { hashes, shown }]) => [name, [hashes.at(-1)!, shown]]))
}
