// The test function of every story. It gives a studio, in which painters sit down at desktops and browsers, and clears
// everything away afterwards. A page that threw, or broke its own content policy, fails the story; what the apps and
// pages said is attached to a story that failed.

import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, expect, test as base, type Browser, type Page, type TestInfo } from '@playwright/test'
import { DesktopPainter } from './desktop-painter.ts'
import { findBrowser } from './find-browser.ts'
import { launchApp, type AppPlaces } from './launch-app.ts'
import { Painter } from './painter.ts'
import { startAndAwaitExit } from './start-and-await-exit.ts'

export { expect } from '@playwright/test'

export const test = base.extend<{ studio: Studio }>({
  studio: async ({}, use, info) => {
    const studio = new Studio(await mkdtemp(join(tmpdir(), 'gesso-story-')), info)
    await use(studio)
    await studio.clearAway()
  },
})

export class Studio {
  private readonly root: string
  private readonly info: TestInfo
  private readonly desktops: DesktopPainter[] = []
  private readonly said: string[] = []
  private readonly thrown: string[] = []
  private readonly begunMs = performance.now()
  private browser: Browser | undefined
  private shots = 0

  constructor(folder: string, info: TestInfo) {
    this.root = folder
    this.info = info
  }

  /** Where a person's copy of the app keeps everything. */
  placesOf(name: string): AppPlaces & { readonly picturesDir: string } {
    const dataDir = join(this.root, name.toLowerCase())
    return { dataDir, picturesDir: join(dataDir, 'pictures') }
  }

  /** Starts the app for a person; after a quit or a crash, the same person's app again. */
  async desktop(name: string, places: AppPlaces = this.placesOf(name)): Promise<DesktopPainter> {
    const app = await launchApp(places, (line) => this.note(`${name} main`, line))
    const page = await app.electron.firstWindow({ timeout: 60_000 })
    this.listen(name, page)
    const painter = new DesktopPainter(name, page, places, app)
    this.desktops.push(painter)
    await page.getByRole('heading', { name: 'Gesso' }).waitFor()
    return painter
  }

  /** A folder of this story. */
  async folder(name: string): Promise<string> {
    const folder = join(this.root, name)
    await mkdir(folder)
    return folder
  }

  /** The system opens a link: it starts the app once more, which hands the link to the one that runs, and goes. */
  async openElsewhere({ places }: DesktopPainter, link: string): Promise<void> {
    expect(await startAndAwaitExit(places, link)).toBe(0)
  }

  /** A person at the operating system's own browser, who may have said that they go on in spite of its warning. */
  async browserTab(name: string, { trusts }: { trusts?: 'any certificate' } = {}): Promise<Painter> {
    this.browser ??= await chromium.launch({ executablePath: findBrowser(), args: ['--no-sandbox'] })
    const context = await this.browser.newContext({
      viewport: { width: 1200, height: 760 },
      ignoreHTTPSErrors: trusts !== undefined,
    })
    const page = await context.newPage()
    this.listen(name, page)
    return new Painter(name, page)
  }

  /** Keeps what a window shows, among the outputs of the story. */
  async keepScreenshot(painter: Painter, what: string): Promise<void> {
    const number = String(++this.shots).padStart(2, '0')
    const path = this.info.outputPath(`${number}-${painter.name.toLowerCase()}-${what}.png`)
    await painter.page.screenshot({ path })
  }

  async clearAway(): Promise<void> {
    if (this.info.status !== this.info.expectedStatus) await this.keepEvidence()
    await Promise.all(this.desktops.map((desktop) => desktop.kill()))
    await this.browser?.close()
    await rm(this.root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
    expect(this.thrown, 'no page and no main process threw').toEqual([])
  }

  private async keepEvidence(): Promise<void> {
    await this.info.attach('said', { body: this.said.join('\n'), contentType: 'text/plain' })
    const open = this.desktops.filter(({ page }) => !page.isClosed())
    const shots = open.map((painter) => this.keepScreenshot(painter, 'at-the-end'))
    await Promise.allSettled(shots)
  }

  private listen(name: string, page: Page): void {
    page.on('console', (message) => {
      this.note(`${name} page`, `${message.type()}: ${message.text()}`)
      if (/content security policy/i.test(message.text())) this.thrown.push(`${name}: ${message.text()}`)
    })
    page.on('pageerror', (error) => {
      this.note(`${name} page`, error.stack ?? error.message)
      this.thrown.push(`${name}: ${error.message}`)
    })
    page.on('crash', () => this.note(`${name} page`, 'crashed'))
  }

  private note(who: string, line: string): void {
    const seconds = ((performance.now() - this.begunMs) / 1000).toFixed(2).padStart(7)
    this.said.push(`${seconds} ${who}: ${line}`)
    if (/UnhandledPromiseRejection|Uncaught Exception|AssertionError/.test(line))
      this.thrown.push(`${who}: ${line}`)
  }
}
