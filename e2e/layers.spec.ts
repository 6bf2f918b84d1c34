import { colorAt, fillBox, useColor } from './support/at-canvas.ts'
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
  const blank = await shown()

  await button(ben, 'Add a layer').click()
  for (const painter of both) await expectLayers(painter, ['Layer 2', 'Layer 1'])
  await rename(ben, 'Layer 2', 'Ink')
  for (const painter of both) await expectLayers(painter, ['Ink', 'Layer 1'])
  await expect(layer(ben, 'Ink')).toHaveAttribute('aria-current', 'true')
  await expect(layer(anna, 'Layer 1')).toHaveAttribute('aria-current', 'true')

  await colorOf(anna, '#e0b020')
  await sizeOf(anna, '60')
  await colorOf(ben, '#2060c0')
  await sizeOf(ben, '30')
  await Promise.all([
    anna.paint([wave(await anna.area({ x: 0.1, y: 0.2, width: 0.8, height: 0.4 }))]),
    ben.paint([wave(await ben.area({ x: 0.1, y: 0.3, width: 0.8, height: 0.5 }))]),
  ])
  const apart = await shown()
  expect(apart).not.toBe(blank)
  for (const painter of both) await studio.keepScreenshot(painter, 'ink-above')

  await drag(anna, 'Layer 1', 'Ink')
  for (const painter of both) await expectLayers(painter, ['Layer 1', 'Ink'])
  const swapped = await shown()
  expect(swapped).not.toBe(apart)
  await studio.keepScreenshot(ben, 'ink-below')
  await layer(anna, 'Layer 1').focus()
  await anna.page.keyboard.press('Alt+ArrowDown')
  for (const painter of both) await expectLayers(painter, ['Ink', 'Layer 1'])
  expect(await shown()).toBe(apart)

  const opacity = ben.page.getByRole('slider', { name: 'Layer opacity' })
  await moveSlider(ben, opacity)
  const faint = await shown()
  expect(faint).not.toBe(apart)
  await mode(ben).selectOption('multiply')
  const glazed = await shown()
  expect(glazed).not.toBe(faint)
  await layer(anna, 'Ink').click()
  await expect(mode(anna)).toHaveValue('multiply')
  await expect(anna.page.getByRole('slider', { name: 'Layer opacity' })).toHaveValue(
    await opacity.inputValue(),
  )
  for (const painter of both) await studio.keepScreenshot(painter, 'multiplied')

  await button(ben, 'Merge with the layer below').click()
  for (const painter of both) await expectLayers(painter, ['Layer 1'])
  await expect(button(anna, 'Remove the layer')).toBeDisabled()
  await expect(button(anna, 'Remove the layer')).toHaveAttribute(
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

  await button(anna, 'Hide “Ink”').click()
  const hidden = await shown()
  expect(hidden).not.toBe(apart)
  await button(anna, 'Lock “Layer 1”').click()
  for (const [painter, name, state] of [
    [anna, 'Layer 1', 'locked'],
    [ben, 'Ink', 'hidden'],
  ] as const) {
    await layer(painter, name).click()
    await painter.paint([wave(await painter.area({ x: 0.2, y: 0.6, width: 0.4, height: 0.2 }))])
    await expect(painter.page.getByTestId('hint')).toContainText(`“${name}” is ${state}`)
    await studio.keepScreenshot(painter, state)
  }
  await button(anna, 'Unlock “Layer 1”').click()
  expect(await shown()).toBe(hidden)
  await button(ben, 'Show “Ink”').click()
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
  await button(anna, 'Duplicate the layer').click()
  for (const painter of both) await expectLayers(painter, ['Layer 1 copy', 'Layer 1'])
  await expectChange(() => button(anna, 'Hide “Layer 1”').click())
  expect(await colorAt(ben, [0.3, 0.3])).toBe(yellow)
  await expectChange(() => button(ben, 'Hide “Layer 1 copy”').click())
  expect(await colorAt(ben, [0.3, 0.3])).toBe(white)
  await expectChange(() => button(anna, 'Remove the layer').click())
  for (const painter of both) await expectLayers(painter, ['Layer 1'])
  await button(ben, 'Show “Layer 1”').click()
  await expect.poll(shown).toBe(drawn)

  // Clipped paint shows only on paint below it.
  await button(ben, 'Add a layer').click()
  await expect(layer(ben, 'Layer 2')).toHaveAttribute('aria-current', 'true')
  await button(ben, 'Clip to the layer below').click()
  await expect(anna.page.getByTestId('layers').getByLabel('Clipped to the layer below')).toBeVisible()
  await useColor(ben, blue)
  await expectChange(() => fillBox(ben, [0.4, 0.4], [0.7, 0.8]))
  expect(await colorAt(anna, [0.45, 0.5])).toBe(blue)
  expect(await colorAt(anna, [0.6, 0.7])).toBe(white)
  await studio.keepScreenshot(anna, 'clipped')
  await expectChange(() => button(ben, 'Clip to the layer below').click())
  expect(await colorAt(anna, [0.6, 0.7])).toBe(blue)

  // With its transparency kept, a layer is painted only where it has paint.
  await button(ben, 'Keep the transparency').click()
  await expect(anna.page.getByTestId('layers').getByLabel('Transparency is kept')).toBeVisible()
  await useColor(ben, red)
  await expectChange(() => fillBox(ben, [0.6, 0.6], [0.85, 0.9]))
  expect(await colorAt(anna, [0.65, 0.7])).toBe(red)
  expect(await colorAt(anna, [0.8, 0.85])).toBe(white)
  await studio.keepScreenshot(ben, 'transparency-kept')

  const locked = await expectChange(() => button(anna, 'Lock “Layer 2”').click())
  await fillBox(ben, [0.4, 0.4], [0.7, 0.8])
  await expect(ben.page.getByTestId('hint')).toContainText('“Layer 2” is locked')
  expect(await shown()).toBe(locked)
})

test('[UI233][UI234][UI235][UI236][UI239] Carla sorts her layers, and Dan sees what becomes of them', async ({
  studio,
}) => {
  const carla = await studio.desktop('Carla')
  await carla.host('Oasis')
  const dan = await studio.desktop('Dan')
  await dan.join(await carla.invite())
  const both = [carla, dan]
  const { keyboard } = carla.page

  // Everything about a layer is seen in its row, in both windows.
  await rename(carla, 'Layer 1', 'Sand')
  await useColor(carla, '#e0b020')
  await fillBox(carla, [0.2, 0.5], [0.8, 0.9])
  for (const name of ['نخلة', 'Sky']) {
    await keyboard.press('Control+Shift+N')
    await expect(layer(carla, name === 'Sky' ? 'Layer 3' : 'Layer 2')).toHaveAttribute('aria-current', 'true')
    await keyboard.press('F2')
    await keyboard.type(name)
    await keyboard.press('Enter')
  }
  for (const painter of both) {
    await expectLayers(painter, ['Sky', 'نخلة', 'Sand'])
    await expect.poll(() => painted(painter, 'Sand'), { message: 'the thumbnail' }).toBeGreaterThan(0.2)
    expect(await painted(painter, 'Sky')).toBe(0)
  }
  await layer(dan, 'Sand').click()
  await expect(row(carla, 'Sand').getByRole('img', { name: 'Here now: Dan' })).toBeVisible()
  await button(carla, 'Lock “نخلة”').click()
  await mode(carla).selectOption('multiply')
  await expect(carla.page.getByRole('region', { name: 'Layers' })).toMatchAriaSnapshot(`
    - region "Layers":
      - heading "Layers":
        - button "Layers" [expanded]
      - combobox "Blend mode"
      - button "Keep the transparency"
      - button "Clip to the layer below"
      - grid "Layers, the top one first":
        - row /Sky/ [selected]:
          - gridcell "Hide “Sky”":
            - button "Hide “Sky”"
          - gridcell "Sky Multiply":
            - button "Sky"
            - text: Multiply
          - gridcell "Lock “Sky”":
            - button "Lock “Sky”"
        - row /نخلة/:
          - gridcell "Hide “نخلة”":
            - button "Hide “نخلة”"
          - gridcell "نخلة":
            - button "نخلة"
          - gridcell "Unlock “نخلة”":
            - button "Unlock “نخلة”"
        - row /Sand/:
          - gridcell "Hide “Sand”":
            - button "Hide “Sand”"
          - 'gridcell "Sand Here now: Dan"':
            - button "Sand"
            - 'img "Here now: Dan"'
          - gridcell "Lock “Sand”":
            - button "Lock “Sand”"
      - group "Change layers":
        - button "Add a layer"
        - button "Duplicate the layer"
        - button "Merge with the layer below" [disabled]
        - button "What can be done to the layer"
        - button "Remove the layer"
  `)
  await studio.keepScreenshot(carla, 'rows')
  await button(carla, 'Unlock “نخلة”').click()

  // Several are chosen by keys, there and back, and hidden as one change.
  await layer(carla, 'Sand').click()
  await keyboard.press('Shift+ArrowUp')
  await keyboard.press('Shift+ArrowUp')
  await expect(chosenRows(carla)).toHaveCount(3)
  await keyboard.press('Shift+ArrowDown')
  await expect(chosenRows(carla)).toHaveCount(2)
  await button(carla, 'Hide “Sand”').click()
  for (const painter of both) await expect(hiddenRows(painter)).toHaveCount(2)
  await keyboard.press('Control+z')
  for (const painter of both) await expect(hiddenRows(painter)).toHaveCount(0)

  // The same by the pointer: both are dragged to the top, and taken back together.
  await layer(carla, 'Sky').click()
  await keyboard.press('End')
  await expect(layer(carla, 'Sand')).toHaveAttribute('aria-current', 'true')
  await layer(carla, 'نخلة').click({ modifiers: ['Control'] })
  await drag(carla, 'Sand', 'Sky')
  for (const painter of both) await expectLayers(painter, ['نخلة', 'Sand', 'Sky'])
  await keyboard.press('Control+z')
  for (const painter of both) await expectLayers(painter, ['Sky', 'نخلة', 'Sand'])

  // A copy of both, and gone again, by the menu of a row.
  await row(carla, 'Sand').click({ button: 'right' })
  const menu = carla.page.getByRole('menu', { name: 'What can be done to 2 layers' })
  await menu.getByRole('menuitem', { name: 'Duplicate the layer' }).click()
  for (const painter of both) {
    await expectLayers(painter, ['Sky', 'نخلة copy', 'نخلة', 'Sand copy', 'Sand'])
  }
  await button(carla, 'What can be done to the layer').press('Enter')
  await expect(menu.getByRole('menuitem', { name: 'Rename the layer' })).toBeFocused()
  await expect(menu.getByRole('menuitem', { name: 'Merge with the layer below' })).toHaveAttribute(
    'title',
    'Only layers next to each other can be merged.',
  )
  await studio.keepScreenshot(carla, 'menu')
  await keyboard.press('ArrowUp')
  await keyboard.press('Enter')
  for (const painter of both) await expectLayers(painter, ['Sky', 'نخلة', 'Sand'])

  // Ctrl on the thumbnail selects what is painted: what is filled then is the sand, and no more.
  const before = (await expectSamePicture(...both)).hash
  await row(carla, 'Sand')
    .locator('.layer-thumbnail')
    .click({ modifiers: ['Control'] })
  await layer(carla, 'Sky').click()
  await mode(carla).selectOption('normal')
  await useColor(carla, '#2060c0')
  await fillBox(carla, [0.1, 0.1], [0.9, 0.7])
  await expect.poll(async () => (await expectSamePicture(...both)).hash).not.toBe(before)
  expect(await colorAt(dan, [0.5, 0.6])).toBe('#2060c0')
  expect(await colorAt(dan, [0.5, 0.3])).toBe('#ffffff')
  for (const painter of both) await expect.poll(() => painted(painter, 'Sky')).toBeGreaterThan(0.1)
  await carla.page.keyboard.press('Control+d')
  await row(carla, 'Sky').click({ button: 'right' })
  await carla.page.getByRole('menuitem', { name: 'Clear the layer' }).click()
  for (const painter of both) await expect.poll(() => painted(painter, 'Sky')).toBe(0)
  expect(await colorAt(dan, [0.5, 0.6])).toBe('#e0b020')
  await expectSamePicture(...both)
})

test('[UI341] Yuki writes a name with an input method, whose Enter and Escape leave the field open', async ({
  studio,
}) => {
  const yuki = await studio.desktop('Yuki')
  await yuki.host('Sea')
  await layer(yuki, 'Layer 1').dblclick()
  const field = yuki.page.getByRole('textbox', { name: 'Layer name' })
  await field.fill('')
  const inputMethod = await yuki.page.context().newCDPSession(yuki.page)
  for (const key of ['Escape', 'Enter']) {
    await inputMethod.send('Input.imeSetComposition', { text: 'うみ', selectionStart: 2, selectionEnd: 2 })
    await yuki.page.keyboard.press(key)
    await expect(field).toBeFocused()
  }
  await inputMethod.send('Input.insertText', { text: '海' })
  await expect(field).toHaveValue('海')
  await field.press('Enter')
  await expectLayers(yuki, ['海'])
})

test('[UI237] Carla drags a layer through a list that is longer than its room', async ({ studio }) => {
  const carla = await studio.desktop('Carla')
  await carla.host('Tower')
  const names = Array.from({ length: 16 }, (_, at) => `Layer ${16 - at}`)
  for (let count = 2; count <= names.length; count++) {
    await carla.page.keyboard.press('Control+Shift+N')
    await expect(layer(carla, `Layer ${count}`)).toHaveAttribute('aria-current', 'true')
  }
  const list = carla.page.getByTestId('layers')
  const box = await list.boundingBox()
  const from = await layer(carla, 'Layer 16').boundingBox()
  if (box === null || from === null) throw new Error('the list is not to be seen')
  const { mouse } = carla.page
  await mouse.move(from.x + 20, from.y + from.height / 2)
  await mouse.down()
  await mouse.move(box.x + 60, box.y + box.height - 4, { steps: 5 })
  await expect
    .poll(() =>
      list.evaluate(({ scrollTop, scrollHeight, clientHeight }) => scrollHeight - clientHeight - scrollTop),
    )
    .toBeLessThan(2)
  await mouse.move(box.x + 60, box.y + box.height - 2)
  await mouse.up()
  await expectLayers(carla, [...names.slice(1), 'Layer 16'])
})

function layer({ page }: Painter, name: string) {
  return page.getByTestId('layers').getByRole('button', { name, exact: true })
}

function row({ page }: Painter, name: string) {
  return page
    .getByTestId('layers')
    .getByRole('row')
    .filter({ has: page.getByRole('button', { name, exact: true }) })
}

function chosenRows({ page }: Painter) {
  return page.getByTestId('layers').getByRole('row', { selected: true })
}

function hiddenRows({ page }: Painter) {
  return page.getByTestId('layers').locator('[data-visible=no]')
}

/** Which part of a layer's thumbnail is painted, 0..1. */
async function painted(painter: Painter, name: string): Promise<number> {
  return row(painter, name)
    .locator('canvas')
    .evaluate((canvas: HTMLCanvasElement) => {
      const { width, height } = canvas
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, width, height)
      return data.filter((value, at) => at % 4 === 3 && value > 127).length / (width * height)
    })
}

function button({ page }: Painter, name: string) {
  return page.getByRole('button', { name, exact: true })
}

function mode({ page }: Painter) {
  return page.getByRole('combobox', { name: 'Blend mode' })
}

/** The names of the layers, from the top down. */
async function expectLayers({ page }: Painter, names: readonly string[]): Promise<void> {
  await expect(page.getByTestId('layers').locator('.layer-name')).toHaveText(names)
}

async function rename(painter: Painter, from: string, to: string): Promise<void> {
  await layer(painter, from).dblclick()
  const field = painter.page.getByRole('textbox', { name: 'Layer name' })
  await field.fill(to)
  await field.press('Enter')
}

async function colorOf({ page }: Painter, hex: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Hex colour' }).fill(hex)
}

async function sizeOf({ page }: Painter, px: string): Promise<void> {
  const size = page.getByRole('textbox', { name: 'Size (px)', exact: true })
  await size.fill(px)
  await size.press('Enter')
}

/** Drags a layer's row to just above another one. */
async function drag(painter: Painter, name: string, above: string): Promise<void> {
  await layer(painter, above).hover()
  await layer(painter, name).hover()
  const from = await layer(painter, name).boundingBox()
  const to = await layer(painter, above).boundingBox()
  if (from === null || to === null) throw new Error(`${painter.name} does not see both layers`)
  const { mouse } = painter.page
  await mouse.move(from.x + 20, from.y + from.height / 2)
  await mouse.down()
  await mouse.move(to.x + 20, to.y + 3, { steps: 6 })
  await expect(painter.page.locator('.layer-drop-line')).toBeVisible()
  await mouse.up()
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
