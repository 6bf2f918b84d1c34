import type { DesktopPainter } from './support/desktop-painter.ts'
import { wave } from './support/recorded-strokes.ts'
import { expectSamePicture } from './support/session-status.ts'
import { expect, test, type Studio } from './support/story.ts'

test('brush, eraser, sizes, undo and redo', async ({ studio }) => {
  const anna = await hostAlone(studio)
  const { page } = anna
  const keys = page.keyboard
  const blank = await hashOf(anna)

  await anna.paint([wave(await anna.area({ x: 0.2, y: 0.3, width: 0.6, height: 0.3 }))])
  await expect.poll(() => hashOf(anna)).not.toBe(blank)
  const painted = await hashOf(anna)

  await keys.press('e')
  await expect(page.getByRole('button', { name: 'Eraser', exact: true })).toHaveAttribute(
    'aria-pressed',
    'true',
  )
  await anna.paint([wave(await anna.area({ x: 0.4, y: 0.2, width: 0.2, height: 0.5 }))])
  await expect.poll(() => hashOf(anna)).not.toBe(painted)
  const erased = await hashOf(anna)
  await studio.keepScreenshot(anna, 'erased')

  await keys.press('Control+z')
  await expect.poll(() => hashOf(anna)).toBe(painted)
  await keys.press('Control+z')
  await expect.poll(() => hashOf(anna)).toBe(blank)
  await expect(page.getByRole('button', { name: 'Undo' })).toBeDisabled()
  await keys.press('Control+Shift+z')
  await keys.press('Control+Shift+z')
  await expect.poll(() => hashOf(anna)).toBe(erased)

  await keys.press('b')
  const size = page.getByRole('textbox', { name: 'Size (px)' })
  const opacity = page.getByRole('textbox', { name: 'Opacity (%)', exact: true })
  await size.fill('40')
  await opacity.fill('30')
  // What is typed into a field is text: no tool changes, nothing is undone.
  await opacity.press('Control+z')
  await opacity.pressSequentially('e[')
  await opacity.fill('30')
  await opacity.press('Enter')
  await expect(page.getByRole('button', { name: 'Brush', exact: true })).toHaveAttribute(
    'aria-pressed',
    'true',
  )
  await expect(size).toHaveValue('40')
  await anna.canvas.focus()
  await keys.press(']')
  await expect(size).toHaveValue('46')
  await keys.press('[')
  await expect(size).toHaveValue('40')
  await anna.paint([wave(await anna.area({ x: 0.2, y: 0.3, width: 0.6, height: 0.3 }))])
  await expect.poll(() => hashOf(anna)).not.toBe(erased)
  await studio.keepScreenshot(anna, 'large-and-faint')
})

test('[UI342] a refusal and a first hint stand one above the other', async ({ studio }) => {
  const anna = await studio.desktop('Anna')
  await anna.host('Harbour')
  const { page } = anna
  await page.setViewportSize({ width: 900, height: 600 })
  const first = page.getByRole('note', { name: 'Hint' })
  await expect(first).toBeVisible()
  await page.getByRole('button', { name: 'Lock “Layer 1”' }).evaluate((button: HTMLElement) => button.click())
  await anna.paint([wave(await anna.area())])
  const refusal = page.getByTestId('hint')
  await expect(refusal).toContainText('is locked')
  const [above, below] = [await refusal.boundingBox(), await first.boundingBox()]
  expect(above!.y + above!.height).toBeLessThan(below!.y)
})

test('[UI288][UI290] undo in the middle of a stroke takes this one back; a hint goes with its cause', async ({
  studio,
}) => {
  const anna = await hostAlone(studio)
  const { keyboard, mouse } = anna.page
  await anna.paint([wave(await anna.area({ x: 0.2, y: 0.3, width: 0.6, height: 0.3 }))], 4)
  await expect.poll(async () => (await anna.status()).seq).toBeGreaterThan(0)
  await anna.expectAcknowledged()
  const painted = await hashOf(anna)
  const { seq } = await anna.status()

  const { x, y, width, height } = await anna.area()
  await mouse.move(x, y)
  await mouse.down()
  await mouse.move(x + width / 2, y + height, { steps: 10 })
  await expect.poll(async () => (await anna.status()).seq).toBeGreaterThan(seq)
  await keyboard.press('Control+z')
  await mouse.move(x + width, y, { steps: 10 })
  await mouse.up()
  await anna.expectAcknowledged()
  await expect.poll(() => hashOf(anna)).toBe(painted)
  await expect(anna.page.getByRole('button', { name: 'Undo', exact: true })).toBeEnabled()

  const hint = anna.page.getByTestId('hint')
  await anna.page.getByRole('button', { name: 'Lock “Layer 1”' }).first().click()
  await mouse.click(x, y)
  await expect(hint).toContainText('locked')
  await anna.page.getByRole('button', { name: 'Unlock “Layer 1”' }).first().click()
  await expect(hint).toHaveText('', { timeout: 2_000 })
})

test('moving about: space, middle button, wheel to the pointer, fit', async ({ studio }) => {
  const anna = await hostAlone(studio)
  const { page } = anna
  const { mouse, keyboard } = page
  const zoom = page.locator('.status-zoom')
  const hex = page.getByRole('textbox', { name: 'Hex colour' })
  const middle = await anna.area({ x: 0.5, y: 0.5, width: 0, height: 0 })
  const colorAt = async (x: number, y: number): Promise<string> => {
    await hex.fill('#0000ff')
    await page.getByRole('button', { name: 'Pick a colour' }).click()
    await mouse.click(x, y)
    await expect(hex).not.toHaveValue('#0000ff')
    return hex.inputValue()
  }
  const drag = async (button: 'left' | 'middle', dx: number): Promise<void> => {
    await mouse.move(middle.x, middle.y)
    await mouse.down({ button })
    await mouse.move(middle.x + dx, middle.y, { steps: 5 })
    await mouse.up({ button })
  }

  await hex.fill('#d02030')
  await page.getByRole('textbox', { name: 'Size (px)' }).fill('60')
  await page.getByRole('textbox', { name: 'Size (px)' }).press('Enter')
  await mouse.click(middle.x, middle.y)
  await expectSamePicture(anna)
  const painted = await hashOf(anna)
  expect(await colorAt(middle.x, middle.y)).toBe('#d02030')
  expect(await colorAt(middle.x + 150, middle.y)).toBe('#ffffff')

  await page.getByRole('button', { name: 'Brush', exact: true }).click()
  await anna.canvas.focus()
  await keyboard.down(' ')
  await drag('left', 100)
  await keyboard.up(' ')
  await drag('middle', 50)
  expect(await colorAt(middle.x + 150, middle.y)).toBe('#d02030')
  expect(await colorAt(middle.x, middle.y)).toBe('#ffffff')

  const fitted = await zoom.textContent()
  await mouse.move(middle.x + 150, middle.y)
  await mouse.wheel(0, -300)
  await mouse.wheel(0, -300)
  await expect(zoom).not.toHaveText(fitted ?? '')
  expect(await colorAt(middle.x + 150, middle.y)).toBe('#d02030')
  await studio.keepScreenshot(anna, 'zoomed-in')
  await page.getByRole('button', { name: 'Show the whole picture' }).click()
  await expect(zoom).toHaveText(fitted ?? '')
  expect(await colorAt(middle.x, middle.y)).toBe('#d02030')
  expect(await hashOf(anna)).toBe(painted)
})

test('one finger draws, two fingers pinch and leave no mark', async ({ studio }) => {
  const anna = await hostAlone(studio)
  const blank = await hashOf(anna)
  const area = await anna.area()
  const input = await anna.page.context().newCDPSession(anna.page)
  const touch = (
    type: 'touchStart' | 'touchMove' | 'touchEnd',
    points: readonly (readonly [number, number])[],
  ) =>
    input.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) })
  const centre = { x: area.x + area.width / 2, y: area.y + area.height / 2 }
  const zoom = anna.page.locator('.status-zoom')
  const fitted = await zoom.textContent()

  const fingers = (apart: number) =>
    [
      [centre.x - apart, centre.y],
      [centre.x + apart, centre.y],
    ] as const
  await touch('touchStart', fingers(40))
  for (let apart = 50; apart <= 160; apart += 10) await touch('touchMove', fingers(apart))
  await touch('touchEnd', [])
  await expect(zoom).not.toHaveText(fitted ?? '')
  expect(await hashOf(anna)).toBe(blank)
  await anna.page.keyboard.press('0')
  await expect(zoom).toHaveText(fitted ?? '')

  await touch('touchStart', [[area.x, centre.y]])
  for (let part = 1; part <= 20; part++)
    await touch('touchMove', [[area.x + (area.width * part) / 20, centre.y]])
  await touch('touchEnd', [])
  await expect.poll(() => hashOf(anna)).not.toBe(blank)
  await studio.keepScreenshot(anna, 'drawn-with-a-finger')
})

async function hostAlone(studio: Studio): Promise<DesktopPainter> {
  const anna = await studio.desktop('Anna')
  await anna.host('Sketch')
  return anna
}

async function hashOf(painter: DesktopPainter): Promise<string> {
  return (await expectSamePicture(painter)).hash
}
