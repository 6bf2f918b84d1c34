import { colorAt, fillBox, useColor } from './support/at-canvas.ts'
import {
  blendMode,
  buttonNamed,
  dragLayer,
  expectLayers,
  layerButton,
  renameLayer,
} from './support/at-layers.ts'
import type { Painter } from './support/painter.ts'
import { wave } from './support/recorded-strokes.ts'
import { expectSamePicture } from './support/session-status.ts'
import { expect, test } from './support/story.ts'

test('two people draw on layers of their own, arrange and blend them, and merge them', async ({ studio }) => {
  const anna = await studio.desktop('Anna')
  await anna.host('Poster')
  const ben = await studio.desktop('Ben')
  await ben.join(await anna.invite())
  const both = [anna, ben]
  const shown = async (): Promise<string> => (await expectSamePicture(...both)).hash
  /** What both show once it is another picture: right after a press, both may still show the one before. */
  const shownAfter = async (before: string): Promise<string> => {
    let now = before
    await expect.poll(async () => (now = await shown()), { timeout: 30_000 }).not.toBe(before)
    return now
  }
  const blank = await shown()

  await buttonNamed(ben, 'Add a layer').click()
  for (const painter of both) await expectLayers(painter, ['Layer 2', 'Layer 1'])
  await renameLayer(ben, 'Layer 2', 'Ink')
  for (const painter of both) await expectLayers(painter, ['Ink', 'Layer 1'])
  await expect(layerButton(ben, 'Ink')).toHaveAttribute('aria-current', 'true')
  await expect(layerButton(anna, 'Layer 1')).toHaveAttribute('aria-current', 'true')

  await colorOf(anna, '#e0b020')
  await sizeOf(anna, '60')
  await colorOf(ben, '#2060c0')
  await sizeOf(ben, '30')
  await Promise.all([
    anna.paint([wave(await anna.area({ x: 0.1, y: 0.2, width: 0.8, height: 0.4 }))]),
    ben.paint([wave(await ben.area({ x: 0.1, y: 0.3, width: 0.8, height: 0.5 }))]),
  ])
  const apart = await shownAfter(blank)
  for (const painter of both) await studio.keepScreenshot(painter, 'ink-above')

  await dragLayer(anna, 'Layer 1', 'Ink')
  for (const painter of both) await expectLayers(painter, ['Layer 1', 'Ink'])
  await shownAfter(apart)
  await studio.keepScreenshot(ben, 'ink-below')
  await layerButton(anna, 'Layer 1').focus()
  await anna.page.keyboard.press('Alt+ArrowDown')
  for (const painter of both) await expectLayers(painter, ['Ink', 'Layer 1'])
  await expect.poll(shown).toBe(apart)

  const opacity = ben.page.getByRole('slider', { name: 'Layer opacity' })
  await moveSlider(ben, opacity)
  const faint = await shownAfter(apart)
  await blendMode(ben).selectOption('multiply')
  const glazed = await shownAfter(faint)
  await layerButton(anna, 'Ink').click()
  await expect(blendMode(anna)).toHaveValue('multiply')
  await expect(anna.page.getByRole('slider', { name: 'Layer opacity' })).toHaveValue(
    await opacity.inputValue(),
  )
  for (const painter of both) await studio.keepScreenshot(painter, 'multiplied')

  await buttonNamed(ben, 'Merge with the layer below').click()
  for (const painter of both) await expectLayers(painter, ['Layer 1'])
  await expect(buttonNamed(anna, 'Remove the layer')).toBeDisabled()
  await expect(buttonNamed(anna, 'Remove the layer')).toHaveAttribute(
    'title',
    'A picture keeps at least one layer.',
  )
  const merged = await shown()
  await studio.keepScreenshot(anna, 'merged')

  // Everybody takes back what is their own, one press each: the whole movement of the slider is one.
  for (const [undone, hash] of [
    ['merge', glazed],
    ['mode', faint],
    ['opacity', apart],
  ] as const) {
    await ben.page.keyboard.press('Control+z')
    await expect.poll(shown, { message: `the ${undone} is undone` }).toBe(hash)
  }
  for (const painter of both) await expectLayers(painter, ['Ink', 'Layer 1'])
  for (let presses = 0; presses < 3; presses++) await ben.page.keyboard.press('Control+Shift+z')
  await expect.poll(shown, { message: 'all of it is done again' }).toBe(merged)
  for (let presses = 0; presses < 3; presses++) await ben.page.keyboard.press('Control+z')
  await expect.poll(shown).toBe(apart)

  await buttonNamed(anna, 'Hide “Ink”').click()
  const hidden = await shownAfter(apart)
  await buttonNamed(anna, 'Lock “Layer 1”').click()
  for (const [painter, name, state] of [
    [anna, 'Layer 1', 'locked'],
    [ben, 'Ink', 'hidden'],
  ] as const) {
    await layerButton(painter, name).click()
    await painter.paint([wave(await painter.area({ x: 0.2, y: 0.6, width: 0.4, height: 0.2 }))])
    await expect(painter.page.getByTestId('hint')).toContainText(`“${name}” is ${state}`)
    await studio.keepScreenshot(painter, state)
  }
  await buttonNamed(anna, 'Unlock “Layer 1”').click()
  expect(await shown()).toBe(hidden)
  await buttonNamed(ben, 'Show “Ink”').click()
  await expect.poll(shown).toBe(apart)
  await expectSamePicture(anna, ben)
})

test('two people duplicate, hide, remove, clip and lock layers', async ({ studio }) => {
  const anna = await studio.desktop('Anna')
  await anna.host('Cut-outs')
  const ben = await studio.desktop('Ben')
  await ben.join(await anna.invite())
  const both = [anna, ben]
  const shown = async (): Promise<string> => (await expectSamePicture(...both)).hash
  const expectChange = async (act: () => Promise<void>): Promise<string> => {
    const before = await shown()
    await act()
    await expect.poll(shown).not.toBe(before)
    return shown()
  }
  const [yellow, blue, red, white] = ['#e0b020', '#2060c0', '#d04030', '#ffffff']

  await useColor(anna, yellow)
  const drawn = await expectChange(() => fillBox(anna, [0.2, 0.2], [0.5, 0.6]))
  await buttonNamed(anna, 'Duplicate the layer').click()
  for (const painter of both) await expectLayers(painter, ['Layer 1 copy', 'Layer 1'])
  await expectChange(() => buttonNamed(anna, 'Hide “Layer 1”').click())
  expect(await colorAt(ben, [0.3, 0.3])).toBe(yellow)
  await expectChange(() => buttonNamed(ben, 'Hide “Layer 1 copy”').click())
  expect(await colorAt(ben, [0.3, 0.3])).toBe(white)
  await expectChange(() => buttonNamed(anna, 'Remove the layer').click())
  for (const painter of both) await expectLayers(painter, ['Layer 1'])
  await buttonNamed(ben, 'Show “Layer 1”').click()
  await expect.poll(shown).toBe(drawn)

  // Clipped paint shows only on paint below it.
  await buttonNamed(ben, 'Add a layer').click()
  await expect(layerButton(ben, 'Layer 2')).toHaveAttribute('aria-current', 'true')
  await buttonNamed(ben, 'Clip to the layer below').click()
  await expect(anna.page.getByTestId('layers').getByLabel('Clipped to the layer below')).toBeVisible()
  await useColor(ben, blue)
  await expectChange(() => fillBox(ben, [0.4, 0.4], [0.7, 0.8]))
  expect(await colorAt(anna, [0.45, 0.5])).toBe(blue)
  expect(await colorAt(anna, [0.6, 0.7])).toBe(white)
  await studio.keepScreenshot(anna, 'clipped')
  await expectChange(() => buttonNamed(ben, 'Clip to the layer below').click())
  expect(await colorAt(anna, [0.6, 0.7])).toBe(blue)

  // With its transparency kept, a layer is painted only where it has paint.
  await buttonNamed(ben, 'Keep the transparency').click()
  await expect(anna.page.getByTestId('layers').getByLabel('Transparency is kept')).toBeVisible()
  await useColor(ben, red)
  await expectChange(() => fillBox(ben, [0.6, 0.6], [0.85, 0.9]))
  expect(await colorAt(anna, [0.65, 0.7])).toBe(red)
  expect(await colorAt(anna, [0.8, 0.85])).toBe(white)
  await studio.keepScreenshot(ben, 'transparency-kept')

  const locked = await expectChange(() => buttonNamed(anna, 'Lock “Layer 2”').click())
  await fillBox(ben, [0.4, 0.4], [0.7, 0.8])
  await expect(ben.page.getByTestId('hint')).toContainText('“Layer 2” is locked')
  expect(await shown()).toBe(locked)
})

async function colorOf({ page }: Painter, hex: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Hex colour' }).fill(hex)
}

async function sizeOf({ page }: Painter, px: string): Promise<void> {
  const size = page.getByRole('textbox', { name: 'Size (px)', exact: true })
  await size.fill(px)
  await size.press('Enter')
}

/** Pulls a slider from its end to near its middle, as a hand does: over half a second. */
async function moveSlider(
  { page }: Painter,
  slider: ReturnType<Painter['page']['getByRole']>,
): Promise<void> {
  const box = await slider.boundingBox()
  if (box === null) throw new Error('the slider is not to be seen')
  const y = box.y + box.height / 2
  await page.mouse.move(box.x + box.width - 8, y)
  await page.mouse.down()
  for (let part = 1; part <= 20; part++) {
    await page.mouse.move(box.x + box.width * (1 - (0.45 * part) / 20), y)
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)))
  }
  await page.mouse.up()
}
