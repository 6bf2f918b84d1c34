import { readFile } from 'node:fs/promises'
import { drag, onScreen } from './support/at-canvas.ts'
import type { Painter } from './support/painter.ts'
import { expectSamePicture } from './support/session-status.ts'
import { expect, test } from './support/story.ts'

test('[UI245][UI248][UI249][UI250] Anna makes a brush of her own and gives it to Ben, who paints the same with it', async ({
  studio,
}) => {
  const anna = await studio.desktop('Anna')
  await anna.host('Brushes')
  await number(anna, 'Size (px)', '60')
  await number(anna, 'Hardness (%)', '20')
  await brushes(anna).click()
  await anna.page.getByRole('button', { name: 'New brush like this one' }).click()
  await anna.page.getByLabel('Name of the brush').fill('Fog')
  await anna.page.getByLabel('Name of the brush').press('Enter')
  await expect(brushes(anna)).toHaveAccessibleName('Brush: Fog')
  await expect(anna.page.locator('.brush-preview[data-painted]')).toHaveCount(7)
  await expect(anna.page.getByRole('group', { name: 'Brushes', exact: true })).toMatchAriaSnapshot(`
    - group "Brushes":
      - button "Ink Changed": Ink
      - button "Fog" [pressed]
      - button "Pencil"
      - button "Marker"
      - button "Airbrush"
      - button "Soft eraser"
      - button "Smudge"
  `)
  await studio.keepScreenshot(anna, 'shelf')

  // Gone and back, without a question.
  await choose(anna, 'Delete the brush')
  await expect(anna.page.getByRole('button', { name: 'Fog' })).toHaveCount(0)
  await anna.page.getByRole('button', { name: 'Undo in your brushes' }).click()
  await expect(brushes(anna)).toHaveAccessibleName('Brush: Fog')
  const [download] = await Promise.all([anna.page.waitForEvent('download'), choose(anna, 'Export the brush')])
  expect(download.suggestedFilename()).toBe('Fog.gesso-brushes.json')
  const path = await download.path()
  expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ format: 'gesso-brushes', version: 1 })

  const ben = await studio.desktop('Ben')
  await ben.host('The same')
  await brushes(ben).click()
  const [chooser] = await Promise.all([ben.page.waitForEvent('filechooser'), choose(ben, 'Import brushes…')])
  await chooser.setFiles(path)
  await expect(brushes(ben)).toHaveAccessibleName('Brush: Fog')
  await ben.page.keyboard.press('Escape')
  await anna.page.keyboard.press('Escape')
  for (const painter of [anna, ben]) await drag(painter, [0.2, 0.3], [0.8, 0.6])
  expect((await expectSamePicture(ben)).hash).toBe((await expectSamePicture(anna)).hash)
})

test('[UI251] Anna sets size and opacity by dragging on the canvas, and thinks better of it', async ({
  studio,
}) => {
  const anna = await studio.desktop('Anna')
  await anna.host('Brushes')
  const { mouse, keyboard } = anna.page
  const size = anna.page.getByRole('textbox', { name: 'Size (px)' })
  const opacity = anna.page.getByRole('textbox', { name: 'Opacity (%)', exact: true })
  const words = anna.page.locator('.brush-drag-words')
  const [x, y] = await onScreen(anna, [0.5, 0.5])
  const dragBy = async (across: number, down: number): Promise<void> => {
    await mouse.move(x, y)
    await keyboard.down('Shift')
    await mouse.down()
    await mouse.move(x + across, y + down, { steps: 5 })
  }
  await dragBy(40, 4)
  await expect(words).toHaveText(/^\d+ px · 100 %$/)
  await studio.keepScreenshot(anna, 'larger')
  await mouse.up()
  await keyboard.up('Shift')
  await expect(words).toBeHidden()
  const larger = await size.inputValue()
  expect(Number(larger)).toBeGreaterThan(80)

  await dragBy(2, 60)
  await expect(opacity).toHaveValue('70')
  await keyboard.press('Escape')
  await expect(opacity).toHaveValue('100')
  await mouse.up()
  await keyboard.up('Shift')
  await expect(size).toHaveValue(larger)
  await expect(anna.page.getByRole('button', { name: /^Undo/ }).first()).toBeDisabled()
})

function brushes({ page }: Painter) {
  return page.getByRole('button', { name: /^Brush: / })
}

/** From the menu below the shelf, which is open. */
async function choose({ page }: Painter, entry: string): Promise<void> {
  await page.getByRole('button', { name: 'More for brushes' }).click()
  await page.getByRole('button', { name: entry, exact: true }).click()
}

async function number({ page, canvas }: Painter, name: string, value: string): Promise<void> {
  const field = page.getByRole('textbox', { name, exact: true })
  await field.fill(value)
  await field.press('Enter')
  await canvas.focus()
}
