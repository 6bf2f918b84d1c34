import { readFile, writeFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { chooseFile } from './support/file-dialogs.ts'
import { expect, test } from './support/story.ts'

const harbour = `GIMP Palette
Name: Harbour
Columns: 2
# Evening
255 128   0\tSodium light
 20  40  80\tDeep water
200 200 210
`

test('[CO26][CO27] Anna and Ben share a palette, and each of them changes it', async ({ studio }) => {
  const anna = await studio.desktop('Anna')
  await anna.host('Harbour')
  const ben = await studio.browserTab('Ben')
  await ben.openLink(await anna.invite())

  for (const color of ['#ff8000', '#142850', '#c8c8d2']) await keepColor(anna.page, color)
  await expectShared(ben.page, ['#ff8000', '#142850', '#c8c8d2'])
  // A colour that is there is not there twice.
  await expect(anna.page.getByRole('button', { name: 'Add the colour to the palette' })).toBeDisabled()

  // Ben takes one into his hand, and moves it to the front by keyboard; Anna sees it.
  await sharedColors(ben.page).nth(1).click()
  await expect(ben.page.getByLabel('Hex colour')).toHaveValue('#142850')
  await expect(sharedColors(ben.page).nth(1)).toHaveAttribute('aria-selected', 'true')
  await sharedColors(ben.page).nth(1).focus()
  await ben.page.keyboard.press('Alt+ArrowLeft')
  await expectShared(anna.page, ['#142850', '#ff8000', '#c8c8d2'])
  await ben.page.keyboard.press('End')
  await ben.page.keyboard.press('Delete')
  await expectShared(anna.page, ['#142850', '#ff8000'])

  // He keeps a copy, which stays as it is.
  await chooseInMenu(ben.page, 'Copy into a palette of your own')
  const kept = ben.page.getByRole('listbox', { name: 'Colours of “Harbour”' }).getByRole('option')
  await expect(kept).toHaveCount(2)
  await ben.page.getByLabel('Palette that is shown').selectOption('Shared palette')

  // Anna drags, and removes with Alt; her undo takes back what she did, and nothing of what Ben did.
  const [first, last] = [sharedColors(anna.page).nth(0), sharedColors(anna.page).nth(1)]
  await first.dragTo(last, { targetPosition: { x: 15, y: 8 } })
  await expectShared(ben.page, ['#ff8000', '#142850'])
  await first.click({ modifiers: ['Alt'] })
  await expectShared(ben.page, ['#142850'])
  await studio.keepScreenshot(anna, 'shared')
  await anna.page.keyboard.press('Control+z')
  await expectShared(ben.page, ['#ff8000', '#142850'])
  await anna.page.keyboard.press('Control+z')
  await expectShared(anna.page, ['#142850', '#ff8000'])
  await expectShared(ben.page, ['#142850', '#ff8000'])
  await ben.page.getByLabel('Palette that is shown').selectOption('Harbour')
  await expect(kept).toHaveCount(2)
})

test('[CO20][CO23][CO24] Anna imports a palette, makes it hers, and gives it away as a file', async ({
  studio,
}, info) => {
  const anna = await studio.desktop('Anna')
  await anna.host('Harbour')
  const { page } = anna
  const file = info.outputPath('harbour.gpl')
  await writeFile(file, harbour)
  await chooseInMenu(page, 'Import palettes (.gpl)…', file)
  await expect(page.getByRole('region', { name: 'Colour', exact: true })).toMatchAriaSnapshot(`
    - region "Colour":
      - heading "Colour" [level=2]
      - group "Choose by":
        - radio "Wheel" [checked]
        - radio "Sliders"
      - button "Swap with the previous colour"
      - textbox "Hex colour": "#24211f"
      - status
      - slider "Hue"
      - slider "Saturation and brightness"
      - combobox "Harmony"
      - group "Colours in harmony"
      - group "Recent colours"
      - group "Palette":
        - combobox "Palette that is shown":
          - option "Shared palette"
          - option "Gesso"
          - option "Harbour" [selected]
        - button "Undo in your palettes"
        - button "Add the colour to the palette"
        - button "More for palettes"
        - listbox "Colours of “Harbour”":
          - 'option "Sodium light, #ff8000"'
          - 'option "Deep water, #142850"'
          - option "#c8c8d2"
  `)
  const own = page.getByRole('listbox', { name: 'Colours of “Harbour”' }).getByRole('option')
  await expect(own.first()).toHaveAccessibleName('Sodium light, #ff8000')
  await expect(page.getByTestId('hint')).toHaveText('“Harbour” is here, with 3 colours.')

  // Renamed in its place, deleted, brought back.
  await chooseInMenu(page, 'Rename the palette')
  const name = page.getByLabel('Name of the palette')
  await expect(name).toBeFocused()
  await name.fill('Evening')
  await name.press('Enter')
  const shown = page.getByLabel('Palette that is shown')
  await expect(shown.locator('option:checked')).toHaveText('Evening')
  await chooseInMenu(page, 'Delete the palette')
  await expect(shown.locator('option:checked')).toHaveText('Gesso')
  await page.getByRole('button', { name: 'Undo in your palettes' }).click()
  await expect(shown.locator('option:checked')).toHaveText('Evening')

  // A colour more, by hand; the whole for everybody; and a file that other programs read.
  const evening = page.getByRole('listbox', { name: 'Colours of “Evening”' }).getByRole('option')
  await keepColor(page, '#112233')
  await expect(evening).toHaveCount(4)
  await evening.last().focus()
  await page.keyboard.press('Control+z')
  await expect(evening).toHaveCount(3)
  const saved = info.outputPath('saved.gpl')
  const download = anna.electron.evaluate(
    ({ session }, to) =>
      new Promise<string>((resolve) => {
        session.defaultSession.once('will-download', (_event, item) => {
          item.setSavePath(to)
          item.once('done', () => resolve(item.getFilename()))
        })
      }),
    saved,
  )
  await chooseInMenu(page, 'Export the palette (.gpl)')
  expect(await download).toBe('Evening.gpl')
  expect(await readFile(saved, 'utf8')).toBe(
    'GIMP Palette\nName: Evening\nColumns: 2\n#\n255 128   0\tSodium light\n 20  40  80\tDeep water\n200 200 210\tUntitled\n',
  )
  await chooseInMenu(page, 'Copy into the shared palette')
  await expectShared(page, ['#ff8000', '#142850', '#c8c8d2'])

  const wrong = info.outputPath('picture.gpl')
  await writeFile(wrong, 'no palette at all')
  await chooseInMenu(page, 'Import palettes (.gpl)…', wrong)
  await expect(page.getByTestId('hint')).toHaveText('“picture.gpl” is no palette of GIMP’s (.gpl).')

  // A file that is dropped on the palettes is taken, too.
  const dropped = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer()
    transfer.items.add(new File([text], 'night.gpl'))
    return transfer
  }, 'GIMP Palette\n16 24 48')
  await page
    .getByRole('group', { name: 'Palette', exact: true })
    .dispatchEvent('drop', { dataTransfer: dropped })
  await expect(shown.locator('option:checked')).toHaveText('night')

  // They are there again in the next window.
  await shown.selectOption('Evening')
  await page.reload()
  await anna.reopen('Harbour')
  await expect(shown.locator('option:checked')).toHaveText('Evening')
  await expect(evening).toHaveCount(3)
})

function sharedColors(page: Page) {
  return page.getByRole('listbox', { name: 'Colours of “Shared palette”' }).getByRole('option')
}

async function expectShared(page: Page, colors: readonly string[]): Promise<void> {
  await expect
    .poll(() => sharedColors(page).evaluateAll((all) => all.map((each) => each.getAttribute('aria-label'))))
    .toEqual(colors)
}

async function keepColor(page: Page, color: string): Promise<void> {
  await page.getByLabel('Hex colour').fill(color)
  await page.getByRole('button', { name: 'Add the colour to the palette' }).click()
}

/** Does what the palettes' menu offers; `file` is what a dialog is answered with. */
async function chooseInMenu(page: Page, entry: string, file?: string): Promise<void> {
  await page.getByRole('button', { name: 'More for palettes' }).click()
  const press = () => page.getByRole('button', { name: entry }).click()
  await (file === undefined ? press() : chooseFile(page, press, file))
}
