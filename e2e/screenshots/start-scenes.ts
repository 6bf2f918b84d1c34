import type { Page } from '@playwright/test'
import type { DesktopPainter } from '../support/desktop-painter.ts'
import type { Scene } from './camera.ts'

/** The start screen of a new person, its forms with what they say of mistakes, and where pictures are kept. */
export const startScenes: readonly Scene[] = [
  { name: 'start-new' },
  { name: 'start-menu', show: (page) => page.locator('.start-header .icon-button').click(), hide: escape },
  {
    name: 'start-host-refused',
    async show(page) {
      await page.locator('.size-numbers input').first().fill('0')
      await page.locator('form.card').first().locator('button[type=submit]').click()
    },
    hide: (page) => page.locator('.size-presets button').first().click(),
  },
  {
    name: 'start-join-refused',
    async show(page) {
      await page.locator('.start-side input').first().fill('Anna')
      await page.locator('.join-row input').fill('https://example.org/#no-invite')
      await page.locator('.join-row button').click()
      await page.locator('form .problem:visible').first().waitFor()
    },
    async hide(page) {
      await page.reload()
      await page.locator('.start-screen').waitFor()
    },
  },
  {
    name: 'place-computer',
    show: (page) => page.locator('.shelf-head button').click(),
    hide: leavePlace,
  },
  {
    name: 'place-bucket',
    async show(page) {
      await page.locator('.shelf-head button').click()
      await page.locator('.place-form .segment input').nth(1).check({ force: true })
    },
    hide: leavePlace,
  },
  {
    name: 'place-bucket-refused',
    async show(page) {
      await page.locator('.shelf-head button').click()
      await page.locator('.place-form .segment input').nth(1).check({ force: true })
      await page.locator('.place-more').evaluate((element) => element.setAttribute('open', ''))
      await page.locator('.place-end button[type=submit]').click()
    },
    hide: leavePlace,
  },
]

/** The shelf with pictures on it, and what can be done to one. */
export const shelfScenes: readonly Scene[] = [
  { name: 'start-shelf' },
  {
    name: 'start-rename',
    show: (page) => page.locator('.picture-title').first().dblclick(),
    hide: escape,
  },
]

/** A picture that another computer seems to have open: the app is told so, since there is no other computer here. */
export async function pretendOpenElsewhere(anna: DesktopPainter): Promise<void> {
  await anna.electron.evaluate(({ ipcMain }) => {
    ipcMain.removeHandler('gesso:hostPicture')
    ipcMain.handle('gesso:hostPicture', () => ({ kind: 'elsewhere', writtenAgoMs: 95_000 }))
  })
}

/** From now on this verb is never answered: what is shown meanwhile stays to be seen. */
export async function leaveUnanswered(
  anna: DesktopPainter,
  verb: 'createPicture' | 'stopHosting',
): Promise<void> {
  await anna.electron.evaluate(({ ipcMain }, channel) => {
    ipcMain.removeHandler(channel)
    ipcMain.handle(channel, () => new Promise(() => undefined))
  }, `gesso:${verb}`)
}

async function leavePlace(page: Page): Promise<void> {
  await page.locator('.place-end button').first().click()
}

async function escape(page: Page): Promise<void> {
  await page.keyboard.press('Escape')
}
