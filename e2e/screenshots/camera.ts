// Takes the pictures. A scene is opened once a size, since what stands beside a button is placed when it opens, and seen in
// each theme; the device's own scale is emulated, so that one window serves all sizes.

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CDPSession, Locator, Page } from '@playwright/test'
import { fileNameOf, sizeOf, type Look } from './look.ts'

/** Something to be seen: how it comes about, and how it goes again. */
export interface Scene {
  readonly name: string
  readonly show?: (page: Page) => Promise<unknown>
  readonly hide?: (page: Page) => Promise<unknown>
  /** Of the window only this part, found by a CSS selector. */
  readonly part?: string
  /** CSS px that are seen right of the part. */
  readonly marginRight?: number
}

export interface CameraOrder {
  readonly out: string
  readonly only: readonly string[]
  readonly looks: readonly Look[]
}

export class Camera {
  private readonly order: CameraOrder
  private readonly lenses = new WeakMap<Page, Promise<CDPSession>>()
  readonly taken: string[] = []

  constructor(order: CameraOrder) {
    this.order = order
    mkdirSync(order.out, { recursive: true })
  }

  /** Whether one of the scenes is to be taken in this language, so that its stage is worth setting. */
  wants(names: readonly string[], language: Look['language']): boolean {
    return names.some((name) => this.isWanted(name)) && this.looksIn(language).length > 0
  }

  /** All of the scenes in all looks of a language; the window speaks it already. */
  async take(page: Page, language: Look['language'], scenes: readonly Scene[]): Promise<void> {
    const wanted = scenes.filter(({ name }) => this.isWanted(name))
    const looks = this.looksIn(language)
    for (const size of new Set(looks.map((look) => look.size))) {
      if (wanted.length === 0) return
      const ofSize = looks.filter((look) => look.size === size)
      await this.frame(page, ofSize[0]!)
      for (const scene of wanted) {
        try {
          await scene.show?.(page)
          for (const look of ofSize) await this.shoot(page, scene, look)
          await scene.hide?.(page)
        } catch (error) {
          throw new Error(`Scene “${scene.name}” (${language}, ${size}) could not be taken.`, {
            cause: error,
          })
        }
      }
    }
  }

  private isWanted(scene: string): boolean {
    const { only } = this.order
    return only.length === 0 || only.some((part) => scene.includes(part))
  }

  private looksIn(language: Look['language']): readonly Look[] {
    return this.order.looks.filter((look) => look.language === language)
  }

  private async frame(page: Page, look: Look): Promise<void> {
    const { width, height, scale } = sizeOf(look)
    const lens = await this.lensOf(page)
    await lens.send('Emulation.setDeviceMetricsOverride', {
      width,
      height,
      deviceScaleFactor: scale,
      mobile: false,
    })
    await page.waitForFunction(
      ([inner, ratio]) => window.innerWidth === inner && window.devicePixelRatio === ratio,
      [width, scale],
    )
  }

  private async shoot(page: Page, scene: Scene, look: Look): Promise<void> {
    await page.evaluate((theme) => (document.documentElement.dataset['theme'] = theme), look.theme)
    await settle(page)
    const lens = await this.lensOf(page)
    const box = scene.part === undefined ? undefined : await boxOf(page.locator(scene.part).first(), scene)
    const { data } = await lens.send('Page.captureScreenshot', {
      format: 'png',
      ...(box !== undefined && { clip: { ...box, scale: 1 } }),
    })
    const file = fileNameOf(scene.name, look)
    writeFileSync(join(this.order.out, file), Buffer.from(data, 'base64'))
    this.taken.push(file)
  }

  private lensOf(page: Page): Promise<CDPSession> {
    const known = this.lenses.get(page)
    if (known !== undefined) return known
    const made = page.context().newCDPSession(page)
    this.lenses.set(page, made)
    return made
  }
}

/** A part without a box of its own has its children's. */
async function boxOf(part: Locator, { name, marginRight = 0 }: Scene) {
  const { left, top, right, bottom } = await part.evaluate((element) => {
    const parts = getComputedStyle(element).display === 'contents' ? [...element.children] : [element]
    const boxes = parts.map((each) => each.getBoundingClientRect())
    return {
      left: Math.min(...boxes.map((box) => box.left)),
      top: Math.min(...boxes.map((box) => box.top)),
      right: Math.max(...boxes.map((box) => box.right)),
      bottom: Math.max(...boxes.map((box) => box.bottom)),
    }
  })
  if (right <= left || bottom <= top)
    throw new Error(`Scene “${name}” has nothing to show: its part is not in the window.`)
  return { x: left, y: top, width: right - left + marginRight, height: bottom - top }
}

/** Until what changes smoothly has come to rest and two frames were drawn. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const running = document
      .getAnimations()
      .filter(({ effect }) => effect?.getTiming().iterations !== Infinity)
    await Promise.allSettled(running.map(({ finished }) => finished))
    for (let frame = 0; frame < 2; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve))
  })
}
