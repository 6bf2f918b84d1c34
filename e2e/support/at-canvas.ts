import { expect } from '@playwright/test'
import type { Painter } from './painter.ts'

// What a person does on the canvas with a mouse, at places that are fractions of its width and height.

export type Place = readonly [across: number, down: number]

export async function useColor(painter: Painter, hex: string): Promise<void> {
  await painter.page.getByRole('textbox', { name: 'Hex colour' }).fill(hex)
  await painter.canvas.focus()
}

export async function fillBox(painter: Painter, from: Place, to: Place): Promise<void> {
  await painter.page.keyboard.press('u')
  await painter.page.getByLabel('Shape', { exact: true }).selectOption('Rectangle')
  await painter.page.getByLabel('Look').selectOption('Filled')
  await drag(painter, from, to)
}

/** The colour that a person picks there; the tool at hand stays. */
export async function colorAt(painter: Painter, place: Place): Promise<string> {
  const hex = painter.page.getByRole('textbox', { name: 'Hex colour' })
  const now = await hex.inputValue()
  await useColor(painter, '#010203')
  const tool = painter.page.locator('.tool-strip [aria-pressed="true"]')
  const name = (await tool.getAttribute('aria-label')) ?? ''
  await painter.page.keyboard.press('i')
  await click(painter, place)
  await expect(hex).not.toHaveValue('#010203')
  const picked = await hex.inputValue()
  await painter.page.getByRole('button', { name, exact: true }).click()
  await useColor(painter, now)
  return picked
}

export async function onScreen(painter: Painter, [across, down]: Place): Promise<[number, number]> {
  const { x, y } = await painter.area({ x: across, y: down, width: 0, height: 0 })
  return [x, y]
}

export async function click(painter: Painter, place: Place): Promise<void> {
  await painter.page.mouse.click(...(await onScreen(painter, place)))
}

export async function drag(painter: Painter, from: Place, to: Place, held?: 'Shift'): Promise<void> {
  const { mouse, keyboard } = painter.page
  await mouse.move(...(await onScreen(painter, from)))
  await mouse.down()
  if (held !== undefined) await keyboard.down(held)
  await mouse.move(...(await onScreen(painter, to)), { steps: 8 })
  await mouse.up()
  if (held !== undefined) await keyboard.up(held)
}

export async function around(painter: Painter, places: readonly Place[]): Promise<void> {
  const { mouse } = painter.page
  await mouse.move(...(await onScreen(painter, places[0]!)))
  await mouse.down()
  for (const place of places) await mouse.move(...(await onScreen(painter, place)), { steps: 6 })
  await mouse.up()
}
