import type { Locator } from '@playwright/test'
import { drag } from './support/at-canvas.ts'
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

async function pressAt(place: Locator, x: number, y: number): Promise<void> {
  const box = await place.boundingBox()
  if (box === null) throw new Error('the ring is in sight')
  await place.click({ position: { x: box.width * x, y: box.height * y } })
}
