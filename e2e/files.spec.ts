import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { decodeOra } from '../renderer/files/ora.ts'
import { decodePng } from '../renderer/files/png.ts'
import { colorAt, drag, fillBox, useColor } from './support/at-canvas.ts'
import { chooseFile, savedInBrowser, savedOnDesktop } from './support/file-dialogs.ts'
import type { Painter } from './support/painter.ts'
import { wave } from './support/recorded-strokes.ts'
import { expectSamePicture } from './support/session-status.ts'
import { expect, test } from './support/story.ts'

test('[FI34] a picture is exported as PNG and as OpenRaster with the same pixels', async ({ studio }) => {
  const anna = await studio.desktop('Anna')
  const { page } = anna
  await anna.host('Harbour')
  const ben = await studio.browserTab('Ben')
  await ben.openLink(await anna.invite())
  await anna.paint([wave(await anna.area())])
  await expectSamePicture(anna, ben)
  await page.keyboard.press('Control+Shift+E')
  await page.locator('dialog[data-sheet=export]').waitFor()
  await studio.keepScreenshot(anna, 'export')
  await page.keyboard.press('Escape')

  const png = decodePng(await savedInBrowser(ben.page, 'png'))
  expect(png.rgba.some((value) => value !== 255)).toBe(true)
  const { image } = decodeOra(await savedOnDesktop(anna, 'ora'))
  expect([image.width, image.height]).toEqual([png.width, png.height])
  expect(image.layers.map(({ name }) => name)).toEqual(['Paper', 'Layer 1'])
  // Host and guest have replicas of their own.
  const own = decodePng(await savedOnDesktop(anna, 'png'))
  expect(Buffer.from(own.rgba).equals(Buffer.from(png.rgba))).toBe(true)
})

test('[FI60][FI61][FI62] what is selected goes to the clipboard, out of the picture and back, and to others', async ({
  studio,
}) => {
  const anna = await studio.desktop('Anna')
  await anna.host('Harbour')
  const ben = await studio.browserTab('Ben')
  await ben.openLink(await anna.invite())
  const cleo = await studio.desktop('Cleo')
  await cleo.host('Elsewhere')
  const says = (painter: Painter, sentence: string | RegExp) =>
    expect(painter.page.getByText(sentence)).toBeVisible()

  await useColor(anna, '#2060c0')
  await fillBox(anna, [0.2, 0.2], [0.6, 0.6])
  await expect.poll(() => colorAt(ben, [0.35, 0.4])).toBe('#2060c0')
  const before = (await expectSamePicture(anna, ben)).hash
  await anna.page.keyboard.press('Control+x')
  await says(anna, 'Nothing is selected that could be cut out.')
  await anna.page.keyboard.press('m')
  await drag(anna, [0.3, 0.3], [0.4, 0.5])
  await anna.page.keyboard.press('Control+x')
  await says(anna, /^Copied \d+ × \d+ px\.$/)
  expect(await colorAt(ben, [0.35, 0.4])).toBe('#ffffff')
  await anna.canvas.focus()
  await anna.page.keyboard.press('Control+z')
  await expect.poll(async () => (await expectSamePicture(anna, ben)).hash).toBe(before)
  await anna.page.keyboard.press('Control+y')
  await expect.poll(async () => (await expectSamePicture(anna, ben)).hash).not.toBe(before)
  await anna.page.keyboard.press('Control+v')
  await expect(anna.page.getByRole('button', { name: 'Apply' })).toBeVisible()
  await studio.keepScreenshot(anna, 'pasted-in-place')
  await anna.page.keyboard.press('Control+c')
  await says(anna, 'Something floats.')
  await anna.page.keyboard.press('Enter')
  await expect.poll(async () => (await expectSamePicture(anna, ben)).hash).toBe(before)

  // Another program takes it, and what a browser's tab copies is an image, too.
  await anna.page.keyboard.press('Control+Shift+c')
  await says(anna, /^Copied/)
  await cleo.canvas.focus()
  await cleo.page.keyboard.press('Control+v')
  await expect(cleo.page.getByRole('button', { name: 'Apply' })).toBeVisible()
  await cleo.page.keyboard.press('Enter')
  expect(await colorAt(cleo, [0.5, 0.5])).toBe('#2060c0')
  await ben.page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await ben.page.keyboard.press('Control+a')
  await ben.page.keyboard.press('Control+c')
  await says(ben, 'Copied')
  const types = await ben.page.evaluate(async () => (await navigator.clipboard.read())[0]?.types)
  expect(types).toContain('image/png')
  await ben.page.getByRole('button', { name: 'Add a layer' }).click()
  await ben.canvas.focus()
  await ben.page.keyboard.press('Control+c')
  await says(ben, 'There is nothing to copy')
})

test('[FI35][FI36][FI37] a file with layers is opened as a picture, and comes into one as layers', async ({
  studio,
}) => {
  const anna = await studio.desktop('Anna')
  await anna.host('Harbour')
  await anna.paint([wave(await anna.area())])
  await anna.page.getByRole('button', { name: 'Add a layer' }).click()
  await useColor(anna, '#2060c0')
  await fillBox(anna, [0.2, 0.2], [0.6, 0.6])
  await anna.page.getByLabel('Blend mode').selectOption('Multiply')
  const file = join(anna.places.dataDir, 'Old harbour.ora')
  await writeFile(file, await savedOnDesktop(anna, 'ora'))
  const before = decodePng(await savedOnDesktop(anna, 'png'))

  // Somebody else opens it, and a guest sees the same.
  const cleo = await studio.desktop('Cleo')
  const broken = join(cleo.places.dataDir, 'broken.ora')
  await writeFile(broken, (await readFile(file)).subarray(0, 3000))
  await cleo.page.getByLabel('Your name').fill('Cleo')
  const open = () => cleo.page.getByRole('button', { name: 'Open a file…' }).click()
  await chooseFile(cleo.page, open, broken)
  await expect(cleo.page.getByText('This OpenRaster file is damaged')).toBeVisible()
  await studio.keepScreenshot(cleo, 'damaged-file')
  await chooseFile(cleo.page, open, file)
  await expect(cleo.page.getByText(/^Old harbour came as 2 layers\./)).toBeVisible()
  const ben = await studio.browserTab('Ben')
  await ben.openLink(await cleo.invite())
  await expect(layerNames(ben)).toHaveText(['Layer 2', 'Layer 1'])
  await expectSamePicture(cleo, ben)
  await studio.keepScreenshot(ben, 'opened-file')
  const after = decodePng(await savedInBrowser(ben.page, 'png'))
  expect([after.width, after.height]).toEqual([before.width, before.height])
  expect(largestDifference(after.rgba, before.rgba)).toBeLessThanOrEqual(1)

  // The same layers once more, from a Photoshop file, above the one in hand; and away again.
  const psd = join(cleo.places.dataDir, 'Quay.psd')
  await writeFile(psd, await savedOnDesktop(cleo, 'psd'))
  const alone = (await expectSamePicture(cleo, ben)).hash
  await chooseFile(cleo.page, () => cleo.page.keyboard.press('Control+o'), psd)
  await expect(
    cleo.page.getByText(/^Quay came as 2 layers\. Undo takes that back in 3 steps\.$/),
  ).toBeVisible()
  await expect(layerNames(ben)).toHaveCount(4)
  for (let step = 0; step < 3; step++) await cleo.page.keyboard.press('Control+z')
  await expect(layerNames(ben)).toHaveText(['Layer 2', 'Layer 1'])
  await expect.poll(async () => (await expectSamePicture(cleo, ben)).hash).toBe(alone)
})

test('[FI86] Anna drops several files at once, which become layers in their order', async ({ studio }) => {
  const anna = await studio.desktop('Anna')
  await anna.host('Pile')
  await anna.canvas.evaluate(async (canvas) => {
    const drawn = new OffscreenCanvas(40, 30)
    drawn.getContext('2d')!.fillRect(0, 0, 40, 30)
    const png = await drawn.convertToBlob()
    const dataTransfer = new DataTransfer()
    for (const [name, bits] of [
      ['Reef.png', png],
      ['notes.png', 'no image'],
      ['Kelp.png', png],
    ] as const)
      dataTransfer.items.add(new File([bits], name, { type: 'image/png' }))
    canvas.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
  })
  await expect(layerNames(anna)).toHaveText(['Kelp', 'Reef', 'Layer 1'])
  await expect(anna.page.getByText(/^notes\.png can’t be read\./)).toBeVisible()
})

function layerNames({ page }: Painter) {
  return page.locator('.layer-list .layer-name')
}

function largestDifference(one: Uint8Array, other: Uint8Array): number {
  return one.reduce((most, value, at) => Math.max(most, Math.abs(value - (other[at] ?? 999))), 0)
}
