import { drag, fillBox, onScreen, useColor, type Place } from './support/at-canvas.ts'
import type { Painter } from './support/painter.ts'
import { wave } from './support/recorded-strokes.ts'
import { expectSamePicture } from './support/session-status.ts'
import { expect, test } from './support/story.ts'

test('[HV20][HV33][HV34] two people see who did what, and one looks at the picture without the other’s work', async ({
  studio,
}) => {
  const anna = await studio.desktop('Anna')
  await anna.host('Poster')
  const ben = await studio.desktop('Ben')
  await ben.join(await anna.invite())
  const shown = async (): Promise<string> => (await expectSamePicture(anna, ben)).hash
  const place: Place = [0.3, 0.3]
  await anna.page.mouse.move(...(await onScreen(anna, [0.9, 0.9])))
  const paper = await glimpse(anna, place)

  await useColor(ben, '#2060c0')
  await fillBox(ben, [0.2, 0.2], [0.5, 0.5])
  await ben.page.keyboard.press('b')
  await useColor(anna, '#d04030')
  await anna.page.keyboard.press('b')
  await anna.paint([wave(await anna.area({ x: 0.55, y: 0.3, width: 0.3, height: 0.4 }))])
  await anna.page.keyboard.press('e')
  await drag(anna, [0.6, 0.2], [0.7, 0.8])
  await anna.page.mouse.move(...(await onScreen(anna, [0.9, 0.9])))
  const whole = await shown()
  await expect.poll(() => glimpse(anna, place)).not.toEqual(paper)

  await anna.page.getByRole('button', { name: 'History' }).click()
  await expect(rows(anna)).toHaveText([/You\s*Erased/, /You\s*Stroke/, /Ben\s*Filled area/])
  await expect(anna.page.getByRole('button', { name: 'Undo', exact: true })).toHaveAttribute(
    'title',
    /^Undo: Erased/,
  )
  await rows(anna).last().scrollIntoViewIfNeeded()
  await expect(anna.page.locator('.history-list canvas')).toHaveCount(3)
  await studio.keepScreenshot(anna, 'history')

  // Only what Anna did; Ben, and the picture, know nothing of it.
  await anna.page.getByRole('button', { name: 'Only my work' }).click()
  await expect(anna.page.getByText('Only your work is shown.')).toBeVisible()
  await expect.poll(() => glimpse(anna, place)).toEqual(paper)
  expect(await shown()).toBe(whole)
  await studio.keepScreenshot(anna, 'only-own')
  await anna.page.getByRole('button', { name: 'Show everybody’s' }).click()
  await expect.poll(() => glimpse(anna, place)).not.toEqual(paper)
  await expect(anna.page.getByText('Only your work is shown.')).toHaveCount(0)

  await anna.page.getByLabel('Whose actions are listed').selectOption('Ben')
  await expect(rows(anna)).toHaveText([/Ben\s*Filled area/])
  await anna.page.getByRole('button', { name: 'Hide Ben' }).click()
  await expect(anna.page.getByText('Shown without the work of Ben.')).toBeVisible()
  await expect.poll(() => glimpse(anna, place)).toEqual(paper)
  await studio.keepScreenshot(anna, 'without-ben')
  await anna.page.getByRole('button', { name: 'Show everybody’s' }).click()
  await anna.page.getByLabel('Whose actions are listed').selectOption('Everybody')

  // By keys to the own stroke, and down to it: both of Anna's actions are undone.
  await rows(anna).first().locator('.history-action').focus()
  await anna.page.keyboard.press('ArrowDown')
  await expect(rows(anna).nth(1).locator('.history-action')).toBeFocused()
  await expect(anna.page.locator('.place-outline')).toBeVisible()
  await studio.keepScreenshot(anna, 'row')
  await anna.page.keyboard.press('Enter')
  await anna.page.keyboard.press('ArrowRight')
  await anna.page.keyboard.press('Enter')
  await expect(rows(anna)).toHaveText([/Erased \(undone\)/, /Stroke \(undone\)/, /Ben\s*Filled area/])
  await expect.poll(shown).not.toBe(whole)
  await studio.keepScreenshot(anna, 'undone')
  await anna.canvas.focus()
  await anna.page.keyboard.press('Control+Shift+z')
  await anna.page.keyboard.press('Control+Shift+z')
  await expect.poll(shown).toBe(whole)
})

test('[UI356][UI357] Anna reads far down in a long history while new strokes come', async ({ studio }) => {
  const anna = await studio.desktop('Anna')
  await anna.host('Long')
  const { page } = anna
  await page.keyboard.press('b')
  const dots = async (count: number) => {
    const { x, y, width, height } = await anna.area()
    for (let dot = 0; dot < count; dot++) {
      await page.mouse.click(x + (width * (dot % 12)) / 12, y + (height * (dot % 7)) / 7)
    }
  }
  await dots(60)
  await page.getByRole('button', { name: 'History' }).click()
  const first = rows(anna).first()
  await expect(first).toHaveAttribute('aria-setsize', '60')
  await expect(page.locator('.history-list canvas').first()).toBeVisible()
  expect(await rows(anna).count()).toBeLessThan(40)

  // By keys to the oldest, which is there then, and as far up as it is in sight.
  const reached = page.locator('.history-list li:focus-within')
  await first.locator('.history-action').focus()
  await page.keyboard.press('End')
  await expect(reached).toHaveAttribute('aria-posinset', '60')
  await expect(reached.locator('canvas')).toBeVisible()
  const oldest = await reached.getAttribute('data-entry')
  const [at] = await reached.evaluateAll((all) => all.map((row) => row.getBoundingClientRect().top))
  await page.evaluate(() => (document.activeElement as HTMLElement).blur())
  await dots(3)
  const stays = page.locator(`.history-list li[data-entry="${oldest}"]`)
  await expect(stays).toHaveAttribute('aria-posinset', '63')
  expect(await stays.evaluate((row) => row.getBoundingClientRect().top)).toBe(at)
  await stays.locator('.history-action').focus()
  await page.keyboard.press('Home')
  await expect(reached).toHaveAttribute('aria-posinset', '1')
  await studio.keepScreenshot(anna, 'long-history')
})

function rows(painter: Painter) {
  return painter.page
    .getByRole('list', { name: 'What everybody did, the newest first' })
    .getByRole('listitem')
}

/** A few px of the canvas as they are on the screen. */
async function glimpse(painter: Painter, place: Place): Promise<string> {
  const [x, y] = await onScreen(painter, place)
  const png = await painter.page.screenshot({ clip: { x, y, width: 8, height: 8 } })
  return png.toString('base64')
}
