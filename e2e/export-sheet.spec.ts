import { expect, test } from './support/story.ts'

test('[UI358] Anna thinks better of an export, presses twice, and closes the page in the middle', async ({
  studio,
}) => {
  const anna = await studio.desktop('Anna')
  const { page } = anna
  await anna.introduce()
  const form = page.getByRole('form', { name: 'Host a session' })
  await form.getByLabel('Width').fill('8192')
  await form.getByLabel('Height').fill('8192')
  await form.getByRole('button', { name: 'Host a session' }).click()
  await anna.expectConnected()
  const saved = await anna.electron.evaluateHandle(({ session }, dataDir) => {
    const names: string[] = []
    session.defaultSession.on('will-download', (_event, item) => {
      item.setSavePath(`${dataDir}/saved-${names.push(item.getFilename())}`)
    })
    return names
  }, anna.places.dataDir)
  const savedCount = () => saved.evaluate((names) => names.length)
  const sheet = page.locator('dialog[data-sheet=export]')
  const save = sheet.getByRole('button', { name: 'Save the file' })
  const cancel = sheet.getByRole('button', { name: 'Cancel' })
  const said = sheet.getByRole('status').last()

  await page.keyboard.press('Control+Shift+E')
  await save.click()
  await expect(said).toContainText('Reading the picture')
  await cancel.click()
  await expect(save).toBeFocused()
  await expect(said).toHaveText('')
  await studio.keepScreenshot(anna, 'cancelled')

  await save.dblclick()
  await expect(said).toContainText('Reading the picture')
  await expect(cancel).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(save).toBeFocused()

  // By Enter in the name, and out of the page.
  await sheet.getByLabel('File name').press('Enter')
  await expect(cancel).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(sheet).toHaveCount(0)
  await expect(page.getByText('The export was ended. There is no file of it.')).toBeVisible()
  expect(await savedCount()).toBe(0)
  await page.keyboard.press('e')
  await expect(anna.canvas).toHaveAttribute('data-tool', 'eraser')
})
