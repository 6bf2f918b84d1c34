import { commandOf, heldToolOf, type Command } from './shortcuts.ts'

export interface KeyboardPorts {
  readonly run: (command: Command) => void
  readonly hold: (tool: 'pan' | 'pick' | undefined) => void
}

/** Listens to the window's keyboard, except while a person types in a field. Returns how to stop. */
export function listenToKeyboard(ports: KeyboardPorts): () => void {
  const listeners = new AbortController()
  const { signal } = listeners

  window.addEventListener(
    'keydown',
    (event) => {
      if (isTyping(event.target)) return
      const held = heldToolOf(event)
      if (held !== undefined) {
        // A button reached by keyboard keeps its space bar.
        if (held === 'pan' && isKeyboardFocused(event.target)) return
        event.preventDefault()
        if (!event.repeat) ports.hold(held)
        return
      }
      const command = commandOf(event)
      if (command === undefined || isControlsOwn(command, event.target)) return
      event.preventDefault()
      ports.run(command)
    },
    { signal },
  )
  window.addEventListener(
    'keyup',
    (event) => {
      if (heldToolOf(event) === undefined) return
      // Otherwise the button that was clicked last would be pressed by the space bar.
      if (!isTyping(event.target) && !isKeyboardFocused(event.target)) event.preventDefault()
      ports.hold(undefined)
    },
    { signal },
  )
  window.addEventListener('blur', () => ports.hold(undefined), { signal })
  return () => listeners.abort()
}

/** A button that was reached by keyboard is pressed by Enter, and arrows move what is moved by arrows. */
function isControlsOwn(command: Command, target: EventTarget | null): boolean {
  if (command.kind === 'canvas' && command.command === 'apply') return isKeyboardFocused(target)
  if (command.kind !== 'nudge') return false
  return !(target instanceof HTMLElement) || !target.matches('body, .stage')
}

function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return target.type !== 'range' && target.type !== 'radio'
  return target instanceof HTMLTextAreaElement
}

function isKeyboardFocused(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches(':is(button, a, select):focus-visible')
}
