import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { decodePng, type DecodedPng } from '../renderer/files/png.ts'
import { sampleDifferences } from './foreign/sample-differences.ts'
import { distanceOfCell, layeredSamples, photograph, shownName } from './foreign/samples.ts'
import { chooseFile, savedInBrowser, savedOnDesktop } from './support/file-dialogs.ts'
import { expectSamePicture } from './support/session-status.ts'
import { expect, test } from './support/story.ts'

const pathOf = (sample: string): string => join(import.meta.dirname, 'foreign', 'samples', sample)

const shown = (sample: string): DecodedPng =>
  decodePng(new Uint8Array(readFileSync(pathOf(shownName(sample)))))

/** Cells of a sample that look otherwise than where it was painted, without a reason. */
function cellsApart(file: string, picture: DecodedPng): string[] {
  const theirs = shown(file)
  const { cells } = layeredSamples.find((sample) => sample.file === file)!
  const isKnown = (name: string): boolean =>
    sampleDifferences.some((each) => each.file.test(file) && each.cells.test(name))
  // The last row of cells hangs over the ground, and would show what was there before.
  return cells
    .slice(0, 18)
    .filter((name, cell) => !isKnown(name) && distanceOfCell(picture, theirs, cell) > 2)
}

/** The most that two pictures differ by where they lie over each other: one of them begins this far right and down. */
function distanceOverlaid(picture: DecodedPng, over: DecodedPng, x: number, y: number, rows: number): number {
  let most = 0
  for (let row = 0; row < rows; row++) {
    for (let at = Math.max(0, x); at < Math.min(picture.width, x + over.width); at++) {
      const [own, other] = [(row * picture.width + at) * 4, ((row - y) * over.width + at - x) * 4]
      for (let c = 0; c < 3; c++) {
        most = Math.max(most, Math.abs(picture.rgba[own + c]! - over.rgba[other + c]!))
      }
    }
  }
  return most
}

test('[FI83] what other programs painted looks here as it does there', async ({ studio }) => {
  const anna = await studio.desktop('Anna')
  await anna.page.getByLabel('Your name').fill('Anna')
  const open = () => anna.page.getByRole('button', { name: 'Open a file…' }).click()
  await chooseFile(anna.page, open, pathOf('krita.psd'))
  await expect(anna.page.getByText(/^krita came as 28 layers\./)).toBeVisible()
  const ben = await studio.browserTab('Ben')
  await ben.openLink(await anna.invite())
  expect(cellsApart('krita.psd', decodePng(await savedOnDesktop(anna, 'png')))).toEqual([])

  // Above it, each of them as large.
  const bring = async (file: string, sentence: RegExp): Promise<DecodedPng> => {
    await chooseFile(anna.page, () => anna.page.keyboard.press('Control+o'), pathOf(file))
    await expect(anna.page.getByText(sentence)).toBeVisible()
    await expectSamePicture(anna, ben)
    return decodePng(await savedInBrowser(ben.page, 'png'))
  }
  expect(cellsApart('mypaint.ora', await bring('mypaint.ora', /^mypaint came as \d+ layers\./))).toEqual([])
  await studio.keepScreenshot(anna, 'foreign-files')

  // Two that the browser reads: without a ground in the last two rows; and upright, so that it hangs over above and below.
  const webp = await bring('gimp.webp', /^gimp came as a layer/)
  expect(distanceOverlaid(webp, shown('gimp.webp'), 0, 0, 30)).toBe(0)
  const photo = await bring(photograph, /^turned came as a layer/)
  expect(distanceOverlaid(photo, shown(photograph), 8, -8, 32)).toBeLessThanOrEqual(4)
})
