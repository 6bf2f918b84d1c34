import { expect, type Locator, type Page } from '@playwright/test'
import { Pen } from './pen.ts'
import type { Area, PenStroke } from './recorded-strokes.ts'
import { readStatus, type SessionStatus } from './session-status.ts'

/** A person at one window, with the verbs of a person. Everything goes through what the window shows. */
export class Painter {
  readonly name: string
  readonly page: Page
  readonly canvas: Locator
  private heldPen: Pen | undefined

  constructor(name: string, page: Page) {
    this.name = name
    this.page = page
    this.canvas = page.getByTestId('canvas')
  }

  /** Types the name by which the others know this person. */
  async introduce(): Promise<void> {
    await this.page.getByLabel('Your name').fill(this.name)
  }

  /** Begins a new picture and hosts it. */
  async host(title: string): Promise<void> {
    await this.introduce()
    const form = this.page.getByRole('form', { name: 'Host a session' })
    await form.getByLabel('Title').fill(title)
    await form.getByRole('button', { name: 'Host a session' }).click()
    await this.expectConnected()
  }

  /** Opens one of My pictures, which hosts it again. */
  async reopen(title: string): Promise<void> {
    await this.page.getByRole('button', { name: `Open “${title}”` }).click()
    await this.expectConnected()
  }

  /** The link that the host hands out. */
  async invite(): Promise<string> {
    return this.page.getByLabel('Invite link').inputValue()
  }

  async join(invite: string): Promise<void> {
    await this.askToJoin(invite)
    await this.expectConnected()
  }

  /** Pastes an invite and presses Join, whatever comes of it. */
  async askToJoin(invite: string): Promise<void> {
    await this.introduce()
    await this.page.getByLabel('Invite', { exact: true }).fill(invite)
    await this.page.getByRole('button', { name: 'Join', exact: true }).click()
  }

  /** Opens the invite as a link, in a browser. */
  async openLink(invite: string): Promise<void> {
    await this.page.goto(invite)
    await this.introduce()
    await this.page.getByRole('button', { name: 'Join', exact: true }).click()
    await this.expectConnected()
  }

  async leave(): Promise<void> {
    await this.page.getByRole('button', { name: 'Leave', exact: true }).click()
  }

  async expectConnected(): Promise<void> {
    await expect(this.page.getByTestId('status')).toHaveAttribute('data-connection', 'connected', {
      timeout: 60_000,
    })
  }

  /** The names of who is here, as the window lists them. */
  people(): Locator {
    return this.page.getByRole('region', { name: 'People' }).locator('[data-present="yes"] .person-name')
  }

  async status(): Promise<SessionStatus> {
    const status = await readStatus(this.page)
    if (status === undefined) throw new Error(`${this.name} is in no session`)
    return status
  }

  /** A part of what the panels leave of the canvas, each number a fraction of its width or height. */
  async area(part: Area = { x: 0.2, y: 0.15, width: 0.6, height: 0.7 }): Promise<Area> {
    const box = await this.page.locator('[data-part=canvas]').boundingBox()
    if (box === null) throw new Error(`${this.name} sees no canvas`)
    return {
      x: box.x + part.x * box.width,
      y: box.y + part.y * box.height,
      width: part.width * box.width,
      height: part.height * box.height,
    }
  }

  async pen(): Promise<Pen> {
    this.heldPen ??= await Pen.over(this.page)
    return this.heldPen
  }

  /** Draws the strokes with the pen, `speed` times as fast as they were recorded. */
  async paint(strokes: readonly PenStroke[], speed = 1): Promise<void> {
    await (await this.pen()).paint(strokes, speed)
  }

  /** Waits until the host has everything of this person on its disk. */
  async expectAcknowledged(): Promise<void> {
    await expect(this.page.getByTestId('status')).toHaveAttribute('data-unacknowledged', '0', {
      timeout: 30_000,
    })
  }
}
