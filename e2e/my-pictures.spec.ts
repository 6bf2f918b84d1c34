import { mkdir, writeFile } from 'node:fs/promises'
import { damageYoungestFile } from './support/damage.ts'
import { wave } from './support/recorded-strokes.ts'
import { expectSamePicture } from './support/session-status.ts'
import { startAndAwaitExit } from './support/start-and-await-exit.ts'
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
  expect(await startAndAwaitExit(ben.places)).toBe(0)
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

  await damageYoungestFile(picturesDir, /\/history\//)
  anna = await studio.desktop('Anna')
  await anna.reopen('Torn')
  await expect(
    anna.page.getByText(/Updates of this picture can't be read: the file .* is damaged/),
  ).toBeVisible()
  await expect(
    anna.page.getByText(/The journal of this computer brought back .*, up to update \d+/),
  ).toBeVisible()
  expect(await expectSamePicture(anna)).toEqual(shown)
  await studio.keepScreenshot(anna, 'damaged-snapshot')
  await anna.quit()

  await damageYoungestFile(picturesDir, /\/head$/)
  anna = await studio.desktop('Anna')
  await expect(anna.page.getByText('The head of this picture is damaged')).toBeVisible()
  await studio.keepScreenshot(anna, 'damaged-head')
  await expect(anna.page.getByRole('button', { name: 'Rename “Unreadable picture”' })).toBeHidden()
  await anna.page.getByRole('button', { name: 'Delete “Unreadable picture”' }).click()
  await expect(anna.page.getByText('Deleted “Unreadable picture”.')).toBeVisible()
  await expect(anna.page.getByText('The head of this picture is damaged')).toBeHidden()
  await studio.keepScreenshot(anna, 'damaged-deleted')
  await anna.page.getByRole('button', { name: 'Undo' }).click()
  await expect(anna.page.getByText('The head of this picture is damaged')).toBeVisible()
  await anna.page.getByRole('button', { name: 'Delete “Unreadable picture”' }).click()
  await anna.host('Whole')
  await expectSamePicture(anna)
})

test('a pictures folder that can’t be used is named, and joining others goes on', async ({ studio }) => {
  const anna = await studio.desktop('Anna')
  await anna.host('Elsewhere')
  const places = studio.placesOf('Ben')
  await mkdir(places.dataDir, { recursive: true })
  await writeFile(places.picturesDir, 'this is no folder')
  const ben = await studio.desktop('Ben')
  const shelf = ben.page.getByRole('region', { name: 'My pictures' })
  await expect(shelf).toContainText('Gesso could not')
  await expect(shelf).toContainText(places.picturesDir)

  await ben.introduce()
  const form = ben.page.getByRole('form', { name: 'Host a session' })
  await form.getByRole('button', { name: 'Host a session' }).click()
  await expect(form).toContainText('Gesso could not')
  await studio.keepScreenshot(ben, 'no-pictures-folder')
  await ben.join(await anna.invite())
  await expectSamePicture(anna, ben)
})
