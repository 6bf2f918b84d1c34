import { mkdir, writeFile } from 'node:fs/promises'
import { damageYoungestFile } from './support/damage.ts'
import { wave } from './support/recorded-strokes.ts'
import { expectSamePicture } from './support/session-status.ts'
import { startBlindly } from './support/start-blindly.ts'
import { expect, test } from './support/story.ts'

test('pictures are renamed, deleted and taken back', async ({ studio }) => {
  const anna = await studio.desktop('Anna')
  const { page } = anna
  await anna.host('Draft')
  await anna.leave()

  await page.getByRole('button', { name: 'Rename “Draft”' }).click()
  await page.getByLabel('New title').fill('Evening light')
  await page.getByLabel('New title').press('Enter')
  await expect(page.getByRole('button', { name: 'Open “Evening light”' })).toBeVisible()

  await page.getByRole('button', { name: 'Delete “Evening light”' }).click()
  await expect(page.getByText('Deleted “Evening light”.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Open “Evening light”' })).toBeHidden()
  await studio.keepScreenshot(anna, 'deleted')
  await page.getByRole('button', { name: 'Undo' }).click()
  await anna.reopen('Evening light')
  await expectSamePicture(anna)
})

test('a picture is hosted by one app at a time', async ({ studio }) => {
  const anna = await studio.desktop('Anna')
  await anna.host('Shared wall')
  const { dataDir } = studio.placesOf('Ben')
  const ben = await studio.desktop('Ben', { dataDir, picturesDir: studio.placesOf('Anna').picturesDir })
  await ben.introduce()
  await ben.page.getByRole('button', { name: 'Open “Shared wall”' }).click()
  await expect(ben.page.getByText('It is open in another Gesso')).toBeVisible()
  await studio.keepScreenshot(ben, 'in-use')

  await anna.quit()
  await ben.reopen('Shared wall')
  await expectSamePicture(ben)

  // The same copy is never open twice: the second start gives way to the first.
  expect((await startBlindly(ben.places)).exitCode).toBe(0)
  await ben.expectConnected()
})

test('damaged files are told, cost nothing that the journal has, and leave the other pictures alone', async ({
  studio,
}) => {
  const { picturesDir } = studio.placesOf('Anna')
  let anna = await studio.desktop('Anna')
  await anna.host('Torn')
  await anna.paint([wave(await anna.area())])
  const shown = await expectSamePicture(anna)
  await anna.quit()

  await damageYoungestFile(picturesDir, /\/tail\//)
  anna = await studio.desktop('Anna')
  await anna.reopen('Torn')
  await expect(anna.page.locator('.notice-bar').first()).toContainText('damaged')
  expect(await expectSamePicture(anna)).toEqual(shown)
  await studio.keepScreenshot(anna, 'damaged-snapshot')
  await anna.quit()

  await damageYoungestFile(picturesDir, /\/head$/)
  anna = await studio.desktop('Anna')
  await expect(anna.page.getByText('The head of this picture is damaged')).toBeVisible()
  await studio.keepScreenshot(anna, 'damaged-head')
  await anna.host('Whole')
  await expectSamePicture(anna)
})

test('a pictures folder that can’t be used is named', async ({ studio }) => {
  const places = studio.placesOf('Anna')
  await mkdir(places.dataDir, { recursive: true })
  await writeFile(places.picturesDir, 'this is no folder')
  const { exitCode, said } = await startBlindly(places)
  expect(exitCode).toBe(1)
  expect(said).toContain('Gesso can’t start: Gesso could not keep pictures in')
  expect(said).toContain(places.picturesDir)
})
