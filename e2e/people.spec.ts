import type { Locator } from '@playwright/test'
import { drag, onScreen, type Place } from './support/at-canvas.ts'
import type { Painter } from './support/painter.ts'
import { expectSamePicture } from './support/session-status.ts'
import { expect, test } from './support/story.ts'

test('[UI222][UI228][UI230][UI284][UI285] three people talk, show each other places, follow and raise hands', async ({
  studio,
}) => {
  const anna = await studio.desktop('Anna')
  await anna.host('Mural')
  const invite = await anna.invite()
  const ben = await studio.desktop('Ben')
  await ben.join(invite)
  const cleo = await studio.browserTab('Cleo')
  await cleo.openLink(invite)
  await expect(anna.people()).toHaveText(['Anna', 'Ben', 'Cleo'])
  await expect(person(ben, 'Anna')).toContainText('host · on “Layer 1”')
  const blank = (await expectSamePicture(anna, ben, cleo)).hash

  // A line with a place; Ben's chat is folded, as it is at first, so it is counted there.
  await cleo.page.getByRole('button', { name: 'Chat', exact: true }).click()
  await anna.page.keyboard.press('1')
  await anna.page.keyboard.press('/')
  await expect(field(anna)).toBeFocused()
  await anna.page.getByRole('button', { name: 'Attach the place in view' }).click()
  await field(anna).fill('<b>Sky</b> here')
  await field(anna).press('Enter')
  await expect(lines(anna)).toContainText('<b>Sky</b> here')
  await expect(chat(ben)).toContainText('1 new line in the chat')
  await ben.page.getByRole('button', { name: '1 new line in the chat. Open the chat' }).click()
  await expect(field(ben)).toBeFocused()
  await ben.page.bringToFront()
  await expect(ben.page.getByTestId('status-chat')).toHaveText('')
  await expect(lines(ben)).toContainText('<b>Sky</b> here')
  await expect(lines(ben).locator('b')).toHaveCount(0)
  await lines(ben).getByRole('button', { name: 'Here' }).click()
  await expect(zoom(ben)).toContainText('100 %')
  await field(ben).fill('I see it')
  await field(ben).press('Enter')
  await expect(lines(cleo)).toContainText('I see it')
  await field(ben).press('Escape')
  await expect(ben.canvas).toBeFocused()

  // Cleo follows Anna, who sees it; a pan of her own ends it.
  await cleo.page.getByTitle('Follow Anna', { exact: true }).click()
  await expect(cleo.page.getByText('Following Anna')).toBeVisible()
  await expect(anna.page.getByText('Cleo follows you')).toBeVisible()
  await studio.keepScreenshot(cleo, 'following')
  await studio.keepScreenshot(anna, 'followed')
  await anna.page.keyboard.press('Escape')
  await anna.page.keyboard.press('0')
  await cleo.canvas.focus()
  await cleo.page.keyboard.down(' ')
  await drag(cleo, [0.5, 0.5], [0.6, 0.6])
  await cleo.page.keyboard.up(' ')
  await expect(cleo.page.getByText('Following Anna')).toBeHidden()
  await expect(anna.page.getByText('Cleo follows you')).toBeHidden()
  await cleo.page.getByTitle('Follow Anna', { exact: true }).click()
  await cleo.page.keyboard.press('Escape')
  await expect(cleo.page.getByText('Following Anna')).toBeHidden()
  await cleo.page.getByRole('button', { name: 'Go to what Anna sees' }).click()

  // Hands and layers.
  await ben.page.keyboard.press('Shift+R')
  await expect(anna.people()).toHaveText(['Ben', 'Anna', 'Cleo'])
  await ben.page.getByRole('button', { name: 'Add a layer' }).click()
  await expect(person(anna, 'Ben')).toContainText('on “Layer 2”')
  const layers = anna.page.getByRole('grid', { name: 'Layers, the top one first' })
  await expect(layers.getByRole('row').first().getByRole('img')).toHaveAttribute(
    'aria-label',
    'Here now: Ben',
  )
  await expect(layers.getByRole('row').last().getByRole('img')).toHaveAttribute(
    'aria-label',
    'Here now: Cleo',
  )
  await studio.keepScreenshot(anna, 'hand-and-layers')

  // A laser paints nothing.
  await ben.page.keyboard.press('k')
  await holdDown(ben, [0.3, 0.3], [0.6, 0.5])
  await expect(anna.page.locator('.peer-cursor[data-tool="laser"][data-down="yes"]')).toHaveCount(1)
  await studio.keepScreenshot(anna, 'laser')
  await ben.page.mouse.up()
  await expect(anna.page.locator('.peer-cursor[data-down="yes"]')).toHaveCount(0)
  await expect(ben.page.locator('.laser-trails')).toBeHidden()

  // Held, its key lends the laser for a moment; a tap had chosen it, and another gives the brush back.
  const { keyboard, mouse } = ben.page
  const laser = ben.page.getByRole('navigation').getByRole('button', { name: 'Point with the laser' })
  const brush = ben.page.getByRole('navigation').getByRole('button', { name: /^Brush/ })
  await expect(laser).toHaveAttribute('aria-pressed', 'true')
  await keyboard.press('k')
  await expect(brush).toHaveAttribute('aria-pressed', 'true')
  await keyboard.down('k')
  await expect(laser).toHaveAttribute('aria-pressed', 'true')
  await holdDown(ben, [0.3, 0.3], [0.6, 0.5])
  await expect(anna.page.locator('.peer-cursor[data-tool="laser"][data-down="yes"]')).toHaveCount(1)
  await mouse.up()
  await keyboard.up('k')
  await expect(brush).toHaveAttribute('aria-pressed', 'true')
  await keyboard.press('Control+z')
  expect((await expectSamePicture(anna, ben, cleo)).hash).toBe(blank)
})

test('[UI229] somebody’s cursor gives way where the own pen is', async ({ studio }) => {
  const anna = await studio.desktop('Anna')
  await anna.host('Mural')
  const ben = await studio.desktop('Ben')
  await ben.join(await anna.invite())
  await anna.page.mouse.move(...(await onScreen(anna, [0.5, 0.5])))
  const cursor = ben.page.locator('.peer-cursor')
  await expect(cursor).toHaveAttribute('data-near', 'no')
  await ben.page.mouse.move(...(await onScreen(ben, [0.5, 0.5])))
  await expect(cursor).toHaveAttribute('data-near', 'yes')
  await ben.page.mouse.move(...(await onScreen(ben, [0.2, 0.2])))
  await expect(cursor).toHaveAttribute('data-near', 'no')
})

async function holdDown(painter: Painter, from: Place, to: Place): Promise<void> {
  const { mouse } = painter.page
  await mouse.move(...(await onScreen(painter, from)))
  await mouse.down()
  await mouse.move(...(await onScreen(painter, to)), { steps: 12 })
}

function person(painter: Painter, name: string): Locator {
  return painter.page.getByRole('region', { name: 'People' }).getByRole('listitem').filter({ hasText: name })
}

function chat(painter: Painter): Locator {
  return painter.page.getByRole('region', { name: 'Chat' })
}

function lines(painter: Painter): Locator {
  return painter.page.getByRole('log', { name: 'What was said' })
}

function field(painter: Painter): Locator {
  return painter.page.getByRole('textbox', { name: 'Write to everybody' })
}

function zoom(painter: Painter): Locator {
  return painter.page.getByTestId('status')
}
