// The others' pens over the canvas: one element each, moved by CSS transform. React is not asked; the compositor glides
// them from one report to the next.

import type { PersonPresence, RosterPerson } from '../../sync-core/index.ts'
import { toHex } from '../tools/color.ts'
import { readableOn } from '../tools/readable-on.ts'
import { pictureToScreen, upright, type Point, type View } from '../view/view-transform.ts'

/** A pen that did not move for so long is hidden. */
const idleMs = 5_000

interface Cursor {
  readonly element: HTMLElement
  readonly label: HTMLElement
  presence: PersonPresence
  /** In CSS px of the stage. */
  at: Point
  timer: number
}

/** Nearer than this to the own pen, in CSS px, a cursor would be in the way. */
const nearPx = 60

export class CursorLayer {
  private readonly layer: HTMLElement
  private readonly cursors = new Map<number, Cursor>()
  private people = new Map<number, RosterPerson>()
  private view: View = { scale: 1, x: 0, y: 0, ...upright }
  private ratio = 1
  private ownPen: Point | undefined

  constructor(layer: HTMLElement) {
    this.layer = layer
  }

  /** Who is here; the cursors of all others go. */
  setPeople(roster: readonly RosterPerson[]): void {
    this.people = new Map(roster.filter((person) => person.present).map((person) => [person.author, person]))
    for (const [author, cursor] of this.cursors) {
      const person = this.people.get(author)
      if (person === undefined) this.remove(author, cursor)
      else dress(cursor, person)
    }
  }

  /** Everyone's newest report, nobody else is here; those that are as before do not wake a hidden cursor. */
  move(presences: readonly PersonPresence[]): void {
    const moving = new Set(presences.map(({ author }) => author))
    for (const [author, cursor] of this.cursors) if (!moving.has(author)) this.remove(author, cursor)
    for (const presence of presences) {
      const person = this.people.get(presence.author)
      if (person === undefined) continue
      const known = this.cursors.get(presence.author)
      if (known !== undefined && isSamePresence(known.presence, presence)) continue
      const cursor = known ?? this.add(presence, person)
      const wasHidden = cursor.element.dataset['idle'] === 'yes'
      cursor.presence = presence
      cursor.element.dataset['down'] = presence.down ? 'yes' : 'no'
      cursor.element.dataset['tool'] = presence.tool
      cursor.element.dataset['idle'] = 'no'
      this.place(cursor, known !== undefined && !wasHidden)
      clearTimeout(cursor.timer)
      cursor.timer = window.setTimeout(() => (cursor.element.dataset['idle'] = 'yes'), idleMs)
    }
  }

  /** The view moved: the cursors stay on their place of the picture, without gliding. */
  setView(view: View, ratio: number): void {
    this.view = view
    this.ratio = ratio
    for (const cursor of this.cursors.values()) this.place(cursor, false)
  }

  /** Where the own pen is, in CSS px of the stage: cursors that are near give way. */
  setOwnPen(at: Point | undefined): void {
    this.ownPen = at
    for (const cursor of this.cursors.values()) this.giveWay(cursor)
  }

  dispose(): void {
    for (const [author, cursor] of this.cursors) this.remove(author, cursor)
  }

  private add(presence: PersonPresence, person: RosterPerson): Cursor {
    const element = document.createElement('div')
    element.className = 'peer-cursor'
    const label = document.createElement('span')
    label.className = 'peer-cursor-name'
    element.append(label)
    const cursor = { element, label, presence, at: { x: 0, y: 0 }, timer: 0 }
    dress(cursor, person)
    this.layer.append(element)
    this.cursors.set(presence.author, cursor)
    return cursor
  }

  private remove(author: number, cursor: Cursor): void {
    clearTimeout(cursor.timer)
    cursor.element.remove()
    this.cursors.delete(author)
  }

  private place(cursor: Cursor, isGliding: boolean): void {
    const at = pictureToScreen(this.view, { x: cursor.presence.x / 16, y: cursor.presence.y / 16 })
    cursor.element.dataset['glide'] = isGliding ? 'yes' : 'no'
    cursor.at = { x: at.x / this.ratio, y: at.y / this.ratio }
    cursor.element.style.transform = `translate(${cursor.at.x}px, ${cursor.at.y}px)`
    this.giveWay(cursor)
  }

  /** A laser points at something, so it stays. */
  private giveWay({ element, at, presence }: Cursor): void {
    const { ownPen } = this
    const isNear =
      ownPen !== undefined &&
      presence.tool !== 'laser' &&
      Math.hypot(at.x - ownPen.x, at.y - ownPen.y) < nearPx
    const near = isNear ? 'yes' : 'no'
    if (element.dataset['near'] !== near) element.dataset['near'] = near
  }
}

function isSamePresence(a: PersonPresence, b: PersonPresence): boolean {
  return a.x === b.x && a.y === b.y && a.down === b.down && a.tool === b.tool
}

function dress(cursor: Cursor, person: RosterPerson): void {
  if (cursor.label.textContent !== person.name) cursor.label.textContent = person.name
  cursor.element.style.setProperty('--person', toHex(person.color))
  cursor.element.style.setProperty('--on-person', readableOn(person.color))
}
