import { around, click, colorAt, drag, fillBox, onScreen, useColor } from './support/at-canvas.ts'
import type { DesktopPainter } from './support/desktop-painter.ts'
import { pinkPng } from './support/pink-png.ts'
import { expectSamePicture } from './support/session-status.ts'
import { expect, test, type Studio } from './support/story.ts'

test('two people fill, draw shapes and lay gradients', async ({ studio }) => {
  const { anna, ben } = await twoPainters(studio)
  const room = { from: [0.2, 0.2], to: [0.5, 0.6] } as const

  await useColor(anna, '#303030')
  await anna.page.keyboard.press('u')
  await expectUndoable(anna, ben, () => drag(anna, [0.1, 0.1], [0.9, 0.1]))
  await anna.page.keyboard.press('u')
  await expectUndoable(anna, ben, () => drag(anna, room.from, room.to))
  await useColor(ben, '#d04030')
  await ben.page.keyboard.press('g')
  await expectUndoable(ben, anna, () => click(ben, [0.35, 0.4]))
  await studio.keepScreenshot(anna, 'filled-by-ben')
  expect(await colorAt(anna, [0.35, 0.4])).toBe('#d04030')
  expect(await colorAt(anna, [0.7, 0.4])).toBe('#ffffff')

  await anna.page.getByRole('button', { name: 'Rectangle', exact: true }).click()
  await expect(anna.page.getByRole('button', { name: 'Ellipse', exact: true })).toHaveAttribute(
    'aria-pressed',
    'true',
  )
  await anna.page.getByLabel('Look').selectOption('Filled')
  await useColor(anna, '#2060c0')
  await expectUndoable(anna, ben, () => drag(anna, [0.6, 0.3], [0.8, 0.5], 'Shift'))
  expect(await colorAt(ben, [0.65, 0.38])).toBe('#2060c0')

  await useColor(ben, '#f0c040')
  await ben.page.keyboard.press('Shift+G')
  await expectUndoable(ben, anna, () => drag(ben, [0.1, 0.9], [0.9, 0.7]))
  await studio.keepScreenshot(ben, 'gradient')
  await expectSamePicture(anna, ben)
})

test('two people select, erase, paint inside, move and transform', async ({ studio }) => {
  const { anna, ben } = await twoPainters(studio)
  await useColor(anna, '#2060c0')
  await fillBox(anna, [0.2, 0.2], [0.4, 0.5])
  await useColor(ben, '#d04030')
  await fillBox(ben, [0.5, 0.2], [0.7, 0.5])
  await expect.poll(() => colorAt(ben, [0.3, 0.35])).toBe('#2060c0')
  await expect.poll(() => colorAt(anna, [0.6, 0.35])).toBe('#d04030')
  const drawn = await expectSamePicture(anna, ben)

  // A stroke across stays inside of the selection, and the selection is Ben's alone.
  await ben.page.keyboard.press('m')
  await drag(ben, [0.55, 0.3], [0.65, 0.7])
  await ben.page.keyboard.press('b')
  await ben.page.getByRole('textbox', { name: 'Size (px)' }).fill('60')
  await ben.page.getByRole('textbox', { name: 'Size (px)' }).press('Enter')
  await useColor(ben, '#208040')
  await expectUndoable(ben, anna, () => drag(ben, [0.1, 0.6], [0.9, 0.6]))
  expect(await colorAt(anna, [0.6, 0.6])).toBe('#208040')
  expect(await colorAt(anna, [0.5, 0.6])).toBe('#ffffff')
  await ben.page.keyboard.press('Control+z')
  await expect.poll(() => hashOf(anna, ben)).toBe(drawn.hash)
  await ben.canvas.focus()
  await expectUndoable(ben, anna, () => ben.page.keyboard.press('Delete'))
  expect(await colorAt(anna, [0.6, 0.4])).toBe('#ffffff')

  // The wand takes Anna's box, which is moved by hand.
  await anna.page.keyboard.press('w')
  await click(anna, [0.3, 0.3])
  await anna.page.keyboard.press('Control+t')
  await expect(anna.page.getByRole('button', { name: 'Apply' })).toBeEnabled()
  await expectUndoable(anna, ben, async () => {
    await drag(anna, [0.3, 0.35], [0.3, 0.65])
    await anna.page.keyboard.press('Enter')
  })
  await expect(anna.page.getByRole('button', { name: 'Wand: select by colour' })).toHaveAttribute(
    'aria-pressed',
    'true',
  )
  expect(await colorAt(ben, [0.3, 0.7])).toBe('#2060c0')
  expect(await colorAt(ben, [0.3, 0.3])).toBe('#ffffff')

  // A lasso, grown by Shift, turned and flipped; Esc puts it back as if nothing had been.
  await ben.page.keyboard.press('Control+d')
  await ben.page.keyboard.press('l')
  await around(ben, [
    [0.45, 0.15],
    [0.75, 0.15],
    [0.6, 0.55],
  ])
  await ben.page.keyboard.press('v')
  await expect(ben.page.getByRole('button', { name: 'Apply' })).toBeEnabled()
  const before = await hashOf(anna, ben)
  await ben.page.getByRole('button', { name: 'Flip left and right' }).click()
  await ben.canvas.focus()
  await studio.keepScreenshot(ben, 'flipping')
  await ben.page.keyboard.press('Escape')
  expect(await hashOf(anna, ben)).toBe(before)
  await click(ben, [0.6, 0.3])
  await expect(ben.page.getByRole('button', { name: 'Apply' })).toBeEnabled()
  await expectUndoable(ben, anna, async () => {
    await drag(ben, [0.8, 0.2], [0.7, 0.8])
    await ben.page.keyboard.press('Enter')
  })
  await studio.keepScreenshot(ben, 'turned')

  await ben.page.keyboard.press('Control+a')
  await ben.page.keyboard.press('Control+Shift+I')
  await ben.page.keyboard.press('Delete')
  await expect(ben.page.getByTestId('hint')).toContainText('Nothing is selected')
  await expectSamePicture(anna, ben)
})

test('two people type, paste, drop and crop', async ({ studio }) => {
  const { anna, ben } = await twoPainters(studio)
  await useColor(anna, '#702090')
  await anna.page.keyboard.press('t')
  await expectUndoable(anna, ben, async () => {
    await click(anna, [0.2, 0.2])
    await anna.page.keyboard.type('Gesso')
    await anna.page.keyboard.press('Enter')
    await anna.page.keyboard.type('paints')
    await studio.keepScreenshot(anna, 'typing')
    await anna.page.keyboard.press('Control+Enter')
  })
  await studio.keepScreenshot(ben, 'text-of-anna')

  await anna.page.keyboard.press('b')
  await anna.electron.evaluate(({ clipboard, nativeImage, ClipboardItem }, png) => {
    // Before clipboard items there was a verb of its own; both are in use.
    const before = clipboard as unknown as { writeImage?: (image: unknown) => void }
    if (before.writeImage !== undefined) {
      return before.writeImage(nativeImage.createFromDataURL(`data:image/png;base64,${png}`))
    }
    const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0))
    return clipboard.write([new ClipboardItem({ 'image/png': new Blob([bytes], { type: 'image/png' }) })])
  }, pinkPng)
  await expectUndoable(anna, ben, async () => {
    await anna.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.paste())
    await expect(anna.page.getByRole('button', { name: 'Apply' })).toBeEnabled()
    await anna.page.keyboard.press('Enter')
  })
  expect(await colorAt(ben, [0.5, 0.5])).toBe('#ff80a0')

  await expectUndoable(ben, anna, async () => {
    await ben.canvas.evaluate((canvas, png) => {
      const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0))
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File([bytes], 'pink.png', { type: 'image/png' }))
      canvas.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
    }, pinkPng)
    await expect(ben.page.getByRole('button', { name: 'Apply' })).toBeEnabled()
    await drag(ben, [0.5, 0.5], [0.8, 0.8])
    await ben.page.getByRole('button', { name: 'Apply' }).click()
  })
  expect(await colorAt(anna, [0.8, 0.8])).toBe('#ff80a0')
  await ben.canvas.evaluate((canvas) => {
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(new File(['no image'], 'notes.png', { type: 'image/png' }))
    canvas.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
  })
  await expect(ben.page.getByTestId('hint')).toContainText('notes.png can’t be read')

  await ben.page.keyboard.press('c')
  const width = ben.page.getByRole('textbox', { name: 'Width (px)' })
  await expectUndoable(ben, anna, async () => {
    await width.fill('1200')
    await width.press('Enter')
    await ben.canvas.focus()
    await ben.page.keyboard.press('Enter')
    await expect(anna.page.locator('.status-size')).toHaveText('1200 × 1536 px')
  })
  await ben.page.keyboard.press('0')
  await studio.keepScreenshot(ben, 'cropped')
  await expectSamePicture(anna, ben)
})

test('tools that are dragged far out of the window are done as far as they go', async ({ studio }) => {
  const { anna, ben } = await twoPainters(studio)
  const zoom = anna.page.locator('.status-zoom')
  const fitted = await zoom.textContent()
  await useColor(anna, '#2060c0')
  const farOut = [-30, -20] as const
  await anna.page.mouse.move(...(await onScreen(anna, [0.5, 0.5])))
  for (let turn = 0; turn < 5; turn++) await anna.page.mouse.wheel(0, 400)
  await expect(zoom).not.toHaveText(fitted ?? '')

  await anna.page.keyboard.press('Shift+G')
  await expectUndoable(anna, ben, () => drag(anna, [0.5, 0.5], farOut))
  await anna.page.keyboard.press('u')
  const shape = anna.page.getByLabel('Shape', { exact: true })
  // So large an ellipse passes the picture by.
  await shape.selectOption('Ellipse')
  await drag(anna, [0.52, 0.55], farOut)
  for (const name of ['Line', 'Rectangle']) {
    await shape.selectOption(name)
    await anna.canvas.focus()
    await expectUndoable(anna, ben, () => drag(anna, [0.52, 0.55], farOut))
  }
  for (const key of ['m', 'l']) {
    await anna.page.keyboard.press(key)
    await expectUndoable(anna, ben, async () => {
      await around(anna, [[0.5, 0.5], farOut, [30, -20]])
      await anna.page.keyboard.press('Delete')
    })
  }
  await studio.keepScreenshot(anna, 'far-out')
})

async function twoPainters(studio: Studio): Promise<{ anna: DesktopPainter; ben: DesktopPainter }> {
  const anna = await studio.desktop('Anna')
  await anna.host('Tools')
  const ben = await studio.desktop('Ben')
  await ben.join(await anna.invite())
  return { anna, ben }
}

/** What is done changes the picture for both; undo takes exactly that back, and redo brings it again. */
async function expectUndoable(
  actor: DesktopPainter,
  other: DesktopPainter,
  act: () => Promise<void>,
): Promise<void> {
  const before = await hashOf(actor, other)
  await act()
  await expect.poll(() => hashOf(actor, other)).not.toBe(before)
  const after = await hashOf(actor, other)
  await actor.canvas.focus()
  await actor.page.keyboard.press('Control+z')
  await expect.poll(() => hashOf(actor, other)).toBe(before)
  await actor.page.keyboard.press('Control+Shift+Z')
  await expect.poll(() => hashOf(actor, other)).toBe(after)
}

async function hashOf(...painters: readonly DesktopPainter[]): Promise<string> {
  return (await expectSamePicture(...painters)).hash
}
