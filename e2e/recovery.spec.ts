import { damageFiles } from './support/damage.ts'
import type { DesktopPainter } from './support/desktop-painter.ts'
import { holdOnlyPicture } from './support/hold-only-picture.ts'
import { wave } from './support/recorded-strokes.ts'
import { expectSamePicture } from './support/session-status.ts'
import { expect, test } from './support/story.ts'

test('[EL30] work that crashes left unsaved in two pictures is saved at the next start, without opening them', async ({
  studio,
}) => {
  const { picturesDir } = studio.placesOf('Anna')
  const drawAndDie = async (anna: DesktopPainter, title: string): Promise<string> => {
    await anna.host(title)
    // The first stroke is saved at once, the second one not for a cadence.
    await anna.paint([wave(await anna.area({ x: 0.2, y: 0.1, width: 0.6, height: 0.3 }))], 4)
    await expect.poll(async () => (await anna.status()).savedSeq).toBeGreaterThan(0)
    await anna.paint([wave(await anna.area({ x: 0.2, y: 0.5, width: 0.6, height: 0.3 }))], 4)
    await anna.expectAcknowledged()
    const { hash, seq } = await expectSamePicture(anna)
    expect((await anna.status()).savedSeq).toBeLessThan(seq)
    await anna.kill()
    return hash
  }
  const cove = await drawAndDie(await studio.desktop('Anna'), 'Cove')
  // Somebody else has the first picture until the second one is left unsaved, too.
  const release = await holdOnlyPicture(picturesDir)
  const reef = await drawAndDie(await studio.desktop('Anna'), 'Reef')
  await release()

  const anna = await studio.desktop('Anna')
  await expect(
    anna.page.getByText('Recovered 2 pictures: what was drawn before Gesso ended is saved.'),
  ).toBeVisible({ timeout: 60_000 })
  for (const title of ['Cove', 'Reef']) {
    const tile = anna.page.getByRole('listitem').filter({ hasText: title })
    await expect(tile.locator('canvas')).toBeVisible()
  }
  await studio.keepScreenshot(anna, 'recovered')
  for (const [title, hash] of [
    ['Cove', cove],
    ['Reef', reef],
  ] as const) {
    await anna.reopen(title)
    expect((await anna.status()).savedSeq).toBeGreaterThan(0)
    expect((await expectSamePicture(anna)).hash).toBe(hash)
    await anna.leave()
  }
  await expect(anna.page.getByText('Recovered')).toBeHidden()
})

test('[UI111] a picture that can’t be saved says so on its tile, and what was drawn is kept', async ({
  studio,
}) => {
  const { picturesDir } = studio.placesOf('Anna')
  let anna = await studio.desktop('Anna')
  await anna.host('Wreck')
  await anna.paint([wave(await anna.area())], 4)
  await expectSamePicture(anna)
  await anna.quit()
  anna = await studio.desktop('Anna')
  await anna.reopen('Wreck')
  await anna.paint([wave(await anna.area({ x: 0.2, y: 0.7, width: 0.6, height: 0.2 }))], 4)
  await anna.expectAcknowledged()
  await anna.kill()
  await damageFiles(picturesDir, /\/packs\//)

  anna = await studio.desktop('Anna')
  const tile = anna.page.getByRole('listitem').filter({ hasText: 'Wreck' })
  await expect(tile).toContainText('Could not be saved:', { timeout: 60_000 })
  await expect(tile).toContainText('What was drawn is kept on this computer.')
  await studio.keepScreenshot(anna, 'cannot-be-saved')
})
