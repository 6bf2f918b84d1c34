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
