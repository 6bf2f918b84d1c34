import type { Page } from '@playwright/test'
import { blendApart, randomPairs } from './support/canvas-blending.ts'
import { expect, test } from './support/story.ts'

// "Within 1/255" is about what a person can see: both sides as numbers of 8 bits, at most one apart.
//
// A canvas has two kinds of arithmetic. Where a mode divides or takes roots, it computes in floats. For the other modes it has
// a quick form in whole numbers of 8 bits, which rounds the source and each product by themselves: with opaque colours that is
// exact enough, but each translucent one costs it up to 1/255 more (difference, which doubles a product, up to 2/255 more).
// Filled with a gradient, canvas computes these modes in floats too, and then it is within 1/255 of us again. The gradient's
// dither is nothing to them, but to a quotient it is: dodge and burn are compared by plain colours.

const roughest = 2
const roughestOfDifference = 3

test('[BL11] layers look as the canvas of the app and of a browser blends colours', async ({ studio }) => {
  const windows = [await studio.desktop('Anna'), await studio.browserTab('Ben')]
  await Promise.all(windows.map(({ page }) => expectSameLooks(page)))
})

async function expectSameLooks(page: Page): Promise<void> {
  const opaque = await blendApart(page, randomPairs(1, 'opaque', { opacity: 255, fill: 'color' }))
  expect(most(opaque), JSON.stringify(opaque)).toBeLessThanOrEqual(1)

  for (const opacity of [255, 77]) {
    const byColor = await blendApart(page, randomPairs(2, 'any', { opacity, fill: 'color' }))
    const byFloats = await blendApart(page, randomPairs(2, 'any', { opacity, fill: 'gradient' }))
    const { 'color-dodge': dodge, 'color-burn': burn, difference, ...others } = byColor
    const finest = { ...byFloats, 'color-dodge': dodge!, 'color-burn': burn! }
    expect(most(finest), JSON.stringify(finest)).toBeLessThanOrEqual(1)
    expect(most(others), JSON.stringify(others)).toBeLessThanOrEqual(roughest)
    expect(difference).toBeLessThanOrEqual(roughestOfDifference)
  }
}

function most(apart: Readonly<Record<string, number>>): number {
  return Math.max(...Object.values(apart))
}
