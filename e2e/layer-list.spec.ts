import { colorAt, fillBox, useColor } from './support/at-canvas.ts'
import {
  blendMode,
  buttonNamed,
  dragLayer,
  expectLayers,
  layerButton,
  layerRow,
  renameLayer,
} from './support/at-layers.ts'
import type { Painter } from './support/painter.ts'
import { expectSamePicture } from './support/session-status.ts'
import { expect, test } from './support/story.ts'

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
  await renameLayer(carla, 'Layer 1', 'Sand')
  await useColor(carla, '#e0b020')
  await fillBox(carla, [0.2, 0.5], [0.8, 0.9])
  for (const name of ['نخلة', 'Sky']) {
    await keyboard.press('Control+Shift+N')
    await expect(layerButton(carla, name === 'Sky' ? 'Layer 3' : 'Layer 2')).toHaveAttribute(
      'aria-current',
      'true',
    )
    await keyboard.press('F2')
    await keyboard.type(name)
    await keyboard.press('Enter')
  }
  for (const painter of both) {
    await expectLayers(painter, ['Sky', 'نخلة', 'Sand'])
    await expect.poll(() => painted(painter, 'Sand'), { message: 'the thumbnail' }).toBeGreaterThan(0.2)
    expect(await painted(painter, 'Sky')).toBe(0)
  }
  await layerButton(dan, 'Sand').click()
  await expect(layerRow(carla, 'Sand').getByRole('img', { name: 'Here now: Dan' })).toBeVisible()
  await buttonNamed(carla, 'Lock “نخلة”').click()
  await blendMode(carla).selectOption('multiply')
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
  await buttonNamed(carla, 'Unlock “نخلة”').click()

  // Several are chosen by keys, there and back, and hidden as one change.
  await layerButton(carla, 'Sand').click()
  await keyboard.press('Shift+ArrowUp')
  await keyboard.press('Shift+ArrowUp')
  await expect(chosenRows(carla)).toHaveCount(3)
  await keyboard.press('Shift+ArrowDown')
  await expect(chosenRows(carla)).toHaveCount(2)
  await buttonNamed(carla, 'Hide “Sand”').click()
  for (const painter of both) await expect(hiddenRows(painter)).toHaveCount(2)
  await keyboard.press('Control+z')
  for (const painter of both) await expect(hiddenRows(painter)).toHaveCount(0)

  // The same by the pointer: both are dragged to the top, and taken back together.
  await layerButton(carla, 'Sky').click()
  await keyboard.press('End')
  await expect(layerButton(carla, 'Sand')).toHaveAttribute('aria-current', 'true')
  await layerButton(carla, 'نخلة').click({ modifiers: ['Control'] })
  await dragLayer(carla, 'Sand', 'Sky')
  for (const painter of both) await expectLayers(painter, ['نخلة', 'Sand', 'Sky'])
  await keyboard.press('Control+z')
  for (const painter of both) await expectLayers(painter, ['Sky', 'نخلة', 'Sand'])

  // A copy of both, and gone again, by the menu of a row.
  await layerRow(carla, 'Sand').click({ button: 'right' })
  const menu = carla.page.getByRole('menu', { name: 'What can be done to 2 layers' })
  await menu.getByRole('menuitem', { name: 'Duplicate the layer' }).click()
  for (const painter of both) {
    await expectLayers(painter, ['Sky', 'نخلة copy', 'نخلة', 'Sand copy', 'Sand'])
  }
  await buttonNamed(carla, 'What can be done to the layer').press('Enter')
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
  await layerRow(carla, 'Sand')
    .locator('.layer-thumbnail')
    .click({ modifiers: ['Control'] })
  await layerButton(carla, 'Sky').click()
  await blendMode(carla).selectOption('normal')
  await useColor(carla, '#2060c0')
  await fillBox(carla, [0.1, 0.1], [0.9, 0.7])
  await expect.poll(async () => (await expectSamePicture(...both)).hash).not.toBe(before)
  expect(await colorAt(dan, [0.5, 0.6])).toBe('#2060c0')
  expect(await colorAt(dan, [0.5, 0.3])).toBe('#ffffff')
  for (const painter of both) await expect.poll(() => painted(painter, 'Sky')).toBeGreaterThan(0.1)
  await carla.page.keyboard.press('Control+d')
  await layerRow(carla, 'Sky').click({ button: 'right' })
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
  await layerButton(yuki, 'Layer 1').dblclick()
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
    await expect(layerButton(carla, `Layer ${count}`)).toHaveAttribute('aria-current', 'true')
  }
  const list = carla.page.getByTestId('layers')
  const box = await list.boundingBox()
  const from = await layerButton(carla, 'Layer 16').boundingBox()
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

function chosenRows({ page }: Painter) {
  return page.getByTestId('layers').getByRole('row', { selected: true })
}

function hiddenRows({ page }: Painter) {
  return page.getByTestId('layers').locator('[data-visible=no]')
}

/** Which part of a layer's thumbnail is painted, 0..1. */
async function painted(painter: Painter, name: string): Promise<number> {
  return layerRow(painter, name)
    .locator('canvas')
    .evaluate((canvas: HTMLCanvasElement) => {
      const { width, height } = canvas
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, width, height)
      return data.filter((value, at) => at % 4 === 3 && value > 127).length / (width * height)
    })
}
