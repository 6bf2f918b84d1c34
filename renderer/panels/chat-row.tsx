import { MapPin } from 'lucide-react'
import { useStore } from 'zustand'
import type { ChatLine, WaitingLine } from '../../sync-core/index.ts'
import { clockTime } from '../session/status-sentences.ts'
import { useSession } from '../session/use-parts.ts'
import { strings } from '../strings.ts'
import { toHex } from '../tools/color.ts'
import { viewOfPlace } from '../view/part-in-view.ts'

/** One line of the chat; the place it links to is a button. */
export function ChatRow({ line }: { readonly line: ChatLine | WaitingLine }) {
  const { bridge, viewStore } = useSession()
  const person = useStore(bridge.people, ({ people }) => people.find(({ author }) => author === line.author))
  const words = strings.chat
  const isWaiting = !('timeMs' in line)
  const name = person === undefined ? words.somebody : person.isYou ? words.you : person.name
  const { place } = line
  const jump = (): void => {
    const { view, viewport, frame, show } = viewStore.getState()
    if (place === undefined || frame === undefined) return
    const scale = place.scale === undefined ? view.scale : place.scale / 1000
    show(viewOfPlace(view, { x: place.x / 16, y: place.y / 16 }, scale, frame, viewport))
  }
  return (
    <li className="chat-row" data-waiting={isWaiting ? 'yes' : 'no'}>
      <span className="chat-head">
        <span
          className="person-dot"
          ref={(element) => element?.style.setProperty('--person', toHex(person?.color ?? 0x808080))}
        />
        <span className="chat-name">
          <bdi>{name}</bdi>
        </span>
        <span className="chat-time">{'timeMs' in line ? clockTime(line.timeMs) : words.waiting}</span>
      </span>
      <span className="chat-text">
        <bdi>{line.text}</bdi>
        {place !== undefined && (
          <button type="button" className="chat-place" title={words.jump(name)} onClick={jump}>
            <MapPin size={12} aria-hidden />
            {words.here}
          </button>
        )}
      </span>
    </li>
  )
}
