// Files that a person saves and opens by the system's dialogs, which no test can press.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import type { DesktopPainter } from './desktop-painter.ts'

/** Asks for a file of the picture; `saved` gives its bytes once the window has handed it out. */
async function exported(
  page: Page,
  format: string,
  saved: (press: () => Promise<void>) => Promise<string>,
): Promise<Uint8Array> {
  await page.keyboard.press('Control+Shift+E')
  const sheet = page.locator('dialog[data-sheet=export]')
  await sheet.getByLabel('Format').selectOption(format)
  const path = await saved(() => sheet.getByRole('button', { name: 'Save the file' }).click())
  const bytes = new Uint8Array(await readFile(path))
  await expect(sheet.getByRole('status').last()).toContainText('The file is made')
  await page.keyboard.press('Escape')
  await expect(page.locator('dialog')).toHaveCount(0)
  return bytes
}

/** Exports the picture in a browser, which downloads it. */
export function savedInBrowser(page: Page, format: string): Promise<Uint8Array> {
  return exported(page, format, async (press) => {
    const [download] = await Promise.all([page.waitForEvent('download'), press()])
    return download.path()
  })
}

/** Exports the picture, and answers the system's question where to save in the person's place. */
export function savedOnDesktop(painter: DesktopPainter, format: string): Promise<Uint8Array> {
  return exported(painter.page, format, async (press) => {
    const path = join(painter.places.dataDir, `saved.${format}`)
    const saved = painter.electron.evaluate(
      ({ session }, to) =>
        new Promise<string>((resolve) => {
          session.defaultSession.once('will-download', (_event, item) => {
            item.setSavePath(to)
            item.once('done', (_done, state) => resolve(state))
          })
        }),
      path,
    )
    await press()
    expect(await saved).toBe('completed')
    return path
  })
}

/**
 * Asks for a file, and answers the system's question which one in the person's place. They take their time: the browser
 * throws away meanwhile what nobody holds.
 */
export async function chooseFile(page: Page, ask: () => Promise<void>, path: string): Promise<void> {
  const browser = await page.context().newCDPSession(page)
  await browser.send('Page.enable')
  await browser.send('Page.setInterceptFileChooserDialog', { enabled: true })
  const opened = new Promise<{ backendNodeId?: number }>((resolve) => {
    browser.once('Page.fileChooserOpened', resolve)
  })
  await ask()
  const { backendNodeId } = await opened
  await browser.send('HeapProfiler.collectGarbage')
  await browser.send('DOM.setFileInputFiles', { files: [path], backendNodeId: backendNodeId! })
  await browser.detach()
}
