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
  brushes: ['5ed99d1364fee47b', 'eeb5049c5bdd6dc6'],
  tips: ['d1c13f40decf9c7e', 'd810f5a7c655a7d0'],
  selection: ['c41e8e3a661a159b', '6b9b43cc23234e2d'],
  patches: ['a7cc393063e7c21f', 'a8c94427b09364a5'],
  modes: ['5643bec593fb27a2', '38442093fe5eb455'],
  layers: ['dcfceb809a4ce3c0', 'db0d72e6394d9c4f'],
  undo: ['f84b7027196bb7c6', '39d937d79c09920b'],
  resize: ['d531b6054dfa1cb8', '1ff725332eac7926'],
  open: ['acb002cca8a963ee', 'b0165de2f4f3b3e1'],
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
