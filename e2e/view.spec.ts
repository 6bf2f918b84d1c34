import { click, colorAt, fillBox, useColor, type Place } from './support/at-canvas.ts'
import type { DesktopPainter } from './support/desktop-painter.ts'
import type { Area } from './support/recorded-strokes.ts'
import { expectSamePicture } from './support/session-status.ts'
import { expect, test, type Studio } from './support/story.ts'

test('[UI120] [UI124] turned and flipped, a stroke lands under the pointer', async ({ studio }) => {
  const anna = await hostAlone(studio)
  const { page } = anna
  const { mouse, keyboard } = page
  const angle = page.getByRole('textbox', { name: 'Angle (°)' })
  await useColor(anna, '#2060c0')
  await fillBox(anna, [0.45, 0.3], [0.55, 0.7])

  await page.getByRole('button', { name: 'Navigator' }).click()
  await angle.fill('30')
  await angle.press('Enter')
  await page.getByRole('button', { name: 'Flip the view' }).click()
  await expect(angle).toHaveValue('-30')
  await studio.keepScreenshot(anna, 'turned-and-flipped')

  await keyboard.press('b')
  await useColor(anna, '#d02030')
  await page.getByRole('textbox', { name: 'Size (px)' }).fill('60')
  await page.getByRole('textbox', { name: 'Size (px)' }).press('Enter')
  const place: Place = [0.62, 0.4]
  await click(anna, place)
  await expectSamePicture(anna)
  expect(await colorAt(anna, place)).toBe('#d02030')
  expect(await colorAt(anna, [0.38, 0.4])).toBe('#ffffff')
  await studio.keepScreenshot(anna, 'painted-while-turned')

  // The hand with Shift turns about the middle: a quarter around, in steps with Ctrl.
  const [x, y] = [await anna.area({ x: 0.5, y: 0.5, width: 0, height: 0 })].map(
    (at) => [at.x, at.y] as const,
  )[0]!
  await anna.canvas.focus()
  await mouse.move(x + 200, y)
  await keyboard.down(' ')
  await keyboard.down('Shift')
  await mouse.down()
  await keyboard.down('Control')
  await mouse.move(x + 150, y + 140, { steps: 8 })
  await mouse.move(x + 4, y + 200, { steps: 8 })
  await mouse.up()
  for (const key of ['Control', 'Shift', ' ']) await keyboard.up(key)
  await expect(angle).toHaveValue('60')
  await studio.keepScreenshot(anna, 'turned-by-hand')
  await page.getByRole('button', { name: 'Turn the view upright' }).click()
  await page.getByRole('button', { name: 'Flip the view' }).click()
  await page.getByRole('button', { name: 'Show the whole picture' }).first().click()
  await expect(angle).toHaveValue('0')
  await studio.keepScreenshot(anna, 'upright-again')
})

test('[UI123] no seam shows in a turned view', async ({ studio }) => {
  const anna = await hostAlone(studio)
  const { page } = anna
  await useColor(anna, '#203040')
  await fillBox(anna, [0.02, 0.02], [0.98, 0.98])
  await page.getByRole('button', { name: 'Brush', exact: true }).click()
  await page.getByRole('button', { name: 'Navigator' }).click()
  const zoom = page.getByRole('textbox', { name: 'Zoom (%)' })
  await zoom.fill('83')
  await zoom.press('Enter')
  const angle = page.getByRole('textbox', { name: 'Angle (°)' })
  for (const degrees of ['17', '45', '90', '-131']) {
    await angle.fill(degrees)
    await angle.press('Enter')
    await expectSamePicture(anna)
    // More than one chunk of the plane lies here, whatever the angle.
    await expect.poll(() => colorsIn(anna, { x: 0.2, y: 0.2, width: 0.6, height: 0.6 })).toEqual(['32,48,64'])
  }
})

test('[UI126] [UI130] the navigator moves and zooms, lines lie between large pixels', async ({ studio }) => {
  const anna = await hostAlone(studio)
  const { page } = anna
  const { mouse } = page
  await useColor(anna, '#2060c0')
  await fillBox(anna, [0.3, 0.3], [0.5, 0.7])
  await expectSamePicture(anna)
  await page.getByRole('button', { name: 'Navigator' }).click()
  const map = page.getByTestId('navigator')
  const zoom = page.getByRole('textbox', { name: 'Zoom (%)' })
  await zoom.fill('100')
  await zoom.press('Enter')
  await expect(page.locator('.status-zoom')).toHaveText(/100/)
  const picture = (await map.locator('canvas').boundingBox())!
  await mouse.move(picture.x + picture.width / 2, picture.y + picture.height / 2)
  await mouse.down()
  await mouse.move(picture.x + picture.width * 0.2, picture.y + picture.height * 0.2, { steps: 5 })
  await mouse.up()
  expect(await colorAt(anna, [0.5, 0.5])).toBe('#ffffff')
  await studio.keepScreenshot(anna, 'moved-by-the-navigator')
  await page.getByRole('button', { name: 'Show the whole picture' }).first().click()
  await map.hover()
  await mouse.wheel(0, -300)
  await expect(page.locator('.status-zoom')).not.toHaveText(/100/)
  await zoom.fill('1600')
  await zoom.press('Enter')
  await page.getByRole('button', { name: 'Brush', exact: true }).click()
  await useColor(anna, '#101010')
  await page.getByRole('textbox', { name: 'Size (px)' }).fill('12')
  await page.getByRole('textbox', { name: 'Size (px)' }).press('Enter')
  await click(anna, [0.4, 0.5])
  await expectSamePicture(anna)
  await studio.keepScreenshot(anna, 'pixel-grid')
  await page.getByRole('textbox', { name: 'Angle (°)' }).fill('20')
  await page.getByRole('textbox', { name: 'Angle (°)' }).press('Enter')
  await studio.keepScreenshot(anna, 'pixel-grid-turned')
})

test('[UI125] [UI131] two fingers turn, two tap to undo, three to redo', async ({ studio }) => {
  const anna = await hostAlone(studio)
  const { page } = anna
  const blank = await hashOf(anna)
  await page.getByRole('button', { name: 'Navigator' }).click()
  const angle = page.getByRole('textbox', { name: 'Angle (°)' })
  const middle = await anna.area({ x: 0.5, y: 0.5, width: 0, height: 0 })
  const input = await page.context().newCDPSession(page)
  const touch = (
    type: 'touchStart' | 'touchMove' | 'touchEnd',
    points: readonly (readonly [number, number])[],
  ) =>
    input.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) })
  const fingers = (degrees: number, apart: number) => {
    const [x, y] = [Math.cos((degrees * Math.PI) / 180) * apart, Math.sin((degrees * Math.PI) / 180) * apart]
    return [
      [middle.x - x, middle.y - y],
      [middle.x + x, middle.y + y],
    ] as const
  }
  const tap = async (count: number): Promise<void> => {
    const points = [0, 1, 2].slice(0, count).map((at) => [middle.x + at * 60, middle.y] as const)
    await touch('touchStart', points)
    await touch('touchEnd', [])
  }

  await touch('touchStart', fingers(0, 100))
  for (let degrees = 2; degrees <= 68; degrees += 2) await touch('touchMove', fingers(degrees, 100 + degrees))
  await touch('touchEnd', [])
  await expect(angle).toHaveValue('60')
  await studio.keepScreenshot(anna, 'turned-by-two-fingers')
  expect(await hashOf(anna)).toBe(blank)

  await anna.paint([
    [
      { x: middle.x, y: middle.y, pressure: 0.8, seconds: 0 },
      { x: middle.x + 80, y: middle.y + 30, pressure: 0.8, seconds: 0.1 },
    ],
  ])
  await expect.poll(() => hashOf(anna)).not.toBe(blank)
  const painted = await hashOf(anna)
  await tap(2)
  await expect.poll(() => hashOf(anna)).toBe(blank)
  await tap(3)
  await expect.poll(() => hashOf(anna)).toBe(painted)
})

async function hostAlone(studio: Studio): Promise<DesktopPainter> {
  const anna = await studio.desktop('Anna')
  await anna.host('Sketch')
  return anna
}

async function hashOf(painter: DesktopPainter): Promise<string> {
  return (await expectSamePicture(painter)).hash
}

/** Every colour that is seen in a part of the canvas. */
async function colorsIn(painter: DesktopPainter, part: Area): Promise<string[]> {
  await painter.page.mouse.move(2, 2)
  const png = await painter.page.screenshot({ clip: await painter.area(part) })
  return painter.page.evaluate(async (text) => {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
    const image = await createImageBitmap(new Blob([bytes]))
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d')!
    context.drawImage(image, 0, 0)
    const { data } = context.getImageData(0, 0, image.width, image.height)
    const seen = new Set<string>()
    for (let at = 0; at < data.length; at += 4) seen.add(data.slice(at, at + 3).join())
    return [...seen]
  }, png.toString('base64'))
}
