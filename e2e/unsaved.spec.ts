import { rename, rm, writeFile } from 'node:fs/promises'
import { wave } from './support/recorded-strokes.ts'
import { expectSamePicture } from './support/session-status.ts'
import { readOnlyStoredPicture } from './support/stored-picture.ts'
import { expect, test } from './support/story.ts'

test('[UI287] the disk of the pictures is pulled out: nobody misses that nothing is saved, and a copy is at hand', async ({
  studio,
}) => {
  const anna = await studio.desktop('Anna')
  await anna.host('Meadow')
  const { page } = anna
  await page.setViewportSize({ width: 900, height: 600 })
  await anna.paint([wave(await anna.area())], 4)
  const status = page.getByTestId('status')
  await expect(status).toHaveAttribute('data-saved', 'saved')

  // Nothing can be read or written where the pictures are; what is drawn is in the journal.
  const disk = studio.placesOf('Anna').picturesDir
  await rename(disk, `${disk}-away`)
  await writeFile(disk, '')
  await anna.paint([wave(await anna.area({ x: 0.2, y: 0.6, width: 0.6, height: 0.3 }))], 4)
  const shown = await expectSamePicture(anna)
  const phrase = page.getByTestId('status-saved')
  await expect(phrase).toContainText(/Not saved since \d\d:\d\d, kept on this computer/, { timeout: 60_000 })
  const text = phrase.locator('.status-text')
  expect(await text.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0)
  await phrase.getByRole('button').click()
  await expect(page.getByTestId('kept-saved')).toContainText('not since')
  await studio.keepScreenshot(anna, 'details')
  await page.keyboard.press('Escape')

  // Two minutes go by.
  await page.evaluate(() => {
    const now = Date.now
    Date.now = () => now() + 120_000
  })
  const banner = page.locator('.notice-bar').filter({ hasText: 'Not saved since' })
  await expect(banner).toBeVisible()
  await studio.keepScreenshot(anna, 'told')
  await banner.getByRole('button', { name: 'Save a copy…' }).click()
  await expect(page.locator('dialog[data-sheet=export]')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(banner).toBeVisible()

  await rm(disk)
  await rename(`${disk}-away`, disk)
  expect(await anna.quit()).toBe(0)
  const stored = await readOnlyStoredPicture(disk)
  expect({ seq: stored.seq, hash: stored.hash }).toEqual(shown)
})
