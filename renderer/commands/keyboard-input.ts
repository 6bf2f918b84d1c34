import type { HeldTool } from '../stores/tool-store.ts'
import type { Command } from './command.ts'
import { commandTable, type CommandId } from './command-table.ts'
import { isTap, type KeyHold } from './key-hold.ts'
import type { KeyMap } from './key-map.ts'

export interface KeyboardPorts {
  /** The keys as the person has them now. */
  readonly keys: () => KeyMap
  readonly run: (id: CommandId) => void
  readonly hold: (tool: HeldTool | undefined) => void
}

/** What a key holds while it is down: space moves the picture, Alt picks a colour. */
export function heldToolOf(press: { key: string }): 'pan' | 'pick' | undefined {
  if (press.key === ' ') return 'pan'
  if (press.key === 'Alt') return 'pick'
  return undefined
}

/** Listens to the window's keyboard, except while a person types in a field or a sheet is open. Returns how to stop. */
export function listenToKeyboard(ports: KeyboardPorts): () => void {
  const listeners = new AbortController()
  const { signal } = listeners
  let holding: KeyHold | undefined
  const letGo = (): void => {
    holding = undefined
    ports.hold(undefined)
  }

  window.addEventListener(
    'keydown',
    (event) => {
      if (event.defaultPrevented || isTyping(event) || isSheetOpen()) return
      if (isJump(event)) event.preventDefault()
      // The browser closes what is open.
      if (event.key === 'Escape' && isPopoverOpen()) return
      const held = heldToolOf(event)
      if (held !== undefined) {
        // What is reached by keyboard and pressed by it keeps its space bar.
        if (held === 'pan' && isKeyboardFocused(event.target)) return
        event.preventDefault()
        if (!event.repeat) ports.hold(held)
        return
      }
      const id = ports.keys().commandOf(event)
      if (id === undefined || isControlsOwn(id, event.target)) return
      event.preventDefault()
      const { holds }: Command = commandTable[id]
      if (holds === undefined) return ports.run(id)
      if (event.repeat) return undefined
      holding = { id, code: event.code, sinceMs: event.timeStamp, isUsed: false }
      return ports.hold(holds)
    },
    { signal },
  )
  const use = (): void => {
    if (holding !== undefined) holding = { ...holding, isUsed: true }
  }
  window.addEventListener('pointerdown', use, { signal, capture: true })
  window.addEventListener(
    'keyup',
    (event) => {
      if (holding?.code === event.code) {
        const ended = holding
        letGo()
        if (isTap(ended, event.timeStamp)) ports.run(ended.id)
        return
      }
      if (heldToolOf(event) === undefined) return
      // Otherwise the button that was clicked last would be pressed by the space bar.
      if (!isTyping(event) && !isKeyboardFocused(event.target)) event.preventDefault()
      ports.hold(undefined)
    },
    { signal },
  )
  window.addEventListener('blur', letGo, { signal })
  return () => listeners.abort()
}

/** Enter presses a button that was reached by keyboard, Tab goes from control to control, arrows move what is moved by arrows. */
function isControlsOwn(id: CommandId, target: EventTarget | null): boolean {
  const { yieldsTo } = commandTable[id]
  if (yieldsTo === 'buttons') return isKeyboardFocused(target)
  if (yieldsTo === 'selected text') return getSelection()?.isCollapsed === false
  if (yieldsTo === 'everything') return !(target instanceof HTMLElement) || !target.matches('body, .stage')
  return false
}

function isTyping(event: KeyboardEvent): boolean {
  const { target } = event
  // What can only be read is only selected and copied.
  if (target instanceof HTMLInputElement && target.readOnly) return isCopying(event)
  if (target instanceof HTMLInputElement)
    return !['range', 'radio', 'checkbox', 'color'].includes(target.type)
  return target instanceof HTMLTextAreaElement
}

function isCopying({ ctrlKey, metaKey, key }: KeyboardEvent): boolean {
  return (ctrlKey || metaKey) && ['a', 'c'].includes(key.toLowerCase())
}

function isKeyboardFocused(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches(`:is(${pressed}):focus-visible`)
}

const pressed = 'button, a, select, summary, input[type=checkbox], input[type=radio]'

/** A letter would jump through a list that has the keyboard; letters are the tools'. */
function isJump({ target, key }: KeyboardEvent): boolean {
  return target instanceof HTMLSelectElement && key.length === 1 && key !== ' '
}

function isPopoverOpen(): boolean {
  return document.querySelector('[popover]:popover-open') !== null
}

function isSheetOpen(): boolean {
  return document.querySelector('dialog:modal') !== null
}
