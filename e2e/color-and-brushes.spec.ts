import type { Locator } from '@playwright/test'
import { drag, onScreen, useColor } from './support/at-canvas.ts'
import { expect, test } from './support/story.ts'

test('[CO5] somebody chooses colours by ring, by sliders, by harmony and by a swap', async ({ studio }) => {
  const anna = await studio.desktop('Anna')
  await anna.host('Colours')
  const { page } = anna
  const hex = page.getByLabel('Hex colour')
  const hue = page.getByRole('slider', { name: 'Hue' })
  await hex.fill('#cc3333')
  await drag(anna, [0.2, 0.2], [0.8, 0.2])
  await expect(page.getByRole('group', { name: 'Recent colours' }).getByRole('button')).toHaveCount(1)

  await pressAt(hue, 0.5, 0.97)
  await expect(hex).toHaveValue('#33cccc')
  await hue.press('PageUp')
  await expect(hue).toHaveAttribute('aria-valuenow', '195')
  await page.getByLabel('Harmony', { exact: true }).selectOption('Tetrad')
  await expect(page.getByRole('group', { name: 'Colours in harmony' }).getByRole('button')).toHaveCount(3)
  await studio.keepScreenshot(anna, 'wheel')

  // Black has no hue, and still the ring stays where it was.
  await page.getByTitle('Sliders').click()
  await page.getByLabel('Brightness (%)').fill('0')
  await page.getByLabel('Brightness (%)').press('Enter')
  await expect(hex).toHaveValue('#000000')
  await expect(hue).toHaveValue('195')
  await page.getByLabel('Brightness (%)').fill('80')
  await page.getByLabel('Brightness (%)').press('Enter')
  await expect(hex).toHaveValue('#33a6cc')
  await studio.keepScreenshot(anna, 'sliders')
  await page.getByTitle('Wheel').click()
  await expect(hue).toHaveAttribute('aria-valuenow', '195')

  await page.getByRole('button', { name: 'Swap with the previous colour' }).click()
  await expect(hex).toHaveValue('#cc3333')
  await page.keyboard.press('x')
  await expect(hex).toHaveValue('#33a6cc')
  await page.evaluate(() => (document.documentElement.dataset['theme'] = 'light'))
  await page.setViewportSize({ width: 900, height: 600 })
  await studio.keepScreenshot(anna, 'small-and-light')
})

test('[CO30][CO31][CO32][CO33] the loupe shows what is picked, with Alt, with its tool and under a finger', async ({
  studio,
}) => {
  const anna = await studio.desktop('Anna')
  await anna.host('Colours')
  const { page } = anna
  const { mouse, keyboard } = page
  const hex = page.getByLabel('Hex colour')
  const loupe = page.getByTestId('loupe')
  const before = () => loupe.evaluate((element) => element.style.getPropertyValue('--before'))
  await useColor(anna, '#cc3333')
  await drag(anna, [0.2, 0.5], [0.8, 0.5])
  await useColor(anna, '#3366cc')

  // Alt brings it where the pointer is, and takes it away.
  await mouse.move(...(await onScreen(anna, [0.5, 0.5])))
  await expect(loupe).toBeHidden()
  await keyboard.down('Alt')
  await expect(loupe).toHaveAttribute('data-picked', '#cc3333')
  await expect(loupe).toBeVisible()
  await studio.keepScreenshot(anna, 'loupe')
  await keyboard.up('Alt')
  await expect(loupe).toBeHidden()

  // Its tool brings it, too. While it is pressed, the ring keeps the colour from before.
  await keyboard.press('i')
  await expect(loupe).toBeVisible()
  await mouse.down()
  await expect(hex).toHaveValue('#cc3333')
  await mouse.move(...(await onScreen(anna, [0.5, 0.25])), { steps: 4 })
  await expect(hex).toHaveValue('#ffffff')
  await expect(loupe).toHaveAttribute('data-picked', '#ffffff')
  expect(await before()).toBe('#3366cc')
  await mouse.up()
  await expect.poll(before).toBe('#ffffff')

  // Where the layer has no paint, nothing is picked.
  await page.getByLabel('Looks at').selectOption('This layer')
  await expect(loupe).toHaveAttribute('data-picked', 'nothing')
  await mouse.click(...(await onScreen(anna, [0.5, 0.3])))
  await mouse.move(...(await onScreen(anna, [0.5, 0.5])))
  await expect(loupe).toHaveAttribute('data-picked', '#cc3333')
  await expect(hex).toHaveValue('#ffffff')

  // It stands clear of a finger, and goes with it.
  const [x, y] = await onScreen(anna, [0.4, 0.5])
  const screen = await page.context().newCDPSession(page)
  await screen.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y }] })
  await expect(hex).toHaveValue('#cc3333')
  await expect.poll(async () => (await loupe.boundingBox())?.x).toBeLessThan(x)
  const box = await loupe.boundingBox()
  expect((box?.y ?? y) + (box?.height ?? 0)).toBeLessThan(y - 40)
  await screen.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
  await expect(loupe).toBeHidden()
})

async function pressAt(place: Locator, x: number, y: number): Promise<void> {
  const box = await place.boundingBox()
  if (box === null) throw new Error('the ring is in sight')
  await place.click({ position: { x: box.width * x, y: box.height * y } })
}
