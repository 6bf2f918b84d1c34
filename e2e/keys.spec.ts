import { expect, test } from './support/story.ts'

test('[UI350][UI351][UI352] Anna’s keys are the tools’ again as soon as a field is done with', async ({
  studio,
}) => {
  const anna = await studio.desktop('Anna')
  await anna.host('Keys')
  const { page } = anna
  const stage = page.getByTestId('canvas')
  const expectTool = (tool: string) => expect(stage).toHaveAttribute('data-tool', tool)

  const list = page.getByRole('combobox').first()
  const chosen = await list.inputValue()
  await list.focus()
  await page.keyboard.press('e')
  await expectTool('eraser')
  expect(await list.inputValue()).toBe(chosen)

  const size = page.getByRole('textbox', { name: 'Size (px)' })
  await size.click()
  await page.keyboard.type('33')
  await page.keyboard.press('Enter')
  await page.keyboard.press('b')
  await expectTool('brush')
  await page.keyboard.press('e')
  await expectTool('eraser')
  await expect(size).toHaveValue('33')
  await size.click()
  await page.keyboard.type('7')
  await page.keyboard.press('Escape')
  await expect(size).toHaveValue('33')
  await page.keyboard.press('b')
  await expectTool('brush')

  await page.getByRole('button', { name: 'Panels' }).focus()
  await page.keyboard.press(' ')
  const box = page.getByRole('checkbox', { name: 'Chat' })
  await box.waitFor()
  const isShown = await box.isChecked()
  await box.focus()
  await page.keyboard.press(' ')
  await expect(box).toBeChecked({ checked: !isShown })
  await expectTool('brush')
  await page.keyboard.press('Escape')
  await expect(box).toBeHidden()
})

test('[UI351][UI353][UI354][UI355] what Anna opens by key gives the keyboard back to where it was, and what she opens by pointer to the tools', async ({
  studio,
}) => {
  const anna = await studio.desktop('Anna')
  await anna.host('Keyboard')
  const { page } = anna
  const { keyboard } = page
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const stage = page.getByTestId('canvas')
  const expectTool = (tool: string) => expect(stage).toHaveAttribute('data-tool', tool)
  const expectToolsKeys = async () => {
    await keyboard.press('e')
    await expectTool('eraser')
    await keyboard.press('b')
    await expectTool('brush')
  }

  // The link of the invite, and a colour that is given up.
  await button('Copy invite').first().click()
  await expectToolsKeys()
  const link = page.getByLabel('Invite link')
  await link.click()
  await expectToolsKeys()
  const copied = await anna.electron.evaluate(({ clipboard }) => {
    const text = clipboard.readText()
    clipboard.clear()
    return text
  })
  await keyboard.press('Control+a')
  await keyboard.press('Control+c')
  await expect.poll(() => anna.electron.evaluate(({ clipboard }) => clipboard.readText())).toBe(copied)
  const color = page.getByRole('textbox', { name: 'Hex colour' })
  await color.fill('#12')
  await keyboard.press('Escape')
  await expectToolsKeys()

  // Layers: renamed by pointer and by key, and taken away by key.
  const name = (layer: string) => page.getByTestId('layers').getByRole('button', { name: layer, exact: true })
  await name('Layer 1').dblclick()
  await keyboard.type('Sky')
  await keyboard.press('Enter')
  await keyboard.down(' ')
  await expectTool('pan')
  await keyboard.up(' ')
  await name('Sky').focus()
  await keyboard.press('F2')
  await keyboard.type('Sea')
  await keyboard.press('Enter')
  await expect(name('Sea')).toBeFocused()
  await keyboard.press('ContextMenu')
  await page.getByRole('menuitem', { name: 'Duplicate' }).press('Enter')
  await expect(page.locator('.layer-row')).toHaveCount(2)
  await page.locator('[data-active=yes] .layer-name').focus()
  await keyboard.press('ContextMenu')
  await page.getByRole('menuitem', { name: 'Remove the layer' }).press('Enter')
  await expect(page.locator('.layer-row')).toHaveCount(1)
  await expect(name('Sea')).toBeFocused()

  // A menu in the list of brushes, and a name in it.
  const brushes = page.locator('.brush-in-hand')
  await brushes.press('Enter')
  const more = button('More for brushes')
  await more.press('Enter')
  await button('Export the brush').focus()
  await keyboard.press('Escape')
  await expect(more).toBeFocused()
  await button('New brush like this one').press('Enter')
  await keyboard.type('Wet')
  await keyboard.press('Enter')
  await expect(page.locator('.brush-preset', { hasText: 'Wet' })).toBeFocused()
  await keyboard.press('Escape')
  await expect(brushes).toBeFocused()

  // A palette that is made by key.
  const palettes = button('More for palettes')
  await palettes.press('Enter')
  await button('New palette').press('Enter')
  await keyboard.type('Dusk')
  await keyboard.press('Enter')
  await expect(palettes).toBeFocused()
  await expectToolsKeys()
})
