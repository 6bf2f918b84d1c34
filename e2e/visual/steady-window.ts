// Makes a window look the same on every machine, whatever its fonts, its pace and the clock, and takes pictures of it.

import type { CDPSession, Page } from '@playwright/test'
import type { FlatImage } from '../../renderer/files/layered-image.ts'
import { decodePng } from '../../renderer/files/png.ts'
import { makeBoxFont } from './box-font.ts'

/** CSS px, each one of the picture. */
const size = { width: 1440, height: 900 }

/** Pictures in a row that are the same when a window is at rest. */
const sameWanted = 8

/** Words as boxes at exact places, nothing that moves or blinks, no control of the system, no number of a single run. */
const steadyRules = `
  * {
    font-family: Boxes !important;
    text-rendering: geometricPrecision !important;
    transition: none !important;
    animation: none !important;
    caret-color: transparent !important;
  }
  select { appearance: none !important; }
  .status-note, .status-saved, .invite-field { visibility: hidden !important; }
  .color-tokens { position: fixed; z-index: 9; top: 100px; left: 200px; display: flex; flex-wrap: wrap; width: 640px; }
  .color-tokens > div { width: 16px; height: 16px; }
`

export class SteadyWindow {
  private readonly page: Page
  private readonly lens: CDPSession

  private constructor(page: Page, lens: CDPSession) {
    this.page = page
    this.lens = lens
  }

  /** Before anything is opened whose place depends on the window's size. */
  static async of(page: Page): Promise<SteadyWindow> {
    const lens = await page.context().newCDPSession(page)
    await lens.send('Emulation.setDeviceMetricsOverride', { ...size, deviceScaleFactor: 1, mobile: false })
    return new SteadyWindow(page, lens)
  }

  /** From now on until the page is loaded anew. Returns the names of the colours, each of which has a square in the picture. */
  async steady(): Promise<readonly string[]> {
    return this.page.evaluate(
      async ([font, rules]) => {
        const bytes = Uint8Array.from(atob(font!), (letter) => letter.charCodeAt(0))
        document.fonts.add(await new FontFace('Boxes', bytes).load())
        const sheet = new CSSStyleSheet()
        sheet.replaceSync(rules!)
        document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
        const strip = document.createElement('div')
        strip.className = 'color-tokens'
        const names = [...document.styleSheets]
          .flatMap(({ cssRules }) => [...cssRules])
          .flatMap((rule) =>
            rule instanceof CSSStyleRule && rule.selectorText === ':root' ? [...rule.style] : [],
          )
          .filter((name) => name.startsWith('--'))
        const root = getComputedStyle(document.documentElement)
        const colors = [...new Set(names)]
          .filter((name) => CSS.supports('color', root.getPropertyValue(name).trim()))
          .sort()
        for (const name of colors) {
          const square = document.createElement('div')
          square.style.setProperty('background', `var(${name})`)
          strip.append(square)
        }
        document.body.append(strip)
        return colors
      },
      [Buffer.from(makeBoxFont()).toString('base64'), steadyRules],
    )
  }

  async photograph(): Promise<FlatImage> {
    await this.page.evaluate(
      () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
    )
    const { data } = await this.lens.send('Page.captureScreenshot', { format: 'png' })
    return decodePng(Buffer.from(data, 'base64'))
  }

  /** When nothing has changed for a while. */
  async photographAtRest(): Promise<FlatImage> {
    let seen = await this.photograph()
    for (let same = 0; same < sameWanted;) {
      const next = await this.photograph()
      same = Buffer.compare(seen.rgba, next.rgba) === 0 ? same + 1 : 0
      seen = next
    }
    return seen
  }
}
