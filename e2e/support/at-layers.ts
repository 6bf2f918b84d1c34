import { expect } from '@playwright/test'
import type { Painter } from './painter.ts'

// What a person does with the list of layers, and sees of it.

/** The button that chooses a layer. */
export function layerButton({ page }: Painter, name: string) {
  return page.getByTestId('layers').getByRole('button', { name, exact: true })
}

/** A row of the list, with all that stands in it. */
export function layerRow({ page }: Painter, name: string) {
  return page
    .getByTestId('layers')
    .getByRole('row')
    .filter({ has: page.getByRole('button', { name, exact: true }) })
}

/** A button of exactly this name. */
export function buttonNamed({ page }: Painter, name: string) {
  return page.getByRole('button', { name, exact: true })
}

/** The mode of the layer in hand. */
export function blendMode({ page }: Painter) {
  return page.getByRole('combobox', { name: 'Blend mode' })
}

/** The names of the layers, from the top down. */
export async function expectLayers({ page }: Painter, names: readonly string[]): Promise<void> {
  await expect(page.getByTestId('layers').locator('.layer-name')).toHaveText(names)
}

/** Gives a layer another name. */
export async function renameLayer(painter: Painter, from: string, to: string): Promise<void> {
  await layerButton(painter, from).dblclick()
  const field = painter.page.getByRole('textbox', { name: 'Layer name' })
  await field.fill(to)
  await field.press('Enter')
}

/** Drags a layer's row to just above another one. */
export async function dragLayer(painter: Painter, name: string, above: string): Promise<void> {
  await layerButton(painter, above).hover()
  await layerButton(painter, name).hover()
  const from = await layerButton(painter, name).boundingBox()
  const to = await layerButton(painter, above).boundingBox()
  if (from === null || to === null) throw new Error(`${painter.name} does not see both layers`)
  const { mouse } = painter.page
  await mouse.move(from.x + 20, from.y + from.height / 2)
  await mouse.down()
  await mouse.move(to.x + 20, to.y + 3, { steps: 6 })
  await expect(painter.page.locator('.layer-drop-line')).toBeVisible()
  await mouse.up()
}
