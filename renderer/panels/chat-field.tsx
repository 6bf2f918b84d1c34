import { MapPin, SendHorizontal } from 'lucide-react'
import { useState } from 'react'
import { limits, type ChatPlace } from '../../sync-core/index.ts'
import { IconButton } from '../controls/icon-button.tsx'
import { typedKey } from '../controls/typed-key.ts'
import { useSession } from '../session/use-parts.ts'
import type { ViewState } from '../stores/view-store.ts'
import { strings } from '../strings.ts'
import { middleOfWindow, screenToPicture } from '../view/view-transform.ts'

/** Where a line is written: Enter sends it, Escape goes back to the canvas and keeps what was typed. */
export function ChatField() {
  const { bridge, viewStore } = useSession()
  const [typed, setTyped] = useState('')
  const [hasPlace, setHasPlace] = useState(false)
  const words = strings.chat
  const send = (): void => {
    const text = typed.trim() === '' && hasPlace ? words.placeOnly : typed
    if (text.trim() === '') return
    bridge.chat.getState().say(text, hasPlace ? placeOf(viewStore.getState()) : undefined)
    setTyped('')
    setHasPlace(false)
  }
  return (
    <form
      className="chat-form"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <input
        className="text-input chat-field"
        aria-label={words.write}
        placeholder={words.write}
        value={typed}
        maxLength={limits.chatCharactersMax}
        autoComplete="off"
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (typedKey(event.nativeEvent) !== 'Escape') return
          event.preventDefault()
          document.querySelector<HTMLElement>('.stage')?.focus()
        }}
      />
      <IconButton
        look="small"
        face={MapPin}
        label={words.place}
        pressed={hasPlace}
        onClick={() => setHasPlace(!hasPlace)}
      />
      <IconButton
        look="small"
        face={SendHorizontal}
        label={words.send}
        disabled={typed.trim() === '' && !hasPlace}
        onClick={send}
      />
    </form>
  )
}

/** The middle of what is seen, and how large. */
function placeOf({ view, viewport }: ViewState): ChatPlace {
  const { x, y } = screenToPicture(view, middleOfWindow(viewport))
  return { x: Math.round(x * 16), y: Math.round(y * 16), scale: Math.round(view.scale * 1000) }
}
