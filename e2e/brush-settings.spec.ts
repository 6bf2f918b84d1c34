import { colorAt, drag, useColor } from './support/at-canvas.ts'
import type { Painter } from './support/painter.ts'
import { expectSamePicture } from './support/session-status.ts'
import { expect, test } from './support/story.ts'

const green = '#208040'
const white = '#ffffff'

test('two people set their brushes: taper, tip, chance, pressure and smudge', async ({ studio }) => {
  const anna = await studio.desktop('Anna')
  await anna.host('Brushes')
  const ben = await studio.desktop('Ben')
  await ben.join(await anna.invite())
  const shown = async (): Promise<string> => (await expectSamePicture(anna, ben)).hash
  /** Something that Ben does changes the picture of both. */
  const expectChange = async (act: () => Promise<void>): Promise<string> => {
    const before = await shown()
    await act()
    await expect.poll(shown).not.toBe(before)
    return shown()
  }
  await ben.page.getByRole('button', { name: 'Brush settings' }).click()
  await number(ben, 'Size (px)', '200')
  await useColor(ben, green)

  await expectChange(() => drag(ben, [0.2, 0.2], [0.8, 0.2]))
  await number(ben, 'Taper: Start (px)', '500')
  await expectChange(() => drag(ben, [0.2, 0.4], [0.8, 0.4]))
  await number(ben, 'Taper: Start (px)', '0')
  expect(await colorAt(anna, [0.21, 0.22])).toBe(green)
  expect(await colorAt(anna, [0.21, 0.42])).toBe(white)
  expect(await colorAt(anna, [0.78, 0.42])).toBe(green)

  // Chance falls anew for each stroke, and the same for everybody.
  await ben.page.getByLabel('Tip', { exact: true }).selectOption('Chalk')
  for (const part of ['Position', 'Size', 'Flow', 'Angle']) await number(ben, `Chance: ${part} (%)`, '60')
  const across = (): Promise<void> => drag(ben, [0.2, 0.6], [0.8, 0.6])
  const once = await expectChange(across)
  await studio.keepScreenshot(anna, 'chalk-by-chance')
  await expectChange(() => ben.page.keyboard.press('Control+z'))
  expect(await expectChange(across)).not.toBe(once)
  await ben.page.getByLabel('Tip', { exact: true }).selectOption('Smooth')
  for (const part of ['Position', 'Size', 'Flow', 'Angle']) await number(ben, `Chance: ${part} (%)`, '0')

  // A light pen draws a thin line, as long as the size follows it.
  const bySize = ben.page.getByRole('button', { name: 'Pen pressure changes the size' })
  await expect(bySize).toHaveAttribute('aria-pressed', 'true')
  const lightly = async (): Promise<void> => {
    const { x, y, width } = await ben.area({ x: 0.2, y: 0.85, width: 0.6, height: 0 })
    await ben.paint([
      Array.from({ length: 21 }, (_, at) => ({
        seconds: at / 40,
        x: x + (width * at) / 20,
        y,
        pressure: 0.1,
      })),
    ])
  }
  await expectChange(lightly)
  expect(await colorAt(anna, [0.5, 0.88])).toBe(white)
  await bySize.click()
  await number(ben, 'Pen tilt: Size', '20')
  await expectChange(lightly)
  expect(await colorAt(anna, [0.5, 0.88])).not.toBe(white)

  await useColor(ben, '#ff0000')
  await number(ben, 'Smudge (%)', '100')
  expect(await colorAt(anna, [0.5, 0.29])).toBe(white)
  await expectChange(() => drag(ben, [0.5, 0.2], [0.5, 0.3]))
  const smudged = await colorAt(anna, [0.5, 0.29])
  const [red, , blue] = smudged.match(/[0-9a-f]{2}/g)!.map((digits) => Number.parseInt(digits, 16))
  expect(smudged).not.toBe(white)
  // Green and white mixed: none of the red that is in the hand.
  expect(red).toBeLessThan(blue! + 1)
  await studio.keepScreenshot(anna, 'smudged')
})

async function number({ page, canvas }: Painter, name: string, value: string): Promise<void> {
  const field = page.getByRole('textbox', { name, exact: true })
  await field.fill(value)
  await field.press('Enter')
  await canvas.focus()
}
