import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { colorAt, drag, onScreen } from './support/at-canvas.ts'
import type { DesktopPainter } from './support/desktop-painter.ts'
import type { Painter } from './support/painter.ts'
import { Pen } from './support/pen.ts'
import { chooseFile } from './support/file-dialogs.ts'
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

  // Dragged to the end of the shelf.
  const rows = anna.page.getByRole('group', { name: 'Brushes', exact: true }).getByRole('button')
  const { mouse } = anna.page
  const [fog, last] = [(await rows.nth(1).boundingBox())!, (await rows.last().boundingBox())!]
  await mouse.move(fog.x + 40, fog.y + 20)
  await mouse.down()
  await mouse.move(last.x + 40, last.y + last.height - 4, { steps: 6 })
  await mouse.up()
  await expect(rows.last()).toHaveText('Fog')

  // Gone and back, without a question.
  await choose(anna, 'Delete the brush')
  await expect(anna.page.getByRole('button', { name: 'Fog' })).toHaveCount(0)
  await anna.page.getByRole('button', { name: 'Undo in your brushes' }).click()
  await expect(brushes(anna)).toHaveAccessibleName('Brush: Fog')
  const path = join(anna.places.dataDir, 'fog.json')
  expect(await saveAs(anna, path, () => choose(anna, 'Export the brush'))).toBe('Fog.gesso-brushes.json')
  expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ format: 'gesso-brushes', version: 1 })

  const ben = await studio.desktop('Ben')
  await ben.host('The same')
  await brushes(ben).click()
  await chooseFile(ben.page, () => choose(ben, 'Import brushes…'), path)
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

test('[UI252][UI253] Anna tests her tablet, and her light hand gets a curve of its own', async ({
  studio,
}) => {
  const anna = await studio.desktop('Anna')
  await anna.host('Pressure')
  const { page } = anna
  await number(anna, 'Size (px)', '200')
  const lightly = async (down: number): Promise<void> => {
    const { x, y, width } = await anna.area({ x: 0.2, y: down, width: 0.6, height: 0 })
    await anna.paint([
      Array.from({ length: 21 }, (_, at) => ({
        seconds: at / 40,
        x: x + (width * at) / 20,
        y,
        pressure: 0.25,
      })),
    ])
  }
  await lightly(0.25)

  await page.keyboard.press('Control+,')
  await page.getByRole('button', { name: 'Pen', exact: true }).click()
  const pad = page.getByRole('img', { name: 'Scratch pad' })
  const told = page.getByRole('region', { name: 'Pen' }).getByRole('status')
  await expect(told).toHaveText(/^Draw a line here/)
  const { x, y } = (await pad.boundingBox())!
  const pen = await Pen.over(page)
  const line = (pressureAt: (part: number) => number) =>
    Array.from({ length: 24 }, (_, at) => ({
      seconds: at / 120,
      x: x + 20 + at * 6,
      y: y + 60,
      pressure: pressureAt(at / 23),
    }))
  await page.mouse.move(x + 20, y + 20)
  await page.mouse.down()
  await page.mouse.move(x + 90, y + 30, { steps: 3 })
  await page.mouse.up()
  await expect(told).toContainText('Only a mouse has been seen.')
  await pen.paint([line(() => 0.5)])
  await expect(told).toContainText('its pressure stays the same')
  await expect(told.getByRole('listitem').first()).toContainText('Windows Ink')
  await pen.paint([line((part) => 0.1 + 0.8 * part)])
  await expect(told).toContainText('Pressure arrives: from 10 % to 90 % so far.')
  await expect(told).toContainText('Tilt arrives')
  await page.getByRole('button', { name: 'Soft', exact: true }).click()
  await page.getByRole('slider', { name: 'Light pressure' }).press('Shift+ArrowUp')
  await expect(page.getByRole('slider', { name: 'Light pressure' })).toHaveAttribute('aria-valuenow', '48')
  await expect(page.getByRole('region', { name: 'Pen' })).toMatchAriaSnapshot(`
    - region "Pen":
      - group "Pressure curve":
        - slider "Light pressure"
        - slider "Strong pressure"
      - paragraph: /Pressure goes through this curve/
      - group "Curves to begin with":
        - button "Soft"
        - button "Straight"
        - button "Firm"
      - heading "Try the pen" [level=3]
      - img "Scratch pad"
      - button "Clear"
      - status:
        - paragraph: "Pressure arrives: from 10 % to 90 % so far."
        - paragraph: /Tilt arrives/
  `)
  await studio.keepScreenshot(anna, 'pen')
  await page.keyboard.press('Escape')
  await lightly(0.65)
  const ink = await colorAt(anna, [0.5, 0.65])
  expect(await colorAt(anna, [0.5, 0.25])).toBe(ink)
  expect(await colorAt(anna, [0.5, 0.292])).toBe('#ffffff')
  expect(await colorAt(anna, [0.5, 0.692])).toBe(ink)
})

function brushes({ page }: Painter) {
  return page.getByRole('button', { name: /^Brush: / })
}

/** Answers the system's question where to save; gives the name that was suggested. */
async function saveAs(painter: DesktopPainter, path: string, press: () => Promise<void>): Promise<string> {
  const saved = painter.electron.evaluate(
    ({ session }, to) =>
      new Promise<string>((resolve) => {
        session.defaultSession.once('will-download', (_event, item) => {
          item.setSavePath(to)
          item.once('done', () => resolve(item.getFilename()))
        })
      }),
    path,
  )
  await press()
  return saved
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
