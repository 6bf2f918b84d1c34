import { wave } from './support/recorded-strokes.ts'
import { expectSamePicture } from './support/session-status.ts'
import { readOnlyStoredPicture } from './support/stored-picture.ts'
import { expect, test } from './support/story.ts'

test('everybody leaves, and the next day the picture is there as it was', async ({ studio }) => {
  let anna = await studio.desktop('Anna')
  await anna.host('Orchard')
  const ben = await studio.desktop('Ben')
  await ben.join(await anna.invite())
  await Promise.all([
    anna.paint([wave(await anna.area({ x: 0.2, y: 0.1, width: 0.6, height: 0.3 }))]),
    ben.paint([wave(await ben.area({ x: 0.2, y: 0.5, width: 0.6, height: 0.3 }))]),
  ])
  const shown = await expectSamePicture(anna, ben)

  await ben.leave()
  await expect(ben.page.getByRole('form', { name: 'Join a session' })).toBeVisible()
  await expect(anna.people()).toHaveText(['Anna'])
  await ben.quit()
  expect(await anna.quit()).toBe(0)
  const stored = await readOnlyStoredPicture(anna.places.picturesDir ?? '')
  expect({ title: stored.title, seq: stored.seq, hash: stored.hash }).toEqual({ title: 'Orchard', ...shown })

  anna = await studio.desktop('Anna')
  await expect(anna.page.getByLabel('Your name')).toHaveValue('Anna')
  await expect(anna.page.getByRole('button', { name: 'Open “Orchard”' }).locator('canvas')).toBeVisible()
  await studio.keepScreenshot(anna, 'my-pictures')
  await anna.reopen('Orchard')
  expect(await expectSamePicture(anna)).toEqual(shown)
  await studio.keepScreenshot(anna, 'reopened')

  await anna.page.keyboard.press('Control+z')
  await expect.poll(async () => (await expectSamePicture(anna)).hash).not.toBe(shown.hash)
  await anna.page.keyboard.press('Control+Shift+z')
  await expect.poll(async () => (await expectSamePicture(anna)).hash).toBe(shown.hash)
})

test('a host who quits while a guest draws is asked once, and the guest is told', async ({ studio }) => {
  const anna = await studio.desktop('Anna')
  await anna.host('Bridge')
  const ben = await studio.desktop('Ben')
  await ben.join(await anna.invite())
  const question = anna.page.getByRole('alertdialog')

  await anna.closeWindow()
  await expect(question).toContainText('1 guest is still drawing.')
  await studio.keepScreenshot(anna, 'asked')
  await anna.page.getByRole('button', { name: 'Keep hosting' }).click()
  await expect(question).toBeHidden()
  await ben.paint([wave(await ben.area())])
  const shown = await expectSamePicture(anna, ben)

  await anna.closeWindow()
  await expect(question).toHaveCount(1)
  await anna.page.getByRole('button', { name: 'Close the session' }).click()
  expect(await anna.exited).toBe(0)
  await expect(ben.page.getByRole('heading', { name: 'The session ended' })).toBeVisible()
  await expect(ben.page.getByRole('alert')).toContainText(
    'The host quit Gesso. What was drawn stays with the host.',
  )
  await studio.keepScreenshot(ben, 'told')
  const stored = await readOnlyStoredPicture(anna.places.picturesDir ?? '')
  expect({ seq: stored.seq, hash: stored.hash }).toEqual(shown)
})
