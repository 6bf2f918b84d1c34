import type { Locator } from '@playwright/test'
import type { Painter } from './support/painter.ts'
import { wave } from './support/recorded-strokes.ts'
import { expectSamePicture } from './support/session-status.ts'
import { readOnlyStoredPicture } from './support/stored-picture.ts'
import { expect, test } from './support/story.ts'

test('a guest whose app dies in the middle of a stroke comes back as the same person, with everything', async ({
  studio,
}) => {
  const anna = await studio.desktop('Anna')
  await anna.host('Lighthouse')
  const invite = await anna.invite()
  let ben = await studio.desktop('Ben')
  await ben.join(invite)

  const above = await ben.area({ x: 0.2, y: 0.1, width: 0.6, height: 0.2 })
  const middle = await ben.area({ x: 0.2, y: 0.4, width: 0.6, height: 0.2 })
  const below = await ben.area({ x: 0.2, y: 0.7, width: 0.6, height: 0.2 })
  await ben.paint([wave(above)])
  const before = await expectSamePicture(anna, ben)
  const cut = wave(middle)
  const pen = await ben.pen()
  await pen.paintPart(cut.slice(0, 40))
  await expect.poll(async () => (await ben.status()).durableSeq).toBeGreaterThan(before.seq)
  const acknowledged = (await ben.status()).durableSeq
  await ben.kill()
  await expect(anna.people()).toHaveText(['Anna'])
  await studio.keepScreenshot(anna, 'after-the-guest-died')

  ben = await studio.desktop('Ben')
  await ben.join(invite)
  await expect(anna.people()).toHaveText(['Anna', 'Ben'])
  expect((await ben.status()).seq).toBeGreaterThanOrEqual(acknowledged)
  await expect(ben.page.getByRole('button', { name: 'Undo' })).toBeEnabled()
  await ben.paint([wave(below)])
  const shown = await expectSamePicture(anna, ben)
  await studio.keepScreenshot(ben, 'back-and-drawing')

  await ben.quit()
  await anna.quit()
  const stored = await readOnlyStoredPicture(anna.places.picturesDir ?? '')
  expect({ seq: stored.seq, hash: stored.hash }).toEqual(shown)
  expect(stored.hashAt(before.seq)).toBe(before.hash)
  expect(stored.strokesOf('Ben')).toBe(3)
})

test('[UI283] the host dies in the middle of a guest’s stroke; guests come back by themselves and draw on', async ({
  studio,
}) => {
  let anna = await studio.desktop('Anna')
  await anna.host('Harbour')
  const invite = await anna.invite()
  const ben = await studio.desktop('Ben')
  await ben.join(invite)
  const cleo = await studio.desktop('Cleo')
  await cleo.join(invite)

  const above = await ben.area({ x: 0.2, y: 0.1, width: 0.6, height: 0.2 })
  const middle = await ben.area({ x: 0.2, y: 0.4, width: 0.6, height: 0.2 })
  const below = await ben.area({ x: 0.2, y: 0.7, width: 0.6, height: 0.2 })
  await Promise.all([anna.paint([wave(above)]), ben.paint([wave(middle)]), cleo.paint([wave(below)])])
  const before = await expectSamePicture(anna, ben, cleo)
  await say(ben, 'Ready')
  await expect(said(ben)).toHaveText(['Ready'])

  const across = wave(await ben.area({ x: 0.1, y: 0.1, width: 0.8, height: 0.8 }), 1)
  const pen = await ben.pen()
  await pen.paintPart(across.slice(0, 30))
  await expect.poll(async () => (await ben.status()).durableSeq).toBeGreaterThan(before.seq)
  const acknowledged = (await ben.status()).durableSeq
  await anna.kill()
  await pen.move(across.slice(30), across[30]!.seconds)
  await pen.lift(across.at(-1)!)
  await expect(ben.page.getByTestId('status-connection')).toContainText('Reconnecting')
  await cleo.paint([wave(above)])
  await studio.keepScreenshot(ben, 'while-the-host-is-away')

  anna = await studio.desktop('Anna')
  await studio.keepScreenshot(anna, 'my-pictures-after-the-crash')
  await anna.reopen('Harbour')
  expect(await anna.invite()).toBe(invite)
  await ben.expectConnected()
  await cleo.expectConnected()
  expect((await anna.status()).seq).toBeGreaterThanOrEqual(acknowledged)
  await say(anna, 'Back again')
  await expect(said(ben)).toHaveText([
    'Ready',
    'The host began anew. Who comes now does not see what stands above.',
    'Back again',
  ])
  await expect(said(anna)).toHaveText(['Back again'])
  await expect(anna.people()).toHaveText(['Anna', 'Ben', 'Cleo'])
  await Promise.all([anna.paint([wave(below)]), ben.paint([wave(above)])])
  const shown = await expectSamePicture(anna, ben, cleo)
  await studio.keepScreenshot(anna, 'together-again')

  await ben.quit()
  await cleo.quit()
  await anna.quit()
  const stored = await readOnlyStoredPicture(anna.places.picturesDir ?? '')
  expect({ seq: stored.seq, hash: stored.hash }).toEqual(shown)
  expect(stored.hashAt(before.seq)).toBe(before.hash)
  expect(['Anna', 'Ben', 'Cleo'].map((name) => stored.strokesOf(name))).toEqual([2, 3, 2])
})

async function say({ page }: Painter, line: string): Promise<void> {
  await page.keyboard.press('/')
  await page.keyboard.type(line)
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
}

/** What the chat has, line by line. */
function said({ page }: Painter): Locator {
  return page.locator('.chat-text, .chat-divider')
}
