import type { Painter } from './support/painter.ts'
import { recordedStrokes, type PenStroke } from './support/recorded-strokes.ts'
import { expectSamePicture } from './support/session-status.ts'
import { expect, test } from './support/story.ts'
import { readOnlyStoredPicture } from './support/stored-picture.ts'

test('four people paint one picture, three at desktops and one in a browser', async ({ studio }) => {
  const anna = await studio.desktop('Anna')
  await studio.keepScreenshot(anna, 'start')
  await anna.host('Koi pond')
  const invite = await anna.copyInvite()
  expect(invite).toBe(await anna.invite())

  const ben = await studio.desktop('Ben')
  await ben.join(invite)
  const dora = await studio.browserTab('Dora')
  await dora.openLink(invite)
  await expect(anna.people()).toHaveText(['Anna', 'Ben', 'Dora'])

  const cleo = await studio.desktop('Cleo')
  const strokes = recordedStrokes(await anna.area())
  const half = Math.floor(strokes.length / 2)
  await paintInTurns([anna, ben], strokes.slice(0, half))
  const painting = paintInTurns([anna, ben], strokes.slice(half))
  await cleo.join(invite)
  for (const name of ['Anna', 'Ben']) {
    await expect(cleo.page.locator('.peer-cursor-name', { hasText: name })).toBeVisible()
  }
  await studio.keepScreenshot(cleo, 'joined-in-the-middle')
  await painting

  const shown = await expectSamePicture(anna, ben, cleo, dora)
  await expect(dora.people()).toHaveText(['Anna', 'Ben', 'Dora', 'Cleo'])
  for (const painter of [anna, ben, cleo, dora]) await studio.keepScreenshot(painter, 'together')

  await ben.quit()
  await cleo.quit()
  await dora.page.close()
  await expect(anna.people()).toHaveText(['Anna'])
  expect(await anna.quit()).toBe(0)
  const stored = await readOnlyStoredPicture(anna.places.picturesDir ?? '')
  expect({ seq: stored.seq, hash: stored.hash }).toEqual(shown)
  expect(stored.strokesOf('Anna') + stored.strokesOf('Ben')).toBe(strokes.length)
})

/** Each painter gets every other stroke, in the recorded order, and all draw at the same time. */
async function paintInTurns(painters: readonly Painter[], strokes: readonly PenStroke[]): Promise<void> {
  await Promise.all(
    painters.map((painter, turn) => painter.paint(strokes.filter((_, at) => at % painters.length === turn))),
  )
}
