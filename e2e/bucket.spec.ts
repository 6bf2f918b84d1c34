import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import {
  enterBucket,
  keepInBucket,
  startBucket,
  type BucketWay,
  type SharedBucket,
} from './support/bucket-server.ts'
import type { DesktopPainter } from './support/desktop-painter.ts'
import { wave } from './support/recorded-strokes.ts'
import { expectSamePicture, type ShownPicture } from './support/session-status.ts'
import { expect, test as base } from './support/story.ts'

const test = base.extend<{ bucket: SharedBucket }>({
  bucket: async ({}, use) => {
    const bucket = await startBucket()
    await use(bucket)
    await bucket.close()
  },
})

test('two people paint a picture that is kept in a bucket, and another computer opens it from there', async ({
  studio,
  bucket,
}) => {
  const anna = await studio.desktop('Anna')
  await expect(anna.page.getByText('Kept on this computer')).toBeVisible()
  await enterBucket(anna, bucket, 'not-the-secret')
  const found = anna.page.locator('.place-found')
  await anna.page.getByRole('button', { name: 'Test connection' }).click()
  await expect(found).toContainText('the secret does not belong to this access key')
  await studio.keepScreenshot(anna, 'wrong-secret')

  await enterBucket(anna, bucket, bucket.secretAccessKey)
  await expect(found).toHaveText('')
  await anna.page.getByRole('button', { name: 'Test connection' }).click()
  await expect(found).toContainText('All is well')
  await anna.page.getByRole('button', { name: 'Show the smallest policy' }).click()
  await expect(anna.page.locator('.policy pre')).toContainText('arn:aws:s3:::pictures/*')
  await studio.keepScreenshot(anna, 'all-is-well')
  await anna.page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(anna.page.getByText('Kept in the bucket “pictures”')).toBeVisible()

  await anna.host('Tide')
  const ben = await studio.desktop('Ben')
  await ben.join(await anna.invite())
  await Promise.all([
    anna.paint([wave(await anna.area({ x: 0.2, y: 0.1, width: 0.6, height: 0.3 }))]),
    ben.paint([wave(await ben.area({ x: 0.2, y: 0.5, width: 0.6, height: 0.3 }))]),
  ])
  const shown = await expectSamePicture(anna, ben)
  for (const painter of [anna, ben]) await expectKept(painter, 'uploaded', shown.seq)
  await studio.keepScreenshot(anna, 'uploaded')

  await ben.quit()
  expect(await anna.quit()).toBe(0)
  expect(bucket.keys().length).toBeGreaterThan(3)
  expect(await filesWith(anna.places.dataDir, bucket.secretAccessKey)).toEqual([])

  const cleo = await studio.desktop('Cleo')
  await cleo.introduce()
  await keepInBucket(cleo, bucket)
  await studio.keepScreenshot(cleo, 'another-computer')
  await cleo.reopen('Tide')
  expect(await expectSamePicture(cleo)).toEqual(shown)
  await expectKept(cleo, 'saved', shown.seq)
})

test('S3 is away for a while: painting goes on, the window says so, and it comes right by itself', async ({
  studio,
  bucket,
}) => {
  const anna = await studio.desktop('Anna')
  await keepInBucket(anna, bucket)
  await anna.host('Storm')
  const words = anna.page.getByTestId('status-saved')

  bucket.setReach('away')
  await anna.paint([wave(await anna.area())])
  await anna.expectAcknowledged()
  await expect(words).toContainText(/Not saved to S3 since \d\d:\d\d, kept on this computer/, {
    timeout: 60_000,
  })
  await studio.keepScreenshot(anna, 's3-is-away')
  const { seq } = await anna.status()

  bucket.setReach('answers')
  await expectKept(anna, 'uploaded', seq)
  // The save is tried again within a minute.
  await expect(words).not.toContainText('Not saved', { timeout: 70_000 })
  await expectSamePicture(anna)
})

test('leaving while S3 is away loses nothing: the shelf comes back by itself, and the picture opens with every stroke', async ({
  studio,
  bucket,
}) => {
  const anna = await studio.desktop('Anna')
  await keepInBucket(anna, bucket)
  await anna.host('Lagoon')
  bucket.setReach('away')
  await anna.paint([wave(await anna.area())])
  await anna.expectAcknowledged()
  const shown = await expectSamePicture(anna)
  await anna.leave()
  const shelf = anna.page.getByRole('region', { name: 'My pictures' })
  await expect(shelf).toContainText('Everything that was drawn is kept on this computer', { timeout: 60_000 })
  await expect(shelf).toContainText('Gesso could not list the bucket “pictures”', { timeout: 60_000 })
  await studio.keepScreenshot(anna, 'left-while-away')

  bucket.setReach('answers')
  await anna.reopen('Lagoon')
  expect(await expectSamePicture(anna)).toEqual(shown)
  await expectKept(anna, 'uploaded', shown.seq)
})

test('another computer takes the picture over: the first host stops, and keeps its work as a copy', async ({
  studio,
  bucket,
}) => {
  const anna = await studio.desktop('Anna')
  const way = await bucket.openWay()
  await keepInBucket(anna, way)
  await anna.host('Ferry')
  await anna.paint([wave(await anna.area())])
  const shown = await expectSamePicture(anna)
  await expectKept(anna, 'uploaded', shown.seq)

  const ben = await studio.desktop('Ben')
  await ben.introduce()
  await keepInBucket(ben, bucket)
  await ben.page.getByRole('button', { name: 'Open “Ferry”' }).click()
  const question = ben.page.getByRole('alertdialog')
  await expect(question).toContainText(/“Ferry” seems to be open on another computer \(last written .* ago\)/)
  await studio.keepScreenshot(ben, 'open-elsewhere')
  await ben.page.keyboard.press('Escape')
  await expect(question).toBeHidden()
  const unsaved = await paintUnsaved(anna, way)
  await takeOver(ben, 'Ferry')
  way.setReach('answers')
  await expectSuperseded(anna)
  await studio.keepScreenshot(anna, 'superseded')
  await anna.page.getByRole('button', { name: 'Keep my work as a copy' }).click()
  await expect(anna.page.getByText('Your work is kept as “Ferry (unsaved work)”.')).toBeVisible()
  await studio.keepScreenshot(anna, 'copy-kept')
  await ben.paint([wave(await ben.area({ x: 0.2, y: 0.1, width: 0.6, height: 0.3 }))])
  const others = await expectSamePicture(ben)

  await anna.leave()
  await anna.reopen('Ferry (unsaved work)')
  expect(await expectSamePicture(anna)).toEqual(unsaved)
  expect(unsaved.hash).not.toBe(shown.hash)
  expect(unsaved.hash).not.toBe(others.hash)
})

test('who does not need the work that another computer left behind throws it away, after one question', async ({
  studio,
  bucket,
}) => {
  const anna = await studio.desktop('Anna')
  const way = await bucket.openWay()
  await keepInBucket(anna, way)
  await anna.host('Pier')
  await anna.paint([wave(await anna.area({ x: 0.2, y: 0.1, width: 0.6, height: 0.3 }))])
  await expectKept(anna, 'uploaded', (await expectSamePicture(anna)).seq)
  const ben = await studio.desktop('Ben')
  await ben.introduce()
  await keepInBucket(ben, bucket)
  await paintUnsaved(anna, way)
  await takeOver(ben, 'Pier')
  way.setReach('answers')
  await Promise.all([expectSuperseded(anna), paintUntilSuperseded(anna)])
  await expect(anna.page.getByRole('button', { name: 'Not needed' })).toBeHidden()
  await anna.leave()
  await ben.paint([wave(await ben.area({ x: 0.3, y: 0.4, width: 0.4, height: 0.3 }))])
  await ben.expectAcknowledged()
  const goesOn = await expectSamePicture(ben)
  await ben.leave()
  await expect(ben.page.getByRole('button', { name: 'Open “Pier”' })).toBeVisible()

  await anna.reopen('Pier')
  const offer = anna.page.locator('.copy-offer')
  await expect(offer).toContainText('can be kept as a picture of its own')
  await studio.keepScreenshot(anna, 'offered')
  await offer.getByRole('button', { name: 'Not needed' }).click()
  await expect(offer).toContainText('Throw it away for good?')
  await studio.keepScreenshot(anna, 'throw-away')
  await anna.page.keyboard.press('Escape')
  await offer.getByRole('button', { name: 'Not needed' }).click()
  await offer.getByRole('button', { name: 'Throw away' }).click()
  await expect(anna.page.getByText('The unsaved work was thrown away.')).toBeVisible()
  await expect(offer).toBeHidden()
  await studio.keepScreenshot(anna, 'thrown-away')
  expect(await expectSamePicture(anna)).toEqual(goesOn)

  await anna.leave()
  await anna.reopen('Pier')
  await expect(anna.page.getByText('Anna', { exact: true }).first()).toBeVisible()
  await expect(offer).toBeHidden()
})

test('the last save takes long: who leaves or quits sees how far it is, need not wait, and loses nothing', async ({
  studio,
  bucket,
}) => {
  let anna = await studio.desktop('Anna')
  await keepInBucket(anna, bucket)
  await anna.host('Harbour')
  await anna.paint([wave(await anna.area())])
  await anna.expectAcknowledged()
  const shown = await expectSamePicture(anna)
  bucket.setReach('slow')
  await anna.leave()
  await expect(anna.page.getByText('Saving and closing the session')).toBeVisible()
  await expect(anna.page.getByText(/Saving the picture: .* of .* are written/)).toBeVisible()
  await studio.keepScreenshot(anna, 'leaving')
  await anna.page.getByRole('button', { name: 'Don’t wait' }).click()
  const shelf = anna.page.getByRole('region', { name: 'My pictures' })
  await expect(shelf).toContainText('“Harbour” is still being saved.')
  await studio.keepScreenshot(anna, 'still-saving')
  bucket.setReach('answers')
  await expect(shelf).not.toContainText('still being saved', { timeout: 60_000 })
  await anna.reopen('Harbour')
  expect(await expectSamePicture(anna)).toEqual(shown)

  await anna.paint([wave(await anna.area({ x: 0.2, y: 0.6, width: 0.6, height: 0.3 }))])
  await anna.expectAcknowledged()
  const painted = await expectSamePicture(anna)
  bucket.setReach('slow')
  await anna.closeWindow()
  await expect(anna.page.getByText('Saving the picture before Gesso quits')).toBeVisible()
  await expect(anna.page.getByRole('button', { name: 'Quit now' })).toBeVisible()
  await studio.keepScreenshot(anna, 'quitting')
  await anna.page.getByRole('button', { name: 'Quit now' }).click()
  expect(await anna.exited).toBe(0)

  bucket.setReach('answers')
  anna = await studio.desktop('Anna')
  await keepInBucket(anna, bucket)
  await anna.reopen('Harbour')
  expect(await expectSamePicture(anna)).toEqual(painted)
})

test('where no secret can be kept, it is asked for after a restart, and other settings do not get it', async ({
  studio,
  bucket,
}) => {
  let anna = await studio.desktop('Anna')
  await enterBucket(anna, bucket, bucket.secretAccessKey)
  await expect(anna.page.getByText('This system offers no safe place for secrets.')).toBeVisible()
  await anna.page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(anna.page.getByText('Pictures that you host appear here.')).toBeVisible()
  await anna.quit()

  anna = await studio.desktop('Anna')
  const { page } = anna
  const shelf = page.getByRole('region', { name: 'My pictures' })
  await expect(shelf).toContainText('The secret access key is not kept on this computer.')
  await studio.keepScreenshot(anna, 'secret-wanted')
  await enterBucket(anna, bucket, bucket.secretAccessKey)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText('Pictures that you host appear here.')).toBeVisible()

  await page.getByRole('button', { name: 'Change where pictures are kept' }).click()
  const form = page.getByRole('form', { name: 'Where pictures are kept' })
  await expect(form.getByLabel('Secret access key')).toHaveAttribute('placeholder', 'Kept until Gesso quits')
  await form.getByLabel('Endpoint').fill('http://127.0.0.1:9')
  await form.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(form.getByLabel('Secret access key')).toBeFocused()
  await expect(form).toContainText('Needed')
  await page.keyboard.press('Escape')
  await expect(form).toBeHidden()

  await page.getByRole('button', { name: 'Change where pictures are kept' }).click()
  await form.getByText('On this computer').click()
  await form.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText('Kept on this computer')).toBeVisible()
})

const unsavedPart = { x: 0.2, y: 0.6, width: 0.6, height: 0.3 }

/** Opens a picture that another computer has open. */
async function takeOver(painter: DesktopPainter, title: string): Promise<void> {
  await painter.page.getByRole('button', { name: `Open “${title}”` }).click()
  await painter.page.getByRole('button', { name: 'Open here' }).click()
  await painter.expectConnected()
}

const supersededWords = 'Another copy of Gesso has opened this picture since.'

/**
 * Paints a whole stroke that the bucket gets nothing of. Without an outage it would depend on the moment whether the next host has
 * it, or whether it has an end: one without is shown, and is no part of the picture's hash yet.
 */
async function paintUnsaved(painter: DesktopPainter, way: BucketWay): Promise<ShownPicture> {
  way.setReach('away')
  await painter.paint([wave(await painter.area(unsavedPart))])
  await painter.expectAcknowledged()
  return expectSamePicture(painter)
}

async function paintUntilSuperseded(painter: DesktopPainter): Promise<void> {
  const told = painter.page.getByText(supersededWords)
  const area = await painter.area(unsavedPart)
  while (!(await told.isVisible())) await painter.paint([wave(area)])
}

/** It finds out by its next slot, whose pauses grew during the outage. */
async function expectSuperseded(painter: DesktopPainter): Promise<void> {
  await expect(painter.page.getByText(supersededWords)).toBeVisible({ timeout: 60_000 })
}

/** Waits until the list of the status line has the word up to the update. */
async function expectKept(painter: DesktopPainter, word: 'saved' | 'uploaded', seq: number): Promise<void> {
  const line = painter.page.getByTestId('status')
  await expect
    .poll(async () => Number(await line.getAttribute(`data-${word}-seq`)), { timeout: 60_000 })
    .toBeGreaterThanOrEqual(seq)
  await painter.page.getByTestId('status-saved').getByRole('button').click()
  await expect(painter.page.getByTestId(`kept-${word}`)).toContainText('up to update')
  await painter.page.keyboard.press('Escape')
}

/** The files below a folder that hold the text. */
async function filesWith(folder: string, text: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true })
  const found = await Promise.all(
    names.map(async (name) => {
      const file = join(folder, name)
      if (!(await stat(file).catch(() => undefined))?.isFile()) return false
      return (await readFile(file, 'latin1').catch(() => '')).includes(text)
    }),
  )
  return names.filter((_, at) => found[at])
}
