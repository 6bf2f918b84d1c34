import type { Locator } from '@playwright/test'
import type { Painter } from './support/painter.ts'
import { expect, test } from './support/story.ts'

const headings = ['Navigator', 'Colour', 'Layers', 'Brush settings', 'People', 'Chat', 'History', 'Invite']

test('[UI280][UI281][UI282] on a small window every panel is one press away, and lists scroll by themselves', async ({
  studio,
}) => {
  const anna = await studio.desktop('Anna')
  await anna.host('Mural')
  const { page } = anna
  await page.setViewportSize({ width: 900, height: 600 })
  await expectAllHeadings(anna)

  // Open, but hardly seen: a press goes there, another folds it.
  const add = page.getByRole('button', { name: 'Add a layer' })
  await expect(add).not.toBeInViewport({ ratio: 1 })
  await heading(anna, 'Layers').click()
  await expectInSight(add)
  await expectAllHeadings(anna)
  for (let layer = 0; layer < 9; layer += 1) await add.click()
  const rows = page.getByRole('grid', { name: 'Layers, the top one first' }).getByRole('row')
  await expect(rows).toHaveCount(10)
  await expectInSight(add)
  await expect(rows.first()).toBeInViewport({ ratio: 1 })
  await studio.keepScreenshot(anna, 'layers')
  await heading(anna, 'Layers').click()
  await expect(add).toBeHidden()
  await heading(anna, 'Layers').click()
  await expectInSight(add)

  // Folded ones come into view as they open, and so does the chat by its key.
  await heading(anna, 'History').click()
  await expectInSight(page.getByRole('button', { name: 'Only my work' }))
  await heading(anna, 'Brush settings').click()
  await expectInSight(page.getByLabel('Tip'))
  await anna.canvas.focus()
  await page.keyboard.press('/')
  await expectInSight(page.getByRole('textbox', { name: 'Write to everybody' }))
  await heading(anna, 'Invite').click()
  await expectInSight(page.getByRole('button', { name: 'Copy invite' }))
  await expectAllHeadings(anna)
  await studio.keepScreenshot(anna, 'invite')
  await heading(anna, 'Navigator').click()
  await expectInSight(page.getByTestId('navigator'))

  // With the keyboard alone nothing is reached that lies under a heading.
  await heading(anna, 'People').focus()
  await page.keyboard.press('Tab')
  for (let step = 0; step < 12; step += 1) {
    await page.keyboard.press('Tab')
    await expectInSight(page.locator(':focus'))
  }
})

test('[UI344] Anna copies the invite on the smallest window, and guests have nothing to copy', async ({
  studio,
}) => {
  const anna = await studio.desktop('Anna')
  await anna.host('Mural')
  const { page } = anna
  const link = await anna.invite()
  await page.setViewportSize({ width: 900, height: 600 })
  const invite = page.getByRole('banner').getByRole('button', { name: 'Invite' })
  await expectInSight(invite)
  await expect(invite).toHaveAttribute('title', 'Copy the invite link')
  await invite.click()
  await expect(page.getByTestId('hint')).toContainText('The invite link is copied.')
  expect(await anna.electron.evaluate(({ clipboard }) => clipboard.readText())).toBe(link)

  const ben = await studio.browserTab('Ben')
  await ben.openLink(link)
  await expect(ben.page.getByRole('button', { name: 'Panels' })).toBeVisible()
  await expect(ben.page.getByRole('button', { name: 'Invite' })).toBeHidden()
  await ben.page.keyboard.press('Control+k')
  await ben.page.keyboard.type('copy the invite')
  await expect(ben.page.locator('.palette-entry').first()).toHaveAccessibleName(
    /Only who hosts has the invite link/,
  )
})

function heading(painter: Painter, name: string): Locator {
  return painter.page.locator('.panel-heading').filter({ hasText: name })
}

async function expectAllHeadings(painter: Painter): Promise<void> {
  for (const name of headings) await expectInSight(heading(painter, name))
}

/** Nothing lies over it, and no edge cuts it off. */
async function expectInSight(place: Locator): Promise<void> {
  await expect(place).toBeInViewport({ ratio: 1 })
  await expect
    .poll(() =>
      place.evaluate((element) => {
        const { left, top, width, height } = element.getBoundingClientRect()
        const middle = document.elementFromPoint(left + width / 2, top + height / 2)
        return element.contains(middle) || middle?.contains(element) === true
      }),
    )
    .toBe(true)
}
